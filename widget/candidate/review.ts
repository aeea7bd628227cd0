import { html, nothing, type TemplateResult } from 'lit';
import { text } from '../text/candidate/en.ts';
import { askForm } from '../ui/dialog.ts';
import { hashOf, type ListedPlace } from './question-list.ts';

interface Review {
  places: ListedPlace[];
  /** Questions whose answer the server refuses. */
  refused: ListedPlace[];
  problem: string | undefined;
  submitting: boolean;
  onSubmit: () => void;
  lang: string;
}

const words = text.review;

function links(title: string, places: ListedPlace[], lang: string): TemplateResult | typeof nothing {
  if (places.length === 0) return nothing;
  return html`<section class="stack tight">
    <h2>${title}</h2>
    <ul class="links" lang=${lang}>
      ${places.map(
        ({ index, section, progress }) =>
          html`<li>
            <a href=${hashOf(index)}>${words.link(index + 1, section)}</a>
            ${progress === 'partial' ? html`<span class="soft">(${words.partial})</span>` : nothing}
          </li>`,
      )}
    </ul>
  </section>`;
}

/** The test went on elsewhere, or its time ended: there is nothing to ask any more. */
export const closeQuestion = (): void => document.querySelector<HTMLDialogElement>('dialog[open]')?.close();

async function submitAfterAsking({ places, refused, onSubmit }: Review, event: MouseEvent): Promise<void> {
  // The second click of a double one was meant for what stood here before.
  if (event.detail > 1) return;
  const open = places.filter(({ progress }) => progress !== 'answered').length;
  const ask = open > 0 && refused.length === 0;
  if (ask && !(await askToSubmit(open))) return;
  onSubmit();
}

function askToSubmit(open: number): Promise<boolean> {
  return askForm({
    title: words.ask(open),
    body: words.askText(open),
    keep: words.notYet,
    action: words.anyway,
    submit: () => Promise.resolve(),
  });
}

/** What is open, and the last step. */
export function reviewView(review: Review): TemplateResult {
  const { places, refused, problem, submitting, lang } = review;
  const answered = places.filter(({ progress }) => progress !== 'open').length;
  const open = places.filter(({ progress }) => progress !== 'answered');
  return html`<div class="stack wide">
    <div class="stack">
      <h1 tabindex="-1">${words.heading}</h1>
      <p>${open.length === 0 ? words.complete(places.length) : words.progress(answered, places.length)}</p>
    </div>
    ${links(words.notSaved, refused, lang)} ${links(words.open, open, lang)}
    ${links(
      words.marked,
      places.filter(({ marked }) => marked),
      lang,
    )}
    <div class="stack">
      <p>${words.final}</p>
      <div role="alert" class="region">
        ${problem ? html`<p class="notice danger">${problem}</p>` : nothing}
      </div>
      <div class="row spread">
        <a class="button" href=${hashOf(open[0]?.index ?? 0)}>${words.back}</a>
        <button
          type="button"
          class="primary"
          aria-disabled=${submitting}
          @click=${(event: MouseEvent) => void submitAfterAsking(review, event)}
        >
          ${submitting ? words.submitting : words.submit}
        </button>
      </div>
    </div>
  </div>`;
}
