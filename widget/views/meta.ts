import type { AssessmentSummary } from '../../server/contract/assessment.ts';
import type { Panel } from './panel.ts';

/** “36 min · single choice, number · English”. */
export function metaOf(
  { text, format }: Panel,
  { minutes, questionCount, kinds, language }: AssessmentSummary,
  withCount?: boolean,
): string {
  const words = kinds.map((kind) => text.kinds[kind] ?? kind).join(', ');
  const count = withCount && text.questions(questionCount, format.number(questionCount));
  const parts = [
    text.minutes(minutes, format.number(minutes ?? 0)),
    count,
    words,
    format.language(language),
  ].filter(Boolean);
  // Each in its own direction: “36 min” stays that in a page that reads from right to left.
  return parts.map((part) => `\u2068${part}\u2069`).join(' · ');
}
