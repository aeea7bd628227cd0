import { describe, expect, test } from 'vitest';
import { AssessmentInput, type Question } from '../../server/contract/assessment.ts';
import {
  foldText,
  kindsOf,
  maxPointsOf,
  minutesOf,
  questionsOf,
  searchTextOf,
  toPatterns,
  toContent,
} from '../../server/core/assessment.ts';
import { AppError } from '../../server/errors.ts';

function counter(digit: string) {
  let n = 0;
  return () => `${digit.repeat(8)}-0000-4000-8000-${String(++n).padStart(12, '0')}`;
}

const base = { prompt: 'What?', points: 1 };
const texts = (...all: string[]) => all.map((text) => ({ text }));
const everyKind = [
  { ...base, kind: 'single', options: texts('A', 'B'), correct: 1 },
  { ...base, kind: 'multiple', options: texts('A', 'B', 'C'), correct: [2, 0, 2], scoring: 'partial' },
  { ...base, kind: 'number', correct: 7, tolerance: 0.5 },
  { ...base, kind: 'text', accept: ['yes'] },
  { ...base, kind: 'ordering', items: texts('first', 'second') },
  {
    ...base,
    kind: 'matching',
    pairs: [
      { left: '1', right: 'odd' },
      { left: '3', right: 'odd' },
    ],
  },
  { ...base, kind: 'open', rubric: 'Look for care.', maxLength: 100, points: 2.5 },
];
const write = (questions: object[], minutes?: number) =>
  AssessmentInput.parse({
    name: 'Été',
    description: 'All kinds',
    sections: [{ title: 'Only', ...(minutes !== undefined && { minutes }), questions }],
  });

const made = toContent(write(everyKind, 10), undefined, counter('a'));

function idsIn(value: unknown): string[] {
  const found: string[] = [];
  JSON.stringify(value, (key, part: unknown) => {
    if (key === 'id' || key === 'rightId') found.push(part as string);
    return part;
  });
  return found;
}

function problemsOf(work: () => unknown): { path: string; message: string }[] {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError) return error.fields ?? [];
    throw error;
  }
  return [];
}

describe('an assessment as it is stored', () => {
  test('has an id for every part, none twice', () => {
    const ids = idsIn(made);
    expect(ids).toHaveLength(1 + 7 + 2 + 3 + 2 + 4);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('names right options by id, each once', () => {
    const [single, multiple] = questionsOf(made) as [
      Question & { kind: 'single' },
      Question & { kind: 'multiple' },
    ];
    expect(single.correct).toBe(single.options[1]!.id);
    expect(multiple.correct).toEqual([multiple.options[2]!.id, multiple.options[0]!.id]);
  });

  test('reads back as what can be written again, and nothing changes', () => {
    const again = toContent(AssessmentInput.parse(made), made, counter('b'));
    expect(again).toEqual(made);
  });

  test('keeps ids when texts change and parts move', () => {
    const edited = structuredClone(made);
    edited.sections[0]!.questions.reverse();
    for (const question of edited.sections[0]!.questions) question.prompt = 'Else?';
    const moved = { title: 'Moved', questions: [edited.sections[0]!.questions.pop()!] };
    const input = AssessmentInput.parse({ ...edited, sections: [...edited.sections, moved] });
    const again = toContent(input, made, counter('b'));
    expect(new Set(idsIn(again))).toEqual(new Set([...idsIn(made), counter('b')()]));
  });

  test('gives new ids to what it does not know, and to the second of a doubled one', () => {
    const [question] = questionsOf(made);
    const twice = { ...made, sections: [{ ...made.sections[0]!, questions: [question!, question!] }] };
    const ids = questionsOf(toContent(AssessmentInput.parse(twice), made, counter('b'))).map(({ id }) => id);
    expect(ids[0]).toBe(question!.id);
    expect(ids[1]).toMatch(/^b/);
    const stranger = toContent(AssessmentInput.parse(made), undefined, counter('c'));
    expect(idsIn(stranger).every((id) => id.startsWith('c'))).toBe(true);
  });
});

describe('what is wrong is told with its path, all at once', () => {
  test('a right answer that names no option, and texts that are there twice', () => {
    const wrong = write([
      { ...everyKind[0], correct: 2 },
      { ...everyKind[1], options: texts('A', 'A'), correct: [0] },
      { ...everyKind[4], items: texts('same', 'same') },
      { ...everyKind[5], pairs: texts('x', 'x').map(({ text }) => ({ left: text, right: 'any' })) },
    ]);
    const problems = problemsOf(() => toContent(wrong, undefined, counter('a')));
    expect(problems.map(({ path }) => path)).toEqual([
      'sections.0.questions.0.correct',
      'sections.0.questions.1.options',
      'sections.0.questions.2.items',
      'sections.0.questions.3.pairs',
    ]);
  });
});

describe('what follows from an assessment', () => {
  const section = (minutes?: number) => ({ id: 's', title: 'S', questions: [], ...(minutes && { minutes }) });

  test('minutes of the sections add up, and one without makes the whole untimed', () => {
    expect(minutesOf({ ...made, sections: [section(5), section(7)] })).toBe(12);
    expect(minutesOf({ ...made, sections: [section(5), section()] })).toBeNull();
  });

  test('points and kinds', () => {
    expect(maxPointsOf(made)).toBe(8.5);
    expect(kindsOf(made)).toEqual(['single', 'multiple', 'number', 'text', 'ordering', 'matching', 'open']);
  });

  test('it is found without case and accents', () => {
    expect(searchTextOf(made)).toBe('ete all kinds only');
    expect(foldText('ÀÉÎõü Ñ')).toBe('aeiou n');
  });
});

test('a search is its words, folded, each to be found as it is, and never with a NUL, which databases refuse', () => {
  expect(toPatterns(' É(t  a.b\0c\0 ')).toEqual(['e\\(t', 'a\\.b', 'c']);
  expect(toPatterns('\0')).toEqual([]);
  expect(toPatterns()).toEqual([]);
});
