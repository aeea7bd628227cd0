import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Decision, DecisionValue, ResultView } from '../../server/contract/result.ts';
import { report } from '../text/members/report.en.ts';
import { ui } from '../text/ui/en.ts';
import { toApiError } from '../ui/api.ts';
import { draftOf, dropDraft, keepDraft } from '../ui/drafts.ts';
import { textField, valueOf } from '../ui/form.ts';
import { PageElement } from '../ui/page-element.ts';
import { ago } from '../ui/time.ts';
import { toast } from '../ui/toast.ts';
import { changed, decide } from './report-data.ts';

const t = report.decision;
const VALUES: DecisionValue[] = ['advance', 'hold', 'reject'];

const decisionView = ({ value, note, by, at }: Decision): TemplateResult =>
  html`<p>
      <strong class="decision ${value}">${t.values[value]}</strong>
      <span class="soft small"><bdi>${t.by(by.name)}</bdi> ${ago(at)}</span>
    </p>
    ${note ? html`<p class="said" dir="auto">${note}</p>` : nothing}`;

/** The verdict and its history. It counts only if nobody changed the report since the person saw it. */
export class DecisionForm extends PageElement {
  @property({ attribute: false }) invitationId = '';
  @property({ attribute: false }) result!: ResultView;
  @property({ attribute: false }) history: Decision[] = [];
  @property({ attribute: false }) etag: string | null = null;
  @property({ attribute: false }) editable = false;
  @state() private editing = false;
  @state() private choice: DecisionValue | undefined;
  @state() private busy = false;
  @state() private problem = '';

  private get drafts() {
    return { choice: `${this.invitationId}/decision`, note: `${this.invitationId}/decision-note` };
  }

  protected override willUpdate(changes: PropertyValues<this>): void {
    const { choice, note } = this.drafts;
    const { decision } = this.result;
    if (!changes.has('result')) return;
    if (decision) {
      dropDraft(choice, [decision.value]);
      dropDraft(note, [decision.note]);
    }
    // Whoever has begun goes on, also when somebody else has decided meanwhile.
    this.choice ??= draftOf(choice) as DecisionValue | undefined;
    this.editing ||= Boolean(this.choice ?? draftOf(note));
  }

  private choose(value: DecisionValue): void {
    this.choice = value;
    keepDraft(this.drafts.choice, value);
  }

  private forget(): void {
    this.choice = undefined;
    Object.values(this.drafts).forEach((key) => dropDraft(key));
  }

  private async save(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.busy) return;
    const form = new FormData(event.target as HTMLFormElement);
    const decision = valueOf(form, 'decision') as DecisionValue | undefined;
    this.problem = decision ? '' : t.missing;
    if (!decision) return this.querySelector('input')?.focus();
    this.busy = true;
    try {
      await decide(this.invitationId, { decision, note: valueOf(form, 'note') }, this);
      toast(t.done(decision));
      this.editing = false;
      this.forget();
    } catch (thrown) {
      const error = toApiError(thrown);
      this.problem = error.code === 'stale' ? t.stale : error.message;
    }
    this.busy = false;
    this.dispatchEvent(changed());
  }

  private edit(editing: boolean): void {
    this.editing = editing;
    this.problem = '';
    if (!editing) this.forget();
  }

  private form(): TemplateResult {
    const { decision } = this.result;
    return html`<form class="stack tight" novalidate @submit=${this.save}>
      <fieldset aria-describedby="decision-problem">
        <legend class="visually-hidden">${t.legend}</legend>
        <div class="segments">
          ${VALUES.map(
            (value) =>
              html`<label
                ><input
                  type="radio"
                  name="decision"
                  value=${value}
                  .checked=${(this.choice ?? decision?.value) === value}
                  @change=${() => this.choose(value)}
                /><span>${t.values[value]}</span></label
              >`,
          )}
        </div>
      </fieldset>
      ${textField({ id: 'decision-note', name: 'note', rows: 2, label: t.note, draft: this.drafts.note })}
      <p class="error" id="decision-problem" role="alert">${this.problem}</p>
      <div class="row">
        <button class="primary" aria-disabled=${this.busy}>${this.busy ? ui.working : t.save}</button>
        ${
          decision
            ? html`<button type="button" class="quiet" @click=${() => this.edit(false)}>${t.cancel}</button>`
            : nothing
        }
      </div>
    </form>`;
  }

  protected override render() {
    const { history, result } = this;
    const { decision } = result;
    const asks = this.editable && (this.editing || !decision);
    return html`<section class="stack tight" aria-labelledby="decision">
      <h2 id="decision">${t.heading}</h2>
      ${decision ? decisionView(decision) : this.editable ? nothing : html`<p class="soft">${t.none}</p>`}
      ${asks ? this.form() : nothing}
      ${
        this.editable && !asks
          ? html`<div><button type="button" @click=${() => this.edit(true)}>${t.change}</button></div>`
          : nothing
      }
      ${
        history.length > 0
          ? html`<details>
              <summary>${t.history(history.length)}</summary>
              <ol class="past" reversed>
                ${[...history].reverse().map((past) => html`<li>${decisionView(past)}</li>`)}
              </ol>
            </details>`
          : nothing
      }
    </section>`;
  }
}
