import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { InvitationView } from '../../server/contract/invitation.ts';
import type { Me } from '../../server/contract/me.ts';
import { listen } from '../members/live.ts';
import { can } from '../members/session.ts';
import { report as t } from '../text/members/report.en.ts';
import { ui } from '../text/ui/en.ts';
import { toApiError } from '../ui/api.ts';
import { EveryMinute } from '../ui/every-minute.ts';
import { PageElement } from '../ui/page-element.ts';
import { failure, skeleton, staleness, statusBadge } from '../ui/parts.ts';
import { Resource } from '../ui/resource.ts';
import { toast } from '../ui/toast.ts';
import { answersView, isGradable } from './answers.ts';
import { GradingKeys } from './grading-keys.ts';
import { act, isAt, readReport, type Report } from './report-data.ts';
import { scorePanel } from './score-panel.ts';
import { ashbyPanel, invitationPanel, timelinePanel } from './side-panels.ts';

/** The report of one invitation: answers on one side, what people make of them on the other. */
export class ReportPage extends PageElement {
  @property({ attribute: false }) me!: Me;
  @property({ attribute: false }) invitationId = '';
  private readonly report = new Resource<Report>(this, (signal) => readReport(this.invitationId, signal));
  private readonly keys = new GradingKeys(this);
  private stopListening?: () => void;

  constructor() {
    super();
    new EveryMinute(this);
    this.addEventListener('report-changed', () => void this.report.reload());
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.stopListening = listen((change) => {
      const shown = this.report.data;
      const mine = !change || change.invitationId === this.invitationId;
      const known = shown && change && isAt(shown, change.revision);
      if (mine && !known) void this.report.reload();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stopListening?.();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('invitationId')) void this.report.restart();
  }

  private async sendAgain(): Promise<void> {
    const isPaused = (of: InvitationView | undefined) => of?.ashby.state === 'paused';
    // Asking again puts it in the queue anew: only a try shows that it waits still.
    const before = isPaused(this.report.data?.invitation);
    try {
      const { data } = await act(this.invitationId, 'sync');
      toast(before || isPaused(data) ? t.ashby.resentPaused : t.ashby.resent);
    } catch (error) {
      toast(toApiError(error).message);
    }
    await this.report.reload();
  }

  private head({ invitation, result }: Report): TemplateResult {
    const { assessment, status } = invitation;
    return html`<div class="row">
      ${statusBadge(status)}
      ${
        result.overall
          ? html`<p>
              <strong>${ui.percent(result.overall.percent)}</strong>
              ${result.provisional ? html`<span class="soft">${t.score.provisional}</span>` : nothing}
            </p>`
          : nothing
      }
      <p class="soft">
        <a href="/assessments/${assessment.id}"><bdi>${assessment.name}</bdi></a> ·
        ${t.version(assessment.version)}
      </p>
      ${result.overall ? html`<a class="jump screen" href="#score">${t.jump}</a>` : nothing}
      <button type="button" class="quiet screen push" @click=${() => print()}>${t.print}</button>
    </div>`;
  }

  /** How far the grading is, and how to do it by keyboard. */
  private grading({ answers }: Report): TemplateResult | typeof nothing {
    const open = answers.sections.flatMap(({ questions }) => questions).filter(isGradable);
    if (open.length === 0) return nothing;
    const graded = open.filter(({ points }) => points !== null).length;
    const { grading } = t;
    return html`<section class="stack tight screen" aria-labelledby="grading">
      <h2 id="grading">${grading.heading}</h2>
      <p>${grading.progress(graded, open.length)}</p>
      <progress max=${open.length} .value=${graded} aria-labelledby="grading"></progress>
      ${
        graded < open.length
          ? html`<div>
              <button type="button" @click=${this.keys.goToUngraded}>${grading.nextOpen}</button>
            </div>`
          : nothing
      }
      <details>
        <summary>${grading.keysHeading}</summary>
        <label class="tick"
          ><input
            type="checkbox"
            .checked=${this.keys.enabled}
            @change=${(event: Event) => this.keys.enable((event.target as HTMLInputElement).checked)}
          />${grading.keys}</label
        >
        ${
          this.keys.enabled
            ? html`<dl class="keys small">
                  ${grading.keyHelp.map(
                    ([key, meaning]) =>
                      html`<dt><kbd>${key}</kbd></dt>
                        <dd>${meaning}</dd>`,
                  )}
                </dl>
                <p class="soft small">${grading.keyHelpMany}</p>`
            : nothing
        }
      </details>
    </section>`;
  }

  private answers(report: Report): TemplateResult {
    const { invitation, result } = report;
    if (!result.overall) {
      const { status, candidate, mail } = invitation;
      const undelivered = (status === 'invited' || status === 'started') && mail.state === 'failed';
      return html`<section class="stack tight" aria-labelledby="next">
          <h2 id="next">${t.next}</h2>
          ${
            undelivered
              ? html`<p class="notice danger">${t.mailFailed(mail.problem ?? '')}</p>`
              : html`<p>${t.waiting(status, candidate.name)}</p>`
          }
        </section>
        ${this.invitation(report)}`;
    }
    const gradable = can(this.me, 'grades:write');
    return answersView(report, { invitationId: invitation.id, gradable });
  }

  private invitation({ invitation }: Report): TemplateResult {
    return invitationPanel(invitation, {
      allowed: can(this.me, 'invitations:write'),
      done: () => void this.report.reload(),
    });
  }

  private side(report: Report): TemplateResult {
    const { invitation, result, answers, etag } = report;
    const { id } = invitation;
    const invites = can(this.me, 'invitations:write');
    return html`${scorePanel(report)}
      ${
        result.overall
          ? html`<decision-form
              .invitationId=${id}
              .result=${result}
              .history=${answers.decisionHistory}
              .etag=${etag}
              .editable=${can(this.me, 'decisions:write')}
            ></decision-form>`
          : nothing
      }
      <comment-list
        .invitationId=${id}
        .comments=${result.comments}
        .editable=${can(this.me, 'comments:write')}
      ></comment-list>
      ${can(this.me, 'grades:write') ? this.grading(report) : nothing}
      ${result.overall ? this.invitation(report) : nothing}
      ${ashbyPanel(invitation, {
        allowed: invites,
        mayChangeKeys: can(this.me, 'settings'),
        again: () => void this.sendAgain(),
      })}
      ${timelinePanel(invitation)}`;
  }

  private heading(): string {
    const { view } = this.report;
    if (view.state === 'ready') return view.data.invitation.candidate.name;
    return this.isMissing() ? t.notFound : t.heading;
  }

  private isMissing(): boolean {
    const { view } = this.report;
    return view.state === 'failed' && view.error.code === 'not_found';
  }

  private body(): TemplateResult {
    const { view } = this.report;
    if (view.state === 'ready') {
      return html`${this.head(view.data)}
        <div class="columns">
          <div class="stack wide">${this.answers(view.data)}</div>
          <aside class="stack wide" aria-label=${t.heading}>${this.side(view.data)}</aside>
        </div>`;
    }
    if (this.isMissing()) return html`<p>${t.notFoundBody}</p>`;
    return view.state === 'failed' ? failure(view.error, this.report.reload) : skeleton(9);
  }

  protected override render() {
    return html`<div class="stack">
      <p class="small screen"><a href="/invitations">${t.back}</a></p>
      <div class="stack tight">
        <page-heading .text=${this.heading()}></page-heading>
        ${staleness(this.report)} ${this.body()}
      </div>
    </div>`;
  }
}
