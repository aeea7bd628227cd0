import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { AssessmentView } from '../../server/contract/assessment.ts';
import type { CandidateSection } from '../../server/contract/attempt.ts';
import type { Me } from '../../server/contract/me.ts';
import { text } from '../text/members/en.ts';
import { ui } from '../text/ui/en.ts';
import { askForm } from '../ui/dialog.ts';
import { PageElement } from '../ui/page-element.ts';
import { failure, skeleton, staleness } from '../ui/parts.ts';
import { Resource } from '../ui/resource.ts';
import { ago } from '../ui/time.ts';
import { toast } from '../ui/toast.ts';
import { inviteCandidate } from './invite.ts';
import { sectionPreview } from './preview.ts';
import { api, can } from './session.ts';

const t = text.assessment;

interface Loaded {
  assessment: AssessmentView;
  sections: CandidateSection[];
}

export class AssessmentPage extends PageElement {
  @property({ attribute: false }) me!: Me;
  @property({ attribute: false }) assessmentId = '';
  private readonly loaded = new Resource<Loaded>(this, async (signal) => {
    const path = `/v1/assessments/${encodeURIComponent(this.assessmentId)}`;
    const [assessment, preview] = await Promise.all([
      api<AssessmentView>('GET', path, { signal }),
      api<{ sections: CandidateSection[] }>('GET', `${path}/preview`, { signal }),
    ]);
    return { assessment: assessment.data, sections: preview.data.sections };
  });

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('assessmentId')) void this.loaded.restart();
  }

  private async change(action: 'publish' | 'archive', { id, name, version, hasDraft }: AssessmentView) {
    const publishing = action === 'publish';
    const done = await askForm({
      title: publishing ? t.publishTitle(name) : t.archiveTitle(name),
      body: publishing ? (hasDraft ? t.publishBody(version + 1) : t.republishBody) : t.archiveBody,
      action: publishing ? t.publish : t.archive,
      danger: !publishing,
      submit: async () => void (await api('POST', `/v1/assessments/${id}/${action}`)),
    });
    if (!done) return;
    toast(publishing ? t.published(name) : t.archived(name));
    await this.loaded.reload();
  }

  private actions(assessment: AssessmentView): TemplateResult {
    const { id, name, status, hasDraft } = assessment;
    const writes = can(this.me, 'assessments:write');
    const invites = can(this.me, 'invitations:write') && status === 'published';
    const publishable = hasDraft || status === 'archived';
    return html`<div class="row">
      ${
        invites
          ? html`<button type="button" class="primary" @click=${() => inviteCandidate({ id, name })}>
              ${t.invite}
            </button>`
          : nothing
      }
      ${
        writes && publishable
          ? html`<button
              type="button"
              class=${invites ? '' : 'primary'}
              @click=${() => this.change('publish', assessment)}
            >
              ${hasDraft ? t.publish : t.republish}
            </button>`
          : nothing
      }
      ${
        writes && status !== 'archived'
          ? html`<button type="button" @click=${() => this.change('archive', assessment)}>
              ${t.archive}
            </button>`
          : nothing
      }
    </div>`;
  }

  private facts(assessment: AssessmentView): TemplateResult {
    const { id, status, version, minutes, maxPoints, questionCount, kinds, language, updatedAt } = assessment;
    const languageName = new Intl.DisplayNames(ui.locale, { type: 'language' }).of(language) ?? language;
    const facts: [string, unknown][] = [
      [t.status, text.assessmentStatuses[status]],
      [text.assessments.version, version === 0 ? text.assessments.unpublished : version],
      [t.time, minutes === null ? text.assessments.untimed : ui.minutes(minutes)],
      [text.assessments.questions, questionCount],
      [t.points, ui.number(maxPoints)],
      [text.assessments.kinds, kinds.map((kind) => ui.kinds[kind]).join(', ')],
      [t.language, languageName],
      [t.updated, ago(updatedAt)],
    ];
    return html`<section class="facts stack tight" aria-label=${t.facts}>
      <dl>
        ${facts.map(
          ([name, value]) =>
            html`<dt>${name}</dt>
              <dd>${value}</dd>`,
        )}
      </dl>
      <p><a href="/invitations?assessment=${id}">${t.candidates}</a></p>
    </section>`;
  }

  private body({ assessment, sections }: Loaded): TemplateResult {
    let first = 1;
    const previews = sections.map((section) => {
      const preview = sectionPreview(section, first);
      first += section.questionCount;
      return preview;
    });
    return html`<p class="lead">${assessment.description}</p>
      ${this.actions(assessment)}
      <div class="columns apart">
        <section class="stack" aria-labelledby="preview">
          <div>
            <h2 id="preview">${t.preview}</h2>
            <p class="soft small">${assessment.hasDraft ? t.previewDraft : nothing} ${t.previewHint}</p>
          </div>
          ${previews}
        </section>
        ${this.facts(assessment)}
      </div>`;
  }

  protected override render() {
    const { view } = this.loaded;
    return html`<div class="stack">
      <p class="small"><a href="/assessments">${t.back}</a></p>
      <page-heading .text=${view.state === 'ready' ? view.data.assessment.name : t.heading}></page-heading>
      ${staleness(this.loaded)} ${view.state === 'loading' ? skeleton(9) : nothing}
      ${view.state === 'failed' ? failure(view.error, this.loaded.reload) : nothing}
      ${view.state === 'ready' ? this.body(view.data) : nothing}
    </div>`;
  }
}
