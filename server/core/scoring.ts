import type { AssessmentContent, Question } from '../contract/assessment.ts';
import type { AnswerValue } from '../contract/attempt.ts';
import type { StoredResult } from '../db/collections.ts';
import { isAnswered } from './answer.ts';

type Answers = Record<string, { value: AnswerValue } | undefined>;
type Grades = Record<string, { points: number } | undefined>;

/** Hides the noise of binary fractions before it decides about halves. */
const settle = (value: number) => Number(value.toPrecision(12));

/** One decimal, halves away from zero. */
export function percentOf(points: number, maxPoints: number): number {
  if (maxPoints === 0) return 0;
  const tenths = settle((points / maxPoints) * 1000);
  return (Math.sign(tenths) * Math.round(Math.abs(tenths))) / 10;
}

/** Whether people may give that many of `most` points: halves, or all of them. */
export const isGrade = (points: number, most: number): boolean =>
  points === most || (points < most && Number.isInteger(points * 2));

const normalizeText = (text: string, caseSensitive: boolean) => {
  const folded = text.normalize('NFC').trim().replace(/\s+/g, ' ');
  return caseSensitive ? folded : folded.toLowerCase();
};

/** Forgives what binary fractions add, as in 0.1 + 0.2, and no more. */
function isWithin(value: number, correct: number, tolerance: number): boolean {
  const noise = 2 * Number.EPSILON * Math.max(Math.abs(value), Math.abs(correct));
  return Math.abs(value - correct) <= tolerance + noise;
}

function shareOfTicks(
  ticked: string[],
  { correct, scoring }: Extract<Question, { kind: 'multiple' }>,
): number {
  const right = ticked.filter((id) => correct.includes(id)).length;
  const wrong = ticked.length - right;
  if (scoring === 'all') return right === correct.length && wrong === 0 ? 1 : 0;
  return Math.max(0, (right - wrong) / correct.length);
}

/** Neighbours that follow each other in the right order. */
function shareOfNeighbours(order: string[], right: string[]): number {
  const next = new Map(right.map((id, i) => [id, right[i + 1]]));
  const kept = order.slice(0, -1).filter((id, i) => next.get(id) === order[i + 1]).length;
  return kept / (right.length - 1);
}

/** How much of the question is right, 0 to 1; null: a person has to say. */
function shareOf(question: Question, value: AnswerValue): number | null {
  switch (question.kind) {
    case 'single':
      return value === question.correct ? 1 : 0;
    case 'multiple':
      return shareOfTicks(value as string[], question);
    case 'number':
      return isWithin(value as number, question.correct, question.tolerance ?? 0) ? 1 : 0;
    case 'text': {
      const exact = question.caseSensitive ?? false;
      const given = normalizeText(value as string, exact);
      return question.accept.some((accepted) => normalizeText(accepted, exact) === given) ? 1 : 0;
    }
    case 'ordering':
      return shareOfNeighbours(
        value as string[],
        question.items.map(({ id }) => id),
      );
    case 'matching': {
      // By text: right sides may read alike, and then nobody can tell which of them is meant.
      const textOf = new Map(question.pairs.map(({ rightId, right }) => [rightId, right]));
      const chosen = value as Record<string, string>;
      const hits = question.pairs.filter(({ id, right }) => textOf.get(chosen[id] ?? '') === right);
      return hits.length / question.pairs.length;
    }
    case 'open':
      return null;
    default:
      return question satisfies never;
  }
}

/** Points of one answer; null: an open answer that waits for a grade. No answer is 0 points, also for an open question. */
export function scoreAnswer(question: Question, value: AnswerValue | undefined): number | null {
  if (value === undefined || !isAnswered(value)) return 0;
  const share = shareOf(question, value);
  return share === null ? null : settle(share * question.points);
}

/** Open answers that still need points. */
export const pendingOf = (content: AssessmentContent, answers: Answers, grades: Grades): Question[] =>
  content.sections
    .flatMap(({ questions }) => questions)
    .filter(
      (question) => !grades[question.id] && scoreAnswer(question, answers[question.id]?.value) === null,
    );

/** Points are out of all points of the assessment, graded or not; `range` says where the final score can still land. */
export function score(content: AssessmentContent, answers: Answers, grades: Grades): StoredResult {
  const sections = content.sections.map(({ id, title, questions }) => {
    let points = 0;
    let maxPoints = 0;
    let pendingPoints = 0;
    for (const question of questions) {
      const earned = grades[question.id]?.points ?? scoreAnswer(question, answers[question.id]?.value);
      maxPoints += question.points;
      if (earned === null) pendingPoints += question.points;
      else points += earned;
    }
    const rounded = settle(points);
    return {
      id,
      title,
      points: rounded,
      maxPoints: settle(maxPoints),
      percent: percentOf(rounded, maxPoints),
      pendingPoints,
    };
  });
  const sum = (key: 'points' | 'maxPoints' | 'pendingPoints') =>
    settle(sections.reduce((all, section) => all + section[key], 0));
  const [points, maxPoints, pending] = [sum('points'), sum('maxPoints'), sum('pendingPoints')];
  const percent = percentOf(points, maxPoints);
  if (pending === 0) return { points, maxPoints, percent, provisional: false, sections };
  const range = { minPercent: percent, maxPercent: percentOf(points + pending, maxPoints) };
  return { points, maxPoints, percent, provisional: true, range, sections };
}
