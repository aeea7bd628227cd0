import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { Comment, DecisionValue, ResultView } from '../../server/contract/result.ts';
import { EmbedError, toEmbedError } from '../embed/error.ts';
import { createForm, type Form } from './form.ts';
import type { Panel } from './panel.ts';
import { wordOf } from './status.ts';

type Shown = TemplateResult | typeof nothing;

export interface Review {
  isBusy(): boolean;
  comments(result: ResultView): Shown;
  decision(result: ResultView): Shown;
}

const DECISIONS = ['advance', 'hold', 'reject'] as const;

/** Makes the choice the person's own: a decision that comes in meanwhile does not undo it. */
function keepChoice({ currentTarget }: Event): void {
  const radios = (currentTarget as Element).querySelectorAll('input');
  radios.forEach((radio) => (radio.checked = Boolean(radio.checked)));
}

/** What people say of a result, and what they decide. */
export function createReview(panel: Panel): Review {
  const { store, emit, focus, button, update, say } = panel;
  /** Id of the comment that is being edited. */
  let edited = '';
  /** Ids of all that were ever shown: each keeps its place, and what is typed there, when another goes. */
  let places: string[] = [];
  /** What is shown until the server has answered. */
  const mine = () => ({ name: store.me!.actor.name });

  const adding = createForm(panel, async ({ text = '' }) => {
    const { invitationId, comments: before } = store.result!;
    // Nobody's yet: it can be edited once the server has it.
    const comment = { id: 'new', author: mine(), text, at: new Date().toISOString(), isOwn: false };
    const isThere = ({ id, isOwn, text: words }: Comment) =>
      isOwn && words === text.trim() && !before.some((one) => one.id === id);
    const { comments: all } = await store.review(
      invitationId,
      '/comments',
      { body: { text } },
      ({ comments }) => (text.trim() && !comments.some(isThere) ? { comments: [...comments, comment] } : {}),
    );
    emit('canditech-comment', { comment: all.at(-1)!, action: 'add' });
    say(panel.text.commented);
  });

  /** No words: deletes it. */
  async function change(id: string, text?: string): Promise<void> {
    const isKept = text !== undefined;
    const { invitationId, comments: all } = store.result!;
    const comment = { ...all.find((one) => one.id === id)!, ...(isKept && { text }) };
    const call = isKept ? { method: 'PUT', body: { text } } : { method: 'DELETE' };
    await store.review(invitationId, `/comments/${id}`, call, ({ comments }) => ({
      comments: comments.flatMap((one) => (one.id === id ? (isKept ? comment : []) : one)),
    }));
    if (edited === id) edited = '';
    if (!edited) focus('#text');
    emit('canditech-comment', { comment, action: isKept ? 'edit' : 'delete' });
    say(panel.text.done);
  }
  /** One for each comment: what goes wrong with one is nothing to another. */
  const editors = new Map<string, Form>();
  function editorOf(id: string): Form {
    const editor = editors.get(id) ?? createForm(panel, ({ edit }) => change(id, edit));
    editors.set(id, editor);
    return editor;
  }

  const deciding = createForm(panel, async ({ decision: value, note = '' }) => {
    const { invitationId, decision: old } = store.result!;
    const to = value as DecisionValue;
    if (!to) throw new EmbedError('undecided', { status: 0 });
    const match = store.markOf(invitationId);
    const said = note.trim() && { note };
    const detail = { from: old?.value ?? null, to, ...said };
    if (!(await panel.ask('canditech-before-decision', detail))) return false;
    const decision = { value: to, by: mine(), at: new Date().toISOString(), ...said };
    const body = { decision: to, ...said };
    await store.review(invitationId, '/decision', { method: 'PUT', body, match }, () => ({ decision }));
    emit('canditech-decision', detail);
    return say(panel.text.decided);
  });

  const timeOf = (iso: string) =>
    html`<time datetime=${iso} title=${panel.format.exact(iso)}>${panel.format.relative(iso)}</time>`;

  const open = (id: string) => () => {
    editors.delete(id);
    edited = id;
    focus('#edit');
    update();
  };
  const remove = (id: string) =>
    change(id).catch((cause: unknown) => {
      if (edited === id) edited = '';
      // It was done, and only the answer was lost.
      if (toEmbedError(cause).code === 'not_found') void store.refresh();
      else store.fail(cause);
    });

  const dialog = () => panel.root.querySelector('dialog')!;

  /** Deleting cannot be undone: what is lost is shown once more. */
  const removal = (id: string, words: string) =>
    html`${button(panel.text.delete, () => dialog().showModal(), 'button-danger')}
      <dialog aria-label=${panel.text.sure} @keydown=${(event: Event) => event.stopPropagation()}>
        <div>
          ${panel.heading(panel.text.sure, 1)}
          <p class="words" dir="auto">${words}</p>
          <div class="row start">
            ${button(panel.text.cancel, () => dialog().close())}
            ${button(panel.text.delete, () => remove(id), 'button-danger')}
          </div>
        </div>
      </dialog>`;

  function one({ id, author, text: words, at, isOwn, editedAt }: Comment): TemplateResult {
    const { text } = panel;
    return html`<div part="comment">
      <small><bdi>${author.name}</bdi>, ${timeOf(at)}${editedAt ? ` · ${text.edited}` : ''}</small>
      ${
        id === edited
          ? editorOf(id).render(
              'change',
              editorOf(id).field('edit', text.edit, words),
              text.save,
              html`${button(text.cancel, open(''))} ${removal(id, words)}`,
            )
          : html`<p class="words" dir="auto">${words}</p>
              ${isOwn && store.can('comments:write') ? button(text.edit, open(id), 'link') : nothing}`
      }
    </div>`;
  }

  return {
    isBusy: () => [adding, deciding, ...editors.values()].some((form) => form.isBusy()),
    comments({ comments }) {
      const { text } = panel;
      const may = store.can('comments:write');
      if (!panel.shows('comments') || (!may && !comments.length)) return nothing;
      const shown = new Map(comments.map((comment) => [comment.id, one(comment)]));
      places = [...new Set([...places, ...shown.keys()])];
      return html`<div part="comments">
        ${panel.heading(text.comments, 1)} ${places.map((id) => shown.get(id))}
        ${may ? adding.render('add', adding.field('text', text.comment), text.addComment) : nothing}
      </div>`;
    },
    decision({ decision, overall }) {
      const { text } = panel;
      const may = store.can('decisions:write') && overall;
      if (!panel.shows('decision') || (!may && !decision)) return nothing;
      const choices = html`<div role="radiogroup" aria-label=${text.decision} @change=${keepChoice}>
          ${DECISIONS.map(
            (value) =>
              html`<label
                ><input
                  type="radio"
                  name="decision"
                  value=${value}
                  ?checked=${value === decision?.value}
                />${wordOf(text.decisions, value)}
              </label>`,
          )}
        </div>
        ${deciding.field('note', text.reason, decision?.note)}`;
      return html`<div part="decision">
        ${panel.heading(text.decision, 1)}
        ${
          decision
            ? html`<p>
                ${wordOf(text.decisions, decision.value)}
                <small><bdi>${decision.by.name}</bdi>, ${timeOf(decision.at)}</small>
              </p>`
            : nothing
        }
        ${
          may
            ? deciding.render('decide', choices, text.decide)
            : html`<p class="words" dir="auto">${decision!.note}</p>`
        }
      </div>`;
    },
  };
}
