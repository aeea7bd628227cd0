import { html, type TemplateResult } from 'lit';
import type { CandidateQuestion, CandidateSection } from '../../server/contract/attempt.ts';
import { text } from '../text/members/en.ts';
import { ui } from '../text/ui/en.ts';
import { markdown } from '../ui/markdown.ts';

const t = text.assessment;

/** What a candidate chooses from or fills in, for looking at only. */
function answerOf(question: CandidateQuestion): TemplateResult {
  switch (question.kind) {
    case 'single':
    case 'multiple':
      return html`<ul class="options ${question.kind}">
        ${question.options.map((option) => html`<li dir="auto">${option.text}</li>`)}
      </ul>`;
    case 'number':
      return html`<p class="blank">${t.numberAnswer}</p>`;
    case 'text':
      return html`<p class="blank">${t.textAnswer}</p>`;
    case 'ordering':
      return html`<ol class="items">
        ${question.items.map((item) => html`<li dir="auto">${item.text}</li>`)}
      </ol>`;
    case 'matching':
      return html`<div class="pairs">
        <ul class="items">
          ${question.lefts.map((left) => html`<li dir="auto">${left.text}</li>`)}
        </ul>
        <ul class="items">
          ${question.rights.map((right) => html`<li dir="auto">${right.text}</li>`)}
        </ul>
      </div>`;
    case 'open':
      return html`<p class="blank tall">${t.openAnswer(question.maxLength)}</p>`;
  }
}

export function sectionPreview(section: CandidateSection, firstNumber: number): TemplateResult {
  const { title, questions = [], questionCount, minutes } = section;
  return html`<details class="section" open>
    <summary><h3>${t.section(title, questionCount, minutes)}</h3></summary>
    ${questions.map(
      (question, i) =>
        html`<article class="question stack tight">
          <h4 class="soft small">${t.question(firstNumber + i, ui.kinds[question.kind], question.points)}</h4>
          ${markdown(question.prompt)} ${answerOf(question)}
        </article>`,
    )}
  </details>`;
}
