import type { AnswerValue, AttemptView, CandidateQuestion } from '../../server/contract/attempt.ts';

export type Progress = 'open' | 'partial' | 'answered';

/** A question at its place among all questions, counted from 0. */
export interface Place {
  index: number;
  section: string;
  question: CandidateQuestion;
}

export const placesOf = ({ assessment }: AttemptView): Place[] =>
  assessment.sections
    .flatMap(({ title, questions = [] }) => questions.map((question) => ({ section: title, question })))
    .map((place, index) => ({ ...place, index }));

const TEXT_LENGTH = 500;

/** Characters that the answer has room for; negative: too many, which the server would refuse. */
export function roomIn(question: CandidateQuestion, value: AnswerValue): number {
  if (typeof value !== 'string' || (question.kind !== 'open' && question.kind !== 'text')) return Infinity;
  return (question.kind === 'open' ? question.maxLength : TEXT_LENGTH) - value.length;
}

export function progressOf(question: CandidateQuestion, value: AnswerValue): Progress {
  if (value === null) return 'open';
  if (typeof value === 'string') return value.trim() === '' ? 'open' : 'answered';
  if (typeof value === 'number') return 'answered';
  const given = Object.keys(value).length;
  if (given === 0) return 'open';
  return question.kind === 'matching' && given < question.lefts.length ? 'partial' : 'answered';
}

const RIGHT_TO_LEFT = ['ar', 'ckb', 'dv', 'fa', 'he', 'ps', 'sd', 'ug', 'ur', 'yi'];

export const directionOf = (language: string): 'ltr' | 'rtl' =>
  RIGHT_TO_LEFT.includes(language.split('-')[0]!.toLowerCase()) ? 'rtl' : 'ltr';
