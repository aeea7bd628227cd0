import type { AnswerValue, CandidateQuestion } from '../../server/contract/attempt.ts';
import { text } from '../text/candidate/en.ts';
import { formatNumber } from './number.ts';

type Choices = { id: string; text: string }[];

const textOf = (choices: Choices, id: string | undefined) => choices.find((c) => c.id === id)?.text ?? '?';

function pairsOf(
  { lefts, rights }: { lefts: Choices; rights: Choices },
  value: Record<string, string>,
): string {
  return lefts
    .filter(({ id }) => id in value)
    .map(({ id, text: left }) => `${left}: ${textOf(rights, value[id])}`)
    .join('; ');
}

/** An answer in words, where it cannot be shown in its fields. */
export function answerText(question: CandidateQuestion, value: AnswerValue, typed?: string): string {
  const none = text.question.nothing;
  if (typed) return typed;
  if (value === null || value === '') return none;
  if (typeof value === 'number') return formatNumber(value);
  if (typeof value === 'string') return question.kind === 'single' ? textOf(question.options, value) : value;
  if (!Array.isArray(value)) return (question.kind === 'matching' && pairsOf(question, value)) || none;
  if (question.kind === 'multiple') return value.map((id) => textOf(question.options, id)).join(', ') || none;
  return question.kind === 'ordering' ? value.map((id) => textOf(question.items, id)).join(' → ') : none;
}
