import { html, nothing, type TemplateResult } from 'lit';
import type { DecisionValue, ResultView } from '../../server/contract/result.ts';
import type { EmbedError } from '../embed/error.ts';
import type { Panel } from './panel.ts';
import { alert, time } from './parts.ts';

export interface Review {
  render(result: ResultView): TemplateResult;
}

const DECISIONS: DecisionValue[] = ['advance', 'hold', 'reject'];

/** Comments and decision of one invitation, with what is being written. */
export function createReview(panel: Panel): Review {
  const { store, text } = panel;
  let comment = '';
  let value: DecisionValue | undefined;
  let note = '';
  let isEditing = false;
  let isBusy = false;
  let problems: { comment?: EmbedError; decision?: EmbedError } = {};

  async function run(what: keyof typeof problems, work: () => Promise<void>): Promise<void> {
    if (isBusy) return;
    isBusy = true;
    problems = {};
    panel.update();
    try {
      await work();
    } catch (cause) {
      problems = { [what]: panel.explain(cause) };
    }
    isBusy = false;
    panel.update();
  }

  const addComment = () =>
    run('comment', async () => {
      if (!comment.trim()) return;
      await store.comment(comment);
      comment = '';
      panel.say(text.commented);
    });

  const saveDecision = () =>
    run('decision', async () => {
      if (!value) return panel.focus('[name=decision]');
      await store.decide(value, note.trim());
      isEditing = false;
      panel.say(text.decided);
      panel.focus('#change');
    });

  const textarea = (id: string, label: string, content: string, onInput: (text: string) => void) =>
    html`<div part="field">
      <label for=${id}>${label}</label>
      <textarea
        part="input"
        id=${id}
        rows="2"
        .value=${content}
        @input=${({ target }: InputEvent) => onInput((target as HTMLTextAreaElement).value)}
      ></textarea>
    </div>`;

  const form = (onSubmit: () => void, content: TemplateResult) =>
    html`<form
      novalidate
      @submit=${(event: Event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      ${content}
    </form>`;

  function decisionForm(hasOne: boolean): TemplateResult {
    const cancel = () => {
      isEditing = false;
      panel.focus('#change');
      panel.update();
    };
    return form(
      saveDecision,
      html`<div class="choices" role="radiogroup" aria-label=${text.decision}>
          ${DECISIONS.map(
            (one) =>
              html`<label
                ><input
                  type="radio"
                  name="decision"
                  .checked=${value === one}
                  @change=${() => (value = one)}
                />${text.decisions[one]}</label
              >`,
          )}
        </div>
        ${textarea('note', text.reason, note, (next) => (note = next))} ${alert(problems.decision)}
        <button part="button" type="submit" aria-disabled=${isBusy}>${text.save}</button>
        ${hasOne ? html`<button part="button" type="button" @click=${cancel}>${text.cancel}</button>` : nothing}`,
    );
  }

  function decision({ decision: made, overall }: ResultView) {
    const mayDecide = store.can('decisions:write') && overall;
    const change = () => {
      ({ value, note = '' } = made!);
      isEditing = true;
      panel.focus('[name=decision]');
      panel.update();
    };
    if (!made && !mayDecide) return nothing;
    return html`<div part="decision">
      <h4>${text.decision}</h4>
      ${
        made
          ? html`<p>
                <strong>${text.decisions[made.value]}</strong>
                <small>${text.by(made.by.name)}, ${time(panel, made.at)}</small>
              </p>
              ${made.note ? html`<p class="note">${made.note}</p>` : nothing}`
          : nothing
      }
      ${
        mayDecide && (!made || isEditing)
          ? decisionForm(Boolean(made))
          : mayDecide
            ? html`<button part="button" id="change" type="button" @click=${change}>
                ${text.changeDecision}
              </button>`
            : nothing
      }
    </div>`;
  }

  function comments({ comments: made }: ResultView) {
    const mayComment = store.can('comments:write');
    if (!made.length && !mayComment) return nothing;
    return html`<div part="comments">
      <h4>${text.comments}</h4>
      ${made.map(
        ({ author, text: words, at }) =>
          html`<div part="comment">
            <p>
              <strong><bdi>${author.name}</bdi></strong> <small>${time(panel, at)}</small>
            </p>
            <p class="note">${words}</p>
          </div>`,
      )}
      ${
        mayComment
          ? form(
              addComment,
              html`${textarea('comment', text.comment, comment, (next) => (comment = next))}
                ${alert(problems.comment)}
                <button part="button" type="submit" aria-disabled=${isBusy}>${text.save}</button>`,
            )
          : nothing
      }
    </div>`;
  }

  return { render: (result) => html`${comments(result)}${decision(result)}` };
}
