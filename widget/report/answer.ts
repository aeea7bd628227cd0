import { html, nothing, type TemplateResult } from 'lit';
import type { Question } from '../../server/contract/assessment.ts';
import type { AnsweredQuestion } from '../../server/contract/review.ts';
import { report as t } from '../text/members/report.en.ts';
import { icon } from '../ui/icons.ts';
import { markdown } from '../ui/markdown.ts';

type Answered<K extends Question['kind']> = { question: Extract<Question, { kind: K }>; answer: unknown };
type Body = TemplateResult | string;

const said = (text: string): TemplateResult => html`<span class="said" dir="auto">${text}</span>`;
const none = html`<span class="soft">${t.noAnswer}</span>`;

const part = (label: string, body: Body): TemplateResult =>
  html`<div>
    <dt>${label}</dt>
    <dd>${body}</dd>
  </div>`;
const beside = (given: Body, right: Body): TemplateResult =>
  html`<dl class="beside">${part(t.answer, given)} ${part(t.rightAnswer, right)}</dl>`;

function option(text: string, chosen: boolean, right: boolean): TemplateResult {
  const look = chosen ? (right ? 'good' : 'bad') : right ? 'missed' : '';
  const words = { good: t.chosenRight, bad: t.chosenWrong, missed: t.missed, '': '' }[look];
  return html`<li class=${look}>
    <span class="box ${chosen ? 'chosen' : ''}" aria-hidden="true"></span>
    <div dir="auto">${markdown(text)}</div>
    ${
      words
        ? html`<span class="mark small">${icon(look === 'bad' ? 'cross' : 'tick')}${words}</span>`
        : nothing
    }
  </li>`;
}

function choices({ question, answer }: Answered<'single' | 'multiple'>): TemplateResult {
  const chosen = Array.isArray(answer) ? (answer as string[]) : [answer];
  const right = Array.isArray(question.correct) ? question.correct : [question.correct];
  return html`${answer === null ? html`<p>${none}</p>` : nothing}
    <ul class="choices ${question.kind}">
      ${question.options.map(({ id, text }) => option(text, chosen.includes(id), right.includes(id)))}
    </ul>`;
}

function ordering({ question, answer }: Answered<'ordering'>): TemplateResult {
  const texts = new Map(question.items.map(({ id, text }) => [id, text]));
  const list = (ids: string[]) =>
    html`<ol class="items">
      ${ids.map((id) => html`<li dir="auto">${markdown(texts.get(id) ?? '')}</li>`)}
    </ol>`;
  return beside(answer === null ? none : list(answer as string[]), list(question.items.map(({ id }) => id)));
}

function matching({ question, answer }: Answered<'matching'>): TemplateResult {
  const rights = new Map(question.pairs.map(({ rightId, right }) => [rightId, right]));
  const given = (answer ?? {}) as Record<string, string>;
  const row = ({ id, left, rightId, right }: (typeof question.pairs)[number]) => {
    const matched = given[id] === rightId;
    const text = rights.get(given[id] ?? '');
    return html`<tr>
      <th scope="row" dir="auto">${markdown(left)}</th>
      <td class=${matched ? 'good' : 'bad'} dir="auto">
        ${
          text === undefined
            ? none
            : html`<span class="mark small"
                  >${icon(matched ? 'tick' : 'cross')}${matched ? t.right : t.wrong}</span
                >
                ${markdown(text)}`
        }
      </td>
      <td dir="auto">${markdown(right)}</td>
    </tr>`;
  };
  return html`<div class="scroll">
    <table class="matching">
      <thead>
        <tr>
          <th scope="col">${t.left}</th>
          <th scope="col">${t.answer}</th>
          <th scope="col">${t.rightAnswer}</th>
        </tr>
      </thead>
      <tbody>
        ${question.pairs.map(row)}
      </tbody>
    </table>
  </div>`;
}

function open({ question, answer }: Answered<'open'>): TemplateResult {
  const given = typeof answer === 'string' && answer.trim() !== '';
  const shown = html`<div class="open-answer">${given ? said(answer) : none}</div>`;
  return html`<dl class="beside">${part(t.answer, shown)}</dl>
    ${
      question.rubric
        ? html`<details>
            <summary>${t.rubric}</summary>
            ${markdown(question.rubric)}
          </details>`
        : nothing
    }`;
}

/** What the candidate gave, beside what is right. */
export function answerView({ question, answer }: AnsweredQuestion): TemplateResult {
  switch (question.kind) {
    case 'single':
    case 'multiple':
      return choices({ question, answer });
    case 'number': {
      const { correct, tolerance } = question;
      const right = tolerance ? t.tolerance(String(correct), String(tolerance)) : String(correct);
      return beside(typeof answer === 'number' ? String(answer) : none, right);
    }
    case 'text':
      return beside(typeof answer === 'string' ? said(answer) : none, said(t.accepted(question.accept)));
    case 'ordering':
      return ordering({ question, answer });
    case 'matching':
      return matching({ question, answer });
    case 'open':
      return open({ question, answer });
    default:
      return question satisfies never;
  }
}
