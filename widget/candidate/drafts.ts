import type { AnswerValue } from '../../server/contract/attempt.ts';
import { attempt } from '../ui/storage.ts';

export interface Draft {
  value: AnswerValue;
  /** What stands in a number field, as typed. */
  typed?: string;
  revision: number;
  /** The stored revision that it was written upon. */
  base: number;
  /** What was sent last and not acknowledged: if the server has that, nobody else wrote it. */
  sent?: { revision: number; value: AnswerValue };
}

/** Answers that the server has not acknowledged, kept over a reload or crash of this browser, and only those. */
export interface Drafts {
  all(): Map<string, Draft>;
  keep(questionId: string, draft: Draft): void;
  /** Another tab may have kept a later one in the meantime: that stays. */
  drop(questionId: string, revision: number): void;
  marked(): Set<string>;
  mark(questionIds: Set<string>): void;
  wipe(): void;
}

function parse<T>(text: string | null): T | null {
  try {
    return JSON.parse(text ?? 'null') as T | null;
  } catch {
    return null;
  }
}

export function draftsOf(id: string): Drafts {
  const prefix = `take-${id}/`;
  const answers = `${prefix}answer/`;
  const marks = `${prefix}marked`;
  const keys = (start: string) => Object.keys(localStorage).filter((key) => key.startsWith(start));
  const read = (key: string) => parse<Draft>(localStorage.getItem(key));
  return {
    all: () =>
      attempt(() => {
        const found = keys(answers).map((key) => [key.slice(answers.length), read(key)] as const);
        return new Map(
          found.filter((entry): entry is [string, Draft] => Number.isInteger(entry[1]?.revision)),
        );
      }, new Map<string, Draft>()),
    keep: (questionId, draft) =>
      attempt(() => localStorage.setItem(answers + questionId, JSON.stringify(draft)), undefined),
    drop: (questionId, revision) =>
      attempt(() => {
        const kept = read(answers + questionId);
        if (kept && kept.revision <= revision) localStorage.removeItem(answers + questionId);
      }, undefined),
    marked: () => attempt(() => new Set(parse<string[]>(localStorage.getItem(marks))), new Set<string>()),
    mark: (ids) => attempt(() => localStorage.setItem(marks, JSON.stringify([...ids])), undefined),
    wipe: () => attempt(() => keys(prefix).forEach((key) => localStorage.removeItem(key)), undefined),
  };
}
