import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { ifDefined } from 'lit/directives/if-defined.js';
import type { AnsweredQuestion } from '../../server/contract/review.ts';
import { report } from '../text/members/report.en.ts';
import { ui } from '../text/ui/en.ts';
import { toApiError } from '../ui/api.ts';
import { draft, draftOf, dropDraft } from '../ui/drafts.ts';
import { PageElement } from '../ui/page-element.ts';
import { ago } from '../ui/time.ts';
import { toast } from '../ui/toast.ts';
import { changed, gradeAnswer } from './report-data.ts';

const t = report.grading;
/** Up to here each number of points has a button and a key. */
const FEW = 9;
/** So long a digit waits for the key of the half: the last grade tells Ashby the score, which a later one changes only when asked. */
const HALF_MS = 700;

interface Saved {
  points: number;
  note?: string | undefined;
}

/** Points and note for one open answer. */
export class GradeForm extends PageElement {
  @property({ attribute: false }) invitationId = '';
  @property({ attribute: false }) item!: AnsweredQuestion;
  @property({ attribute: false }) number = 0;
  @state() private busy = false;
  @state() private problem = '';
  private saved: Saved | undefined;
  /** One write after the other: leaving the note and a click on points come together. */
  private turn: Promise<void> = Promise.resolve();
  private soon: ReturnType<typeof setTimeout> | undefined;
  @query('input') private readonly points!: HTMLInputElement;
  @query('textarea') private readonly note!: HTMLTextAreaElement;

  private get draft(): string {
    return `${this.invitationId}/note/${this.item.question.id}`;
  }

  get most(): number {
    return this.item.question.points;
  }

  /** Saves these points, or with a half; where two digits are possible, they are typed into the field instead. */
  type(digit: number): void {
    if (this.most > FEW) {
      this.points.value = String(digit);
      this.points.focus();
    } else if (digit > this.most) toast(t.tooMany(this.most));
    else {
      this.points.value = String(digit);
      clearTimeout(this.soon);
      this.soon = setTimeout(() => this.save(), HALF_MS);
    }
  }

  addHalf(): void {
    const points = Number(this.points.value) + 0.5;
    if (points > this.most) toast(t.tooMany(this.most));
    else this.give(points);
  }

  focusNote(): void {
    this.note.focus();
  }

  private give(points: number): void {
    this.points.value = String(points);
    this.save();
  }

  private save(): void {
    clearTimeout(this.soon);
    const points = this.points.value.trim() === '' ? NaN : Number(this.points.value);
    const fits = points === this.most || (points >= 0 && points < this.most && Number.isInteger(points * 2));
    this.problem = fits ? '' : t.range(this.most);
    if (!fits) return this.points.focus();
    this.queue(async () => {
      const isNew = points !== this.saved?.points || this.typedNote !== this.saved.note;
      if (isNew) await this.write({ points, note: this.typedNote });
      toast(t.done(points));
    });
  }

  /** A note belongs to points: without any it waits for them. */
  private saveNote(): void {
    this.queue(async () => {
      if (this.saved) dropDraft(this.draft, [this.saved.note]);
      if (!this.saved || this.typedNote === this.saved.note) return;
      await this.write({ points: this.saved.points, note: this.typedNote });
      toast(t.noteSaved);
    });
  }

  private get typedNote(): string | undefined {
    return this.note.value.trim() || undefined;
  }

  private queue(work: () => Promise<void>): void {
    this.turn = this.turn.then(async () => {
      this.busy = true;
      try {
        await work();
      } catch (error) {
        this.problem = toApiError(error).message;
      }
      this.busy = false;
    });
  }

  private async write(grade: Saved): Promise<void> {
    const { points, note } = grade;
    await gradeAnswer(this.invitationId, { questionId: this.item.question.id, points, note });
    this.saved = grade;
    dropDraft(this.draft, [note]);
    this.problem = '';
    this.dispatchEvent(changed());
  }

  protected override willUpdate(changes: PropertyValues<this>): void {
    if (changes.has('item')) dropDraft(this.draft, [this.item.grade?.note]);
  }

  /** What is typed and not saved yet outlives a reload of the report. */
  protected override updated(changes: PropertyValues<this>): void {
    if (!changes.has('item')) return;
    const isTyped = this.typedNote !== this.saved?.note;
    this.saved = this.item.grade;
    if (!isTyped) this.note.value = this.saved?.note ?? '';
  }

  private onSubmit(event: SubmitEvent): void {
    event.preventDefault();
    this.save();
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key === 'Escape') this.closest<HTMLElement>('article')?.focus();
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) this.save();
  }

  /** The second click of a double one on a row of the list, or on one of these, gives nothing. */
  private buttons(): TemplateResult | typeof nothing {
    if (this.most > FEW) return nothing;
    const given = this.item.grade?.points;
    return html`<div class="row quick">
      ${Array.from(
        { length: Math.floor(this.most) + 1 },
        (_, points) =>
          html`<button
            type="button"
            aria-label=${t.give(points)}
            aria-pressed=${points === given}
            @click=${({ detail }: MouseEvent) => detail > 1 || this.give(points)}
          >
            ${points}
          </button>`,
      )}
    </div>`;
  }

  protected override render() {
    const { grade } = this.item;
    const id = `points-${this.number}`;
    const hint = !grade ? t.noteWaits : draftOf(this.draft) !== undefined ? t.noteUnsaved : undefined;
    return html`<form
        class="grade stack tight"
        novalidate
        aria-label=${t.of(this.number)}
        @submit=${this.onSubmit}
        @keydown=${this.onKey}
      >
        ${this.buttons()}
        <div class="row">
          <label for=${id}>${t.points}</label>
          <input
            id=${id}
            type="number"
            min="0"
            max=${this.most}
            step="0.5"
            .value=${String(grade?.points ?? '')}
            aria-invalid=${ifDefined(this.problem ? 'true' : undefined)}
            aria-describedby="${id}-of ${id}-problem"
          />
          <span id="${id}-of">${t.outOf(this.most)}</span>
          <button aria-disabled=${this.busy}>${this.busy ? ui.working : t.save}</button>
        </div>
        <p class="error" id="${id}-problem" role="alert">${this.problem}</p>
        <div class="field">
          <label for="note-${this.number}">${t.note}</label>
          ${hint ? html`<p class="hint" id="${id}-hint">${hint}</p>` : nothing}
          <textarea
            id="note-${this.number}"
            rows="2"
            dir="auto"
            aria-describedby=${ifDefined(hint && `${id}-hint`)}
            @blur=${this.saveNote}
            ${draft(this.draft)}
          ></textarea>
        </div>
      </form>
      ${
        grade
          ? html`<p class="soft small"><bdi>${t.saved(grade.by.name)}</bdi> ${ago(grade.at)}</p>
              ${grade.note ? html`<p class="paper said" dir="auto">${grade.note}</p>` : nothing}`
          : nothing
      }`;
  }
}
