import type {
  AssessmentContent,
  AssessmentInput,
  Question,
  QuestionInput,
  QuestionKind,
} from '../contract/assessment.ts';
import type { FieldProblem } from '../contract/error.ts';
import { AppError } from '../errors.ts';

/** Lower case without accents, for search. */
export const foldText = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** A pattern for each word of a search, to be found in folded text. A database takes no NUL in a pattern. */
export const toPatterns = (search = ''): string[] =>
  foldText(search)
    .split(/[\s\0]+/)
    .filter(Boolean)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));

/** null: untimed, because a section has no limit. */
export function minutesOf({ sections }: AssessmentContent): number | null {
  let sum = 0;
  for (const { minutes } of sections) {
    if (minutes === undefined) return null;
    sum += minutes;
  }
  return sum;
}

export const questionsOf = ({ sections }: AssessmentContent): Question[] =>
  sections.flatMap(({ questions }) => questions);

export const maxPointsOf = (content: AssessmentContent): number =>
  questionsOf(content).reduce((sum, { points }) => sum + points, 0);

export const kindsOf = (content: AssessmentContent): QuestionKind[] => [
  ...new Set(questionsOf(content).map(({ kind }) => kind)),
];

export const searchTextOf = ({ name, description, sections }: AssessmentContent): string =>
  foldText([name, description, ...sections.map(({ title }) => title)].join(' '));

interface Ids {
  known: ReadonlySet<string>;
  taken: Set<string>;
  newId: () => string;
  problems: FieldProblem[];
}

type WithId<T> = T & { id: string };

/** Keeps ids that the assessment has already; others are new. A doubled id would make answers ambiguous. */
function giveId<T extends { id?: string | undefined }>(part: T, ids: Ids): WithId<T> {
  const keep = part.id !== undefined && ids.known.has(part.id) && !ids.taken.has(part.id);
  const id = keep ? part.id! : ids.newId();
  ids.taken.add(id);
  return { ...part, id };
}

interface Options {
  given: { id?: string | undefined; text: string }[];
  stored: { id: string; text: string }[];
  path: string;
}

function resolve(reference: number | string, { given, stored, path }: Options, ids: Ids): string {
  const index = typeof reference === 'number' ? reference : given.findIndex(({ id }) => id === reference);
  const found = stored[index];
  if (!found) ids.problems.push({ path: `${path}.correct`, message: 'names no option of this question' });
  return found?.id ?? '';
}

function demandDistinct(texts: string[], path: string, ids: Ids): void {
  if (new Set(texts).size !== texts.length)
    ids.problems.push({ path, message: 'must not hold the same text twice' });
}

function toChoices(given: Options['given'], path: string, ids: Ids): Options['stored'] {
  const texts = given.map(({ text }) => text);
  demandDistinct(texts, path, ids);
  return given.map((part) => giveId({ id: part.id, text: part.text }, ids));
}

function toQuestion(input: QuestionInput, path: string, ids: Ids): Question {
  const question = giveId(input, ids);
  switch (question.kind) {
    case 'single': {
      const options = toChoices(question.options, `${path}.options`, ids);
      const place = { given: question.options, stored: options, path };
      return { ...question, options, correct: resolve(question.correct, place, ids) };
    }
    case 'multiple': {
      const options = toChoices(question.options, `${path}.options`, ids);
      const place = { given: question.options, stored: options, path };
      const correct = [...new Set(question.correct.map((c) => resolve(c, place, ids)))];
      return { ...question, options, correct };
    }
    case 'ordering':
      return { ...question, items: toChoices(question.items, `${path}.items`, ids) };
    case 'matching': {
      const lefts = question.pairs.map(({ left }) => left);
      demandDistinct(lefts, `${path}.pairs`, ids);
      const pairs = question.pairs.map((pair) => {
        const { id, left, right } = giveId(pair, ids);
        const rightId = giveId({ id: pair.rightId }, ids).id;
        return { id, left, rightId, right };
      });
      return { ...question, pairs };
    }
    case 'number':
    case 'text':
    case 'open':
      return question;
    default:
      return question satisfies never;
  }
}

function idsIn(content: AssessmentContent | undefined): Set<string> {
  const ids = new Set<string>();
  JSON.stringify(content ?? {}, (key, value: unknown) => {
    if ((key === 'id' || key === 'rightId') && typeof value === 'string') ids.add(value);
    return value;
  });
  return ids;
}

/**
 * What a member wrote, with an id for every part: those of `previous` are kept, so answers and reports stay meaningful.
 * Throws `validation_failed`.
 */
export function toContent(
  input: AssessmentInput,
  previous: AssessmentContent | undefined,
  newId: () => string,
): AssessmentContent {
  const ids: Ids = { known: idsIn(previous), newId, taken: new Set(), problems: [] };
  const sections = input.sections.map((section, s) => {
    const { id, title, minutes } = giveId(section, ids);
    const questions = section.questions.map((question, q) =>
      toQuestion(question, `sections.${s}.questions.${q}`, ids),
    );
    return { id, title, ...(minutes !== undefined && { minutes }), questions };
  });
  if (ids.problems.length > 0) {
    throw new AppError('validation_failed', 'The assessment has wrong values.', { fields: ids.problems });
  }
  const { name, description, language } = input;
  return { name, description, language, sections };
}
