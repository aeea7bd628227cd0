import { html, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { AnswerValue, CandidateQuestion, CandidateSection } from '../../server/contract/attempt.ts';
import { questionFields, questionPrompt } from '../candidate/question.ts';
import { text } from '../text/members/en.ts';
import { ui } from '../text/ui/en.ts';
import { PageElement } from '../ui/page-element.ts';

const t = text.assessment;

/** A question to try out: what is answered stays in the page. */
export class QuestionPreview extends PageElement {
  @property({ attribute: false }) question!: CandidateQuestion;
  @state() private value: AnswerValue = null;
  @state() private typed: string | undefined;

  protected override render() {
    return html`${questionPrompt(this.question)}
    ${questionFields(this.question, {
      value: this.value,
      typed: this.typed,
      onChange: (value, typed) => {
        this.value = value;
        this.typed = typed;
      },
      disabled: false,
    })}`;
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
          <question-preview class="stack tight" .question=${question}></question-preview>
        </article>`,
    )}
  </details>`;
}
