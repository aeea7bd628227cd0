import { describe, expect, test } from 'vitest';
import type { AssessmentContent, Question } from '../../server/contract/assessment.ts';
import type { AnswerValue } from '../../server/contract/attempt.ts';
import { isGrade, pendingOf, percentOf, score, scoreAnswer } from '../../server/core/scoring.ts';

const base = { id: 'q', prompt: 'What?' };
const choices = (...ids: string[]) => ids.map((id) => ({ id, text: `text ${id}` }));

const single: Question = { ...base, kind: 'single', points: 3, options: choices('a', 'b'), correct: 'b' };
const multiple = (scoring: 'all' | 'partial'): Question => ({
  ...base,
  kind: 'multiple',
  points: 6,
  options: choices('a', 'b', 'c', 'd', 'e'),
  correct: ['a', 'b', 'c'],
  scoring,
});
const number = (tolerance?: number): Question => ({
  ...base,
  kind: 'number',
  points: 2,
  correct: 0.3,
  ...(tolerance !== undefined && { tolerance }),
});
const text = (caseSensitive?: boolean): Question => ({
  ...base,
  kind: 'text',
  points: 4,
  accept: ['Straße  1', 'Café'],
  ...(caseSensitive !== undefined && { caseSensitive }),
});
const ordering: Question = { ...base, kind: 'ordering', points: 6, items: choices('1', '2', '3', '4') };
const matching: Question = {
  ...base,
  kind: 'matching',
  points: 4,
  pairs: [
    { id: 'l1', left: 'Madrid', rightId: 'r1', right: 'Spain' },
    { id: 'l2', left: 'Rome', rightId: 'r2', right: 'Italy' },
    { id: 'l3', left: 'Milan', rightId: 'r3', right: 'Italy' },
    { id: 'l4', left: 'Oslo', rightId: 'r4', right: 'Norway' },
  ],
};
const open: Question = { ...base, kind: 'open', points: 10 };

type Case = [promise: string, question: Question, answer: AnswerValue | undefined, points: number | null];
const cases: Case[] = [
  ['single: the right option earns all', single, 'b', 3],
  ['single: another option earns nothing', single, 'a', 0],
  ['multiple, all: exactly the right ticks earn all', multiple('all'), ['c', 'a', 'b'], 6],
  ['multiple, all: one missing earns nothing', multiple('all'), ['a', 'b'], 0],
  ['multiple, all: one too many earns nothing', multiple('all'), ['a', 'b', 'c', 'd'], 0],
  ['multiple, partial: right ticks count', multiple('partial'), ['a', 'b'], 4],
  ['multiple, partial: a wrong tick takes a right one away', multiple('partial'), ['a', 'b', 'd'], 2],
  ['multiple, partial: never below nothing', multiple('partial'), ['d', 'e'], 0],
  ['multiple, partial: ticking everything does not pay', multiple('partial'), ['a', 'b', 'c', 'd', 'e'], 2],
  ['number: exact', number(), 0.3, 2],
  ['number: the noise of 0.1 + 0.2 is no mistake', number(), 0.1 + 0.2, 2],
  [
    'number: large neighbours are not the same',
    { ...number(), correct: 2 ** 50 } as Question,
    2 ** 50 + 1,
    0,
  ],
  ['number: off without tolerance', number(), 0.31, 0],
  ['number: at the edge of the tolerance', number(0.05), 0.35, 2],
  ['number: beyond the tolerance', number(0.05), 0.3501, 0],
  ['number: zero is an answer', { ...number(), correct: 0 } as Question, 0, 2],
  ['text: spaces fold and case does not matter', text(), '  straße 1 ', 4],
  ['text: composed and decomposed accents are the same', text(), 'CAFE\u0301', 4],
  ['text: case matters where it is asked for', text(true), 'café', 0],
  ['text: anything else is wrong', text(), 'Strasse 1', 0],
  ['ordering: the right order earns all', ordering, ['1', '2', '3', '4'], 6],
  ['ordering: the reverse order keeps no neighbours', ordering, ['4', '3', '2', '1'], 0],
  ['ordering: two of three neighbours stay together', ordering, ['4', '1', '2', '3'], 4],
  ['ordering: a pair with something in between is no pair', ordering, ['1', '3', '2', '4'], 0],
  ['matching: all pairs', matching, { l1: 'r1', l2: 'r2', l3: 'r3', l4: 'r4' }, 4],
  ['matching: rights that read alike are the same', matching, { l1: 'r1', l2: 'r3', l3: 'r2', l4: 'r4' }, 4],
  ['matching: a share of the pairs', matching, { l1: 'r4', l2: 'r2' }, 1],
  ['matching: an unknown left earns nothing', matching, { x: 'r1' }, 0],
  ['open: a person has to say', open, 'Because.', null],
  ['open: no answer is no points', open, '   ', 0],
  ['no answer at all', single, undefined, 0],
  ['a cleared answer', multiple('partial'), null, 0],
  ['an empty list', multiple('partial'), [], 0],
  ['an empty match', matching, {}, 0],
];

