import type { Question } from '../contract/assessment.ts';
import type { AnswerValue } from '../contract/attempt.ts';

export const OPEN_LENGTH = 20_000;
const TEXT_LENGTH = 500;

const isString = (value: AnswerValue): value is string => typeof value === 'string';
const areIds = (value: AnswerValue): value is string[] => Array.isArray(value);

function problemOfIds(value: AnswerValue, known: string[], { all }: { all: boolean }): string | null {
  if (!areIds(value)) return 'must be a list of ids of this question';
  if (new Set(value).size !== value.length) return 'must not hold an id twice';
  if (!value.every((id) => known.includes(id))) return 'must hold ids of this question only';
  return all && value.length !== known.length ? 'must hold every item' : null;
}

/** Why a value is no answer to the question; null: it is one. null clears an answer and is always fine. */
export function problemOf(question: Question, value: AnswerValue): string | null {
  if (value === null) return null;
  switch (question.kind) {
    case 'single':
      return isString(value) && question.options.some(({ id }) => id === value)
        ? null
        : 'must be the id of an option';
    case 'multiple':
      return problemOfIds(
        value,
        question.options.map(({ id }) => id),
        { all: false },
      );
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? null : 'must be a number';
    case 'text':
      return isString(value) && value.length <= TEXT_LENGTH
        ? null
        : `must be a text of up to ${TEXT_LENGTH} characters`;
    case 'ordering':
      return problemOfIds(
        value,
        question.items.map(({ id }) => id),
        { all: true },
      );
    case 'matching': {
      if (typeof value !== 'object' || Array.isArray(value)) return 'must be pairs of ids';
      const lefts = new Set(question.pairs.map(({ id }) => id));
      const rights = new Set(question.pairs.map(({ rightId }) => rightId));
      const known = Object.entries(value).every(([left, right]) => lefts.has(left) && rights.has(right));
      return known ? null : 'must hold ids of this question only';
    }
    case 'open': {
      const most = question.maxLength ?? OPEN_LENGTH;
      return isString(value) && value.length <= most ? null : `must be a text of up to ${most} characters`;
    }
    default:
      return question satisfies never;
  }
}

/** An answer that says nothing counts as none. */
export function isAnswered(value: AnswerValue | undefined): boolean {
  if (value === undefined || value === null) return false;
  if (typeof value === 'string') return value.trim() !== '';
  if (typeof value === 'object') return Object.keys(value).length > 0;
  return true;
}
