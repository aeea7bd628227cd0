import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Comment } from '../../server/contract/result.ts';
import { report } from '../text/members/report.en.ts';
import { ui } from '../text/ui/en.ts';
import { toApiError, type ApiError } from '../ui/api.ts';
import { askForm } from '../ui/dialog.ts';
import { dropDraft } from '../ui/drafts.ts';
import { focusFirstError, problemOf, textField, valueOf } from '../ui/form.ts';
import { PageElement } from '../ui/page-element.ts';
import { failure } from '../ui/parts.ts';
import { ago } from '../ui/time.ts';
import { toast } from '../ui/toast.ts';
import { addComment, changed, deleteComment, editComment } from './report-data.ts';

const t = report.comments;

export class CommentList extends PageElement {
  @property({ attribute: false }) invitationId = '';
  @property({ attribute: false }) comments: Comment[] = [];
  @property({ attribute: false }) editable = false;
  @state() private busy = false;
  @state() private error: ApiError | null = null;

  private get draft(): string {
    return `${this.invitationId}/comment`;
  }

  /** What has arrived is no draft any more: it was sent in another tab, or the answer to it was lost. */
  protected override willUpdate(changes: PropertyValues<this>): void {
    if (!changes.has('comments')) return;
    const before = changes.get('comments') ?? [];
    const arrived = this.comments
      .filter(({ id, isOwn }) => isOwn && !before.some((comment) => comment.id === id))
      .map(({ text }) => text);
    dropDraft(this.draft, arrived);
    const field = this.querySelector('textarea');
    if (!field || !arrived.includes(field.value.trim())) return;
    field.value = '';
    this.error = null;
  }

  private async add(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.busy) return;
    const form = event.target as HTMLFormElement;
    const text = valueOf(new FormData(form), 'text');
    this.busy = true;
    this.error = null;
    try {
      await addComment(this.invitationId, text ?? '');
      dropDraft(this.draft, [text]);
      if (valueOf(new FormData(form), 'text') === text) form.reset();
      this.said(t.done);
    } catch (error) {
      this.error = toApiError(error);
    }
    this.busy = false;
    await this.updateComplete;
    focusFirstError(this);
  }

  private async edit({ id, text }: Comment): Promise<void> {
    const draft = `${this.invitationId}/comment/${id}`;
    const done = await askForm({
      title: t.editTitle,
      fields: (error) =>
        textField({
          id: 'edited',
          name: 'text',
          rows: 3,
          label: t.subject,
          value: text,
          draft,
          error: problemOf(error, 'text', t.subject),
        }),
      action: t.change,
      submit: async (form) => void (await editComment(this.invitationId, id, valueOf(form, 'text') ?? '')),
    });
    // A dialog that went with its page, as for another member, was not given up.
    if (done || this.isConnected) dropDraft(draft);
    if (done) this.said(t.saved);
  }

  private async delete({ id }: Comment): Promise<void> {
    const done = await askForm({
      title: t.deleteTitle,
      body: t.deleteBody,
      action: t.delete,
      danger: true,
      submit: async () => void (await deleteComment(this.invitationId, id)),
    });
    if (done) this.said(t.deleted);
  }

  private said(message: string): void {
    toast(message);
    this.dispatchEvent(changed());
  }

  private commentView = (comment: Comment): TemplateResult => {
    const { author, text, at, editedAt, isOwn } = comment;
    return html`<li>
      <p class="small">
        <strong><bdi>${author.name}</bdi></strong>
        <span class="soft">${ago(at)}${editedAt ? ` · ${t.edited}` : nothing}</span>
      </p>
      <p class="said" dir="auto">${text}</p>
      ${
        isOwn && this.editable
          ? html`<div class="row own">
              <button type="button" class="quiet small" @click=${() => this.edit(comment)}>${t.edit}</button>
              <button type="button" class="quiet danger small" @click=${() => this.delete(comment)}>
                ${t.delete}
              </button>
            </div>`
          : nothing
      }
    </li>`;
  };

  private form(): TemplateResult {
    const general = this.error && this.error.fields.length === 0 ? this.error : null;
    return html`<form class="stack tight" novalidate @submit=${this.add}>
      ${textField({
        id: 'comment',
        name: 'text',
        rows: 3,
        label: t.label,
        draft: this.draft,
        error: problemOf(this.error, 'text', t.subject),
      })}
      ${general ? failure(general) : nothing}
      <div><button aria-disabled=${this.busy}>${this.busy ? ui.working : t.save}</button></div>
    </form>`;
  }

  protected override render() {
    return html`<section class="stack tight" aria-labelledby="comments">
      <h2 id="comments">${t.heading}</h2>
      ${
        this.comments.length === 0
          ? html`<p class="soft">${t.none}</p>`
          : html`<ul class="comments">
              ${repeat(this.comments, ({ id }) => id, this.commentView)}
            </ul>`
      }
      ${this.editable ? this.form() : nothing}
    </section>`;
  }
}
