import { describe, expect, test } from 'vitest';
import type { Question } from '../../server/contract/assessment.ts';
import type { AnswerValue } from '../../server/contract/attempt.ts';
import { isAnswered, OPEN_LENGTH, problemOf } from '../../server/core/answer.ts';

const base = { id: 'q', prompt: 'What?', points: 1 };
const choices = (...ids: string[]) => ids.map((id) => ({ id, text: id.toUpperCase() }));
const questions = {
  single: { ...base, kind: 'single', options: choices('a', 'b'), correct: 'a' },
  multiple: { ...base, kind: 'multiple', options: choices('a', 'b'), correct: ['a'], scoring: 'all' },
  number: { ...base, kind: 'number', correct: 1 },
  text: { ...base, kind: 'text', accept: ['yes'] },
  ordering: { ...base, kind: 'ordering', items: choices('a', 'b', 'c') },
  matching: {
    ...base,
    kind: 'matching',
    pairs: [
      { id: 'l1', left: '1', rightId: 'r1', right: 'one' },
      { id: 'l2', left: '2', rightId: 'r2', right: 'two' },
    ],
  },
  open: { ...base, kind: 'open' },
  short: { ...base, kind: 'open', maxLength: 5 },
} satisfies Record<string, Question>;

type Row = [kind: keyof typeof questions, answer: AnswerValue, fits: boolean];
const rows: Row[] = [
  ['single', 'b', true],
  ['single', 'c', false],
  ['single', ['a'], false],
  ['single', 0, false],
  ['single', {}, false],
  ['multiple', [], true],
  ['multiple', ['b', 'a'], true],
  ['multiple', ['a', 'a'], false],
  ['multiple', ['z'], false],
  ['multiple', 'a', false],
  ['multiple', { a: 'b' }, false],
  ['number', 0, true],
  ['number', -1.5e10, true],
  ['number', Number.NaN, false],
  ['number', Number.POSITIVE_INFINITY, false],
  ['number', '1', false],
  ['text', '', true],
  ['text', 'x'.repeat(500), true],
  ['text', 'x'.repeat(501), false],
  ['text', 5, false],
  ['ordering', ['c', 'a', 'b'], true],
  ['ordering', ['a', 'b'], false],
  ['ordering', ['a', 'a', 'b'], false],
  ['ordering', ['a', 'b', 'x'], false],
  ['matching', {}, true],
  ['matching', { l1: 'r2' }, true],
  ['matching', { l1: 'r2', l2: 'r2' }, true],
  ['matching', { r1: 'l1' }, false],
  ['matching', { l1: 'l2' }, false],
  ['matching', ['r1'], false],
  ['matching', 'l1', false],
  ['open', 'x'.repeat(OPEN_LENGTH), true],
  ['open', 'x'.repeat(OPEN_LENGTH + 1), false],
  ['short', '12345', true],
  ['short', '123456', false],
];

describe('what is an answer', () => {
  test.each(rows)('%s: %j → %s', (kind, answer, fits) => {
    expect(problemOf(questions[kind], answer)).toEqual(fits ? null : expect.stringMatching(/^must /));
  });

  test.each(Object.values(questions))('$kind: null clears it', (question) => {
    expect(problemOf(question, null)).toBeNull();
  });
});

test.each<[AnswerValue | undefined, boolean]>([
  [undefined, false],
  [null, false],
  ['', false],
  [' \n\t', false],
  [[], false],
  [{}, false],
  ['x', true],
  [0, true],
  [['a'], true],
  [{ l1: 'r1' }, true],
])('%j says something: %s', (value, says) => {
  expect(isAnswered(value)).toBe(says);
});
