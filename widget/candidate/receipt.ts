import { html, nothing, type TemplateResult } from 'lit';
import type { Receipt } from '../../server/contract/attempt.ts';
import { text } from '../text/candidate/en.ts';
import { exactTime } from '../ui/time.ts';

interface Options {
  receipt: Receipt;
  timeEnded: boolean;
  /** Answers that could not be saved before the end. */
  missed: number;
}

const words = text.receipt;

export function receiptView({ receipt, timeEnded, missed }: Options): TemplateResult {
  const { assessment, workspace, submittedAt, answered, questions } = receipt;
  return html`<main class="page stack wide">
    <div class="stack">
      <p class="soft"><bdi>${workspace.name}</bdi></p>
      <h1 tabindex="-1">${words.heading}</h1>
      ${timeEnded ? html`<p class="notice">${words.timeEnded}</p>` : nothing}
      ${missed > 0 ? html`<p class="notice warning">${words.missed(missed)}</p>` : nothing}
    </div>
    <dl class="facts">
      <div>
        <dt>${words.assessment}</dt>
        <dd><bdi>${assessment.name}</bdi></dd>
      </div>
      <div>
        <dt>${words.when}</dt>
        <dd><time datetime=${submittedAt}>${exactTime(submittedAt)}</time></dd>
      </div>
      <div>
        <dt>${words.answered}</dt>
        <dd>${words.answeredOf(answered, questions)}</dd>
      </div>
    </dl>
    <section class="stack tight">
      <h2>${words.next}</h2>
      <p>${words.nextText(workspace.name)}</p>
    </section>
  </main>`;
}
