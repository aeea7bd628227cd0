import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { AssessmentInput, type AssessmentContent, type Question } from '../../server/contract/assessment.ts';
import { CandidateQuestion } from '../../server/contract/attempt.ts';
import { questionsOf, toContent } from '../../server/core/assessment.ts';
import { toCandidateSections } from '../../server/core/presentation.ts';

const CANARY = 'CANARY';
const SEEDS = Array.from({ length: 50 }, (_, i) => `invitation-${i}`);
const folder = new URL('../../server/assessments/library/', import.meta.url);

function ids() {
  let n = 0;
  return () => `id-${(++n * 7919) % 10007}`;
}

const every: AssessmentContent = toContent(
  AssessmentInput.parse({
    name: 'Every kind',
    description: 'With canaries',
    sections: [
      {
        title: 'All',
        minutes: 5,
        questions: [
          { kind: 'single', options: [{ text: 'a' }, { text: 'b' }], correct: 0 },
          { kind: 'multiple', options: [{ text: 'a' }, { text: 'b' }], correct: [0], scoring: 'partial' },
          { kind: 'number', correct: 424242, tolerance: 313131 },
          { kind: 'text', accept: [`${CANARY} accepted`] },
          { kind: 'ordering', items: ['1', '2'].map((text) => ({ text })) },
          { kind: 'ordering', items: ['1', '2', '3', '4', '5'].map((text) => ({ text })) },
          { kind: 'matching', pairs: ['1', '2', '3'].map((n) => ({ left: `l${n}`, right: `r${n}` })) },
          { kind: 'open', rubric: `${CANARY} rubric` },
        ].map((question) => ({ prompt: 'What?', points: 1, ...question })),
      },
    ],
  }),
  undefined,
  ids(),
);
const library = readdirSync(folder).map((file): [string, AssessmentContent] => {
  const input = AssessmentInput.parse(JSON.parse(readFileSync(new URL(file, folder), 'utf8')));
  return [file, toContent(input, undefined, ids())];
});
const contents: [string, AssessmentContent][] = [['every kind', every], ...library];

const shown = (content: AssessmentContent, seed: string) =>
  toCandidateSections(content, seed).flatMap(({ questions }) => questions ?? []);

/** Which options are right, found anywhere in the view: by a member's name or by what only the key holds. */
function leaksOf(view: unknown, question: Question): string[] {
  const leaks: string[] = [];
  JSON.stringify(view, (key, value: unknown) => {
    if (/correct|accept|tolerance|rubric|scoring|pairs|right$/i.test(key)) leaks.push(key);
    return value;
  });
  const text = JSON.stringify(view);
  if (text.includes(CANARY)) leaks.push(CANARY);
  if (
    question.kind === 'number' &&
    text.includes(String(question.correct)) &&
    !question.prompt.includes(String(question.correct))
  )
    leaks.push('the number');
  return leaks;
}

describe.each(contents)('%s', (_name, content) => {
  const view = shown(content, 'seed');

  test('shows a candidate every question and nothing of the answer key', () => {
    const questions = questionsOf(content);
    expect(view).toHaveLength(questions.length);
    for (const [i, question] of questions.entries()) {
      expect(leaksOf({ ...view[i], prompt: '', id: '' }, question), question.prompt).toEqual([]);
    }
  });

  test('shows it in the shape of the contract, which knows no key', () => {
    for (const question of view) expect(CandidateQuestion.parse(question)).toEqual(question);
  });

  test('never shows an ordering or a matching in the right order', () => {
    for (const seed of SEEDS) {
      for (const [i, question] of questionsOf(content).entries()) {
        const seen = shown(content, seed)[i]!;
        if (question.kind === 'ordering' && seen.kind === 'ordering') {
          expect(seen.items.map(({ id }) => id)).not.toEqual(question.items.map(({ id }) => id));
          expect(new Set(seen.items)).toEqual(new Set(question.items));
        }
        if (question.kind === 'matching' && seen.kind === 'matching') {
          expect(seen.lefts.map(({ id }) => id)).toEqual(question.pairs.map(({ id }) => id));
          expect(seen.rights.map(({ id }) => id)).not.toEqual(question.pairs.map(({ rightId }) => rightId));
          expect(new Set(seen.rights.map(({ text }) => text))).toEqual(
            new Set(question.pairs.map(({ right }) => right)),
          );
        }
      }
    }
  });

  test('mixes alike for the same seed, so a reload changes nothing', () => {
    expect(shown(content, 'seed')).toEqual(view);
  });
});

test('another candidate gets another order', () => {
  const orders = SEEDS.map((seed) => JSON.stringify(shown(every, seed)[5]));
  expect(new Set(orders).size).toBeGreaterThan(10);
});