describe('points of one answer', () => {
  test.each(cases)('%s', (_promise, question, answer, points) => {
    expect(scoreAnswer(question, answer)).toBe(points);
  });

  test('thirds of points stay free of noise', () => {
    const question = { ...multiple('partial'), points: 1 };
    expect(scoreAnswer(question, ['a'])! + scoreAnswer(question, ['a', 'b'])!).toBeCloseTo(1, 11);
  });
});

describe('percentages', () => {
  test.each([
    [0, 0, 0],
    [0, 7, 0],
    [7, 7, 100],
    [1, 3, 33.3],
    [2, 3, 66.7],
    [1, 16, 6.3],
    [3, 16, 18.8],
    [1, 800, 0.1],
    [1, 2000, 0.1],
    [0.6 + 0.7, 2, 65],
    [1.005, 10, 10.1],
    [-1, 16, -6.3],
  ])('%d of %d points is %d %%: one decimal, halves away from zero', (points, maxPoints, percent) => {
    expect(percentOf(points, maxPoints)).toBe(percent);
  });
});

const content: AssessmentContent = {
  name: 'Mixed',
  description: 'Two sections',
  language: 'en',
  sections: [
    {
      id: 's1',
      title: 'Facts',
      questions: [
        { ...single, id: 'q1' },
        { ...number(), id: 'q2' },
      ],
    },
    {
      id: 's2',
      title: 'Words',
      questions: [
        { ...open, id: 'q3' },
        { ...open, id: 'q4', points: 5 },
      ],
    },
  ],
};
const answered = { q1: { value: 'b' }, q2: { value: 9 }, q3: { value: 'Long.' }, q4: { value: 'Short.' } };

describe('the whole score', () => {
  test('is provisional with an honest range while open answers wait', () => {
    expect(score(content, answered, {})).toEqual({
      points: 3,
      maxPoints: 20,
      percent: 15,
      provisional: true,
      range: { minPercent: 15, maxPercent: 90 },
      sections: [
        { id: 's1', title: 'Facts', points: 3, maxPoints: 5, percent: 60, pendingPoints: 0 },
        { id: 's2', title: 'Words', points: 0, maxPoints: 15, percent: 0, pendingPoints: 15 },
      ],
    });
  });

  test('narrows its range with each grade and is final with the last', () => {
    const half = score(content, answered, { q3: { points: 7.5 } });
    expect(half).toMatchObject({
      points: 10.5,
      percent: 52.5,
      range: { minPercent: 52.5, maxPercent: 77.5 },
    });
    const final = score(content, answered, { q3: { points: 7.5 }, q4: { points: 0 } });
    expect(final).toMatchObject({ points: 10.5, percent: 52.5, provisional: false });
    expect(final).not.toHaveProperty('range');
  });

  test('is final at once when no open question was answered', () => {
    expect(score(content, { q1: { value: 'b' } }, {})).toMatchObject({ percent: 15, provisional: false });
    expect(pendingOf(content, { q3: { value: '' } }, {})).toEqual([]);
  });

  test('names the open answers that wait', () => {
    const waiting = pendingOf(content, answered, { q4: { points: 1 } });
    expect(waiting.map(({ id }) => id)).toEqual(['q3']);
  });

  test('adds tenths without noise', () => {
    const questions = [1, 2, 3].map((n) => ({ ...single, id: `t${n}`, points: 0.1 }));
    const tenths = { ...content, sections: [{ id: 's', title: 'Tenths', questions }] };
    const all = Object.fromEntries(questions.map(({ id }) => [id, { value: 'b' }]));
    expect(score(tenths, all, {})).toMatchObject({ points: 0.3, maxPoints: 0.3, percent: 100 });
  });
});

test.each([
  [0, 6, true],
  [0.5, 6, true],
  [6, 6, true],
  [6.5, 6, false],
  [0.25, 6, false],
  [2.25, 2.25, true],
  [2, 2.25, true],
  [2.1, 2.25, false],
  [0.5000000000000001, 6, false],
])('people give halves or all points: %s of %s: %s', (points, most, expected) => {
  expect(isGrade(points, most)).toBe(expected);
});
