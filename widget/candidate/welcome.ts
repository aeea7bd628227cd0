import { html, nothing, type TemplateResult } from 'lit';
import type { AttemptView } from '../../server/contract/attempt.ts';
import { text } from '../text/candidate/en.ts';
import { ui } from '../text/ui/en.ts';
import { directionOf } from './progress.ts';

interface Welcome {
  view: AttemptView;
  beginning: boolean;
  problem: string | undefined;
  onBegin: () => void;
}

const words = text.welcome;
/** The mail may be read in another zone than the one that the company thinks in. */
const WITH_ZONE = new Intl.DateTimeFormat(ui.locale, {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZoneName: 'short',
});

function facts({ assessment, expiresAt }: AttemptView): TemplateResult {
  const { minutes, sections, kinds } = assessment;
  const count = sections.reduce((sum, { questionCount }) => sum + questionCount, 0);
  return html`<dl class="facts">
    <div>
      <dt>${words.time}</dt>
      <dd>${minutes === null ? words.untimed : words.timed(minutes)}</dd>
    </div>
    <div>
      <dt>${words.extent}</dt>
      <dd>${words.extentOf(count, sections.length)}</dd>
    </div>
    <div>
      <dt>${words.kinds}</dt>
      <dd>${kinds.map((kind) => words.kind[kind] ?? kind).join(', ')}</dd>
    </div>
    <div>
      <dt>${words.until}</dt>
      <dd><time datetime=${expiresAt}>${WITH_ZONE.format(new Date(expiresAt))}</time></dd>
    </div>
  </dl>`;
}

/** Answers what people ask before they begin. */
export function welcomeView({ view, beginning, problem, onBegin }: Welcome): TemplateResult {
  const { workspace, candidate, assessment } = view;
  const lang = assessment.language;
  return html`<main class="page stack wide">
    <header class="stack">
      <p class="soft">${words.greeting(candidate.name, workspace.name)}</p>
      <h1 tabindex="-1" lang=${lang} dir=${directionOf(lang)}>${assessment.name}</h1>
      <p class="lines" lang=${lang} dir=${directionOf(lang)}>${assessment.description}</p>
    </header>
    ${facts(view)}
    <section class="stack tight">
      <h2>${words.sections}</h2>
      <ol class="sections" lang=${lang}>
        ${assessment.sections.map(
          ({ title, questionCount, minutes }) =>
            html`<li>
              <bdi>${title}</bdi><span class="soft">${words.sectionOf(questionCount, minutes)}</span>
            </li>`,
        )}
      </ol>
    </section>
    <section class="stack tight">
      <h2>${words.how}</h2>
      <ul class="links">
        ${words.rules(assessment.minutes !== null).map((rule) => html`<li>${rule}</li>`)}
      </ul>
    </section>
    <section class="stack tight">
      <h2>${words.recorded}</h2>
      <p>${words.recordedText}</p>
    </section>
    <section class="stack tight">
      <h2>${words.seen}</h2>
      <p>${words.seenText(workspace.name)}</p>
    </section>
    <div class="stack">
      <p class="soft">${words.help(workspace.name)}</p>
      <div role="alert" class="region">
        ${problem ? html`<p class="notice danger">${problem}</p>` : nothing}
      </div>
      <button type="button" class="primary begin" aria-disabled=${beginning} @click=${onBegin}>
        ${beginning ? words.beginning : words.begin}
      </button>
    </div>
  </main>`;
}
