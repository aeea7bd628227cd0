import { html, nothing, type TemplateResult } from 'lit';
import { text } from '../text/candidate/en.ts';
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

/** What is open, and the last step. */
export function reviewView({ places, refused, problem, submitting, onSubmit, lang }: Review): TemplateResult {
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
        <button type="button" class="primary" aria-disabled=${submitting} @click=${onSubmit}>
          ${submitting ? words.submitting : words.submit}
        </button>
      </div>
    </div>
  </div>`;
}
