import type { AssessmentContent, Question } from '../contract/assessment.ts';
import type { CandidateQuestion, CandidateSection } from '../contract/attempt.ts';
import { OPEN_LENGTH } from './answer.ts';

/** FNV-1a: spreads texts over numbers; nothing secret depends on it. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

/** The same order for the same seed, and never the given one. */
function shuffle<T extends { id: string }>(items: T[], seed: string): T[] {
  const mixed = items
    .map((item) => ({ item, at: hash(`${seed}/${item.id}`) }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
  return mixed.every((item, i) => item === items[i]) ? [...mixed.slice(1), mixed[0]!] : mixed;
}

function toCandidateQuestion(question: Question, seed: string): CandidateQuestion {
  const { id, prompt, points } = question;
  const base = { id, prompt, points };
  switch (question.kind) {
    case 'single':
    case 'multiple':
      return { ...base, kind: question.kind, options: question.options };
    case 'number':
    case 'text':
      return { ...base, kind: question.kind };
    case 'ordering':
      return { ...base, kind: 'ordering', items: shuffle(question.items, seed) };
    case 'matching': {
      const lefts = question.pairs.map(({ id: leftId, left }) => ({ id: leftId, text: left }));
      const rights = question.pairs.map(({ rightId, right }) => ({ id: rightId, text: right }));
      return { ...base, kind: 'matching', lefts, rights: shuffle(rights, seed) };
    }
    case 'open':
      return { ...base, kind: 'open', maxLength: question.maxLength ?? OPEN_LENGTH };
    default:
      return question satisfies never;
  }
}

/** What a candidate gets to see. `seed` mixes what must not stand in its right order; the same seed mixes alike. */
export function toCandidateSections(content: AssessmentContent, seed: string): CandidateSection[] {
  return content.sections.map(({ id, title, minutes, questions }) => ({
    id,
    title,
    ...(minutes !== undefined && { minutes }),
    questionCount: questions.length,
    questions: questions.map((question) => toCandidateQuestion(question, seed)),
  }));
}
