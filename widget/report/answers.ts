import { html, nothing, type TemplateResult } from 'lit';
import type { SectionScore } from '../../server/contract/result.ts';
import type { AnsweredQuestion } from '../../server/contract/review.ts';
import { report as t } from '../text/members/report.en.ts';
import { ui } from '../text/ui/en.ts';
import { markdown } from '../ui/markdown.ts';
import { answerView } from './answer.ts';
import type { Report } from './report-data.ts';

interface Look {
  invitationId: string;
  gradable: boolean;
}

/** Open answers that people grade; an empty one has its 0 points already. */
export const isGradable = ({ question, answer }: AnsweredQuestion): boolean =>
  question.kind === 'open' && typeof answer === 'string' && answer.trim() !== '';

const lookOf = (points: number | null, most: number) =>
  points === null ? 'warn' : points === most ? 'good' : points === 0 ? 'bad' : '';

function questionView(item: AnsweredQuestion, n: number, { invitationId, gradable }: Look): TemplateResult {
  const { question, points } = item;
  const grades = gradable && isGradable(item);
  return html`<article
    class="question stack tight ${grades ? 'to-grade' : ''}"
    tabindex=${grades ? '-1' : nothing}
    aria-labelledby="question-${n}"
  >
    <header class="row spread">
      <h3 class="soft small" id="question-${n}">${t.question(n, ui.kinds[question.kind])}</h3>
      <p class="small points ${lookOf(points, question.points)}">${t.points(points, question.points)}</p>
    </header>
    ${markdown(question.prompt)} ${answerView(item)}
    ${
      grades
        ? html`<grade-form .invitationId=${invitationId} .item=${item} .number=${n}></grade-form>`
        : nothing
    }
  </article>`;
}

const sectionPoints = (score: SectionScore | undefined) =>
  score && html`<p class="soft">${t.sectionPoints(score.points, score.maxPoints, score.pendingPoints)}</p>`;

/** All answers, section by section, numbered through. */
export function answersView({ answers, result }: Report, look: Look): TemplateResult {
  let n = 0;
  return html`${answers.sections.map(
    ({ id, title, questions }) =>
      html`<section class="answers stack" aria-labelledby="section-${id}">
        <header class="row spread">
          <h2 id="section-${id}">${title}</h2>
          ${sectionPoints(result.sections.find((section) => section.id === id))}
        </header>
        ${questions.map((item) => questionView(item, ++n, look))}
      </section>`,
  )}`;
}
