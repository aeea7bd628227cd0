import { html, nothing, type TemplateResult } from 'lit';
import { text } from '../text/candidate/en.ts';
import { icon } from './icons.ts';
import type { Place, Progress } from './progress.ts';

export interface ListedPlace extends Place {
  progress: Progress;
  marked: boolean;
}

interface List {
  places: ListedPlace[];
  /** Where the candidate is; `review` is behind the last question. */
  current: number | 'review';
  open: boolean;
  onToggle: () => void;
  lang: string;
}

const words = text.list;

export const hashOf = (place: number | 'review'): string =>
  place === 'review' ? '#review' : `#question-${place + 1}`;

export const firstOpen = (places: ListedPlace[]): number =>
  Math.max(
    0,
    places.findIndex(({ progress }) => progress !== 'answered'),
  );

/** The place that the page's address names, if there is such a question. */
export function placeAt(hash: string, count: number): number | 'review' | undefined {
  if (hash === '#review') return 'review';
  const number = Number(/^#question-(\d{1,4})$/.exec(hash)?.[1]);
  return number >= 1 && number <= count ? number - 1 : undefined;
}

function item({ index, progress, marked }: ListedPlace, current: boolean): TemplateResult {
  return html`<li>
    <a
      href=${hashOf(index)}
      class="place ${progress}"
      aria-current=${current ? 'step' : nothing}
      aria-label=${words.item(index + 1, words.state[progress], marked)}
    >
      <span>${index + 1}</span>${icon(progress)}${marked ? icon('flagged') : nothing}
    </a>
  </li>`;
}

function sections(places: ListedPlace[]): [title: string, places: ListedPlace[]][] {
  const found: [string, ListedPlace[]][] = [];
  for (const place of places) {
    const last = found.at(-1);
    if (last?.[0] === place.section) last[1].push(place);
    else found.push([place.section, [place]]);
  }
  return found;
}

/** All questions by section. On small screens it opens on demand. */
export function questionList({ places, current, open, onToggle, lang }: List): TemplateResult {
  const answered = places.filter(({ progress }) => progress !== 'open').length;
  return html`<nav class="list ${open ? 'open' : ''}" aria-label=${words.label}>
    <button type="button" class="toggle" aria-expanded=${open} aria-controls="places" @click=${onToggle}>
      ${words.toggle(answered, places.length)}
    </button>
    <div id="places" class="stack">
      <p class="soft small count">${words.toggle(answered, places.length)}</p>
      ${sections(places).map(
        ([title, members]) =>
          html`<section class="stack tight">
            <h2 class="small" lang=${lang}>${title}</h2>
            <ol class="places">
              ${members.map((place) => item(place, place.index === current))}
            </ol>
          </section>`,
      )}
      <ul class="legend soft small" aria-hidden="true">
        <li>${icon('answered')}${words.legend.answered}</li>
        <li>${icon('partial')}${words.legend.partial}</li>
        <li>${icon('open')}${words.legend.open}</li>
        <li>${icon('flagged')}${words.legend.marked}</li>
      </ul>
      <a class="button" href=${hashOf('review')} aria-current=${current === 'review' ? 'step' : nothing}>
        ${words.review}
      </a>
    </div>
  </nav>`;
}
