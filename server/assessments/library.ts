import { createHash } from 'node:crypto';
import { AssessmentInput } from '../contract/assessment.ts';
import bookkeeping from './library/bookkeeping.json' with { type: 'json' };
import businessEnglish from './library/business-english.json' with { type: 'json' };
import customerSupport from './library/customer-support.json' with { type: 'json' };
import juniorJavascriptDeveloper from './library/junior-javascript-developer.json' with { type: 'json' };
import salesDevelopment from './library/sales-development.json' with { type: 'json' };
import sqlAndData from './library/sql-and-data.json' with { type: 'json' };

interface Starter {
  input: AssessmentInput;
  /** The same id each time for a workspace, so that seeding can be repeated. */
  idFor(workspaceId: string): string;
}

function uuidFrom(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  const variant = '89ab'[parseInt(hex[16]!, 16) % 4]!;
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Assessments that a company can use as they are. */
export const LIBRARY: Starter[] = Object.entries({
  'junior-javascript-developer': juniorJavascriptDeveloper,
  'sql-and-data': sqlAndData,
  'customer-support': customerSupport,
  'sales-development': salesDevelopment,
  bookkeeping,
  'business-english': businessEnglish,
}).map(([slug, text]) => ({
  input: AssessmentInput.parse(text),
  idFor: (workspaceId) => uuidFrom(`${workspaceId}/${slug}`),
}));
