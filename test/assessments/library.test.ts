import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LIBRARY } from '../../server/assessments/library.ts';
import { maxPointsOf, minutesOf, questionsOf, toContent } from '../../server/core/assessment.ts';
import { startTestServer, type Member, type TestServer } from '../support/server.ts';

const contents = LIBRARY.map(({ input }) => toContent(input, undefined, () => crypto.randomUUID()));

test('there are six, for six jobs', () => {
  expect(contents.map(({ name }) => name)).toEqual([
    'Junior JavaScript Developer',
    'SQL and Data',
    'Customer Support',
    'Sales Development',
    'Bookkeeping',
    'Business English',
  ]);
});

test('at least three have something to write', () => {
  const withOpen = contents.filter((content) => questionsOf(content).some(({ kind }) => kind === 'open'));
  expect(withOpen.length).toBeGreaterThanOrEqual(3);
});

describe.each(contents.map((content) => [content.name, content] as const))('%s', (_name, content) => {
  const questions = questionsOf(content);

  test('is a test of 2 to 4 sections, 12 to 20 questions and 15 to 40 minutes', () => {
    expect(content.sections.length).toBeGreaterThanOrEqual(2);
    expect(content.sections.length).toBeLessThanOrEqual(4);
    expect(questions.length).toBeGreaterThanOrEqual(12);
    expect(questions.length).toBeLessThanOrEqual(20);
    expect(minutesOf(content)).toBeGreaterThanOrEqual(15);
    expect(minutesOf(content)).toBeLessThanOrEqual(40);
    expect(maxPointsOf(content)).toBeGreaterThan(20);
  });

  test('asks in several ways, and nothing twice', () => {
    expect(new Set(questions.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(4);
    expect(new Set(questions.map(({ prompt }) => prompt)).size).toBe(questions.length);
  });

  test('hides the right option among others, not always in the same place', () => {
    const singles = questions.filter((question) => question.kind === 'single');
    const places = singles.map(({ options, correct }) => options.findIndex(({ id }) => id === correct));
    expect(new Set(places).size).toBeGreaterThan(1);
    for (const { options } of singles) expect(options.length).toBeGreaterThanOrEqual(3);
    for (const question of questions.filter((q) => q.kind === 'multiple')) {
      expect(question.correct.length).toBeLessThan(question.options.length);
    }
  });

  test('tells reviewers how to give the points of an open answer', () => {
    for (const question of questions.filter((q) => q.kind === 'open')) {
      const points = [...question.rubric!.matchAll(/(\d+) points?:/g)].map(([, n]) => Number(n));
      expect(points.reduce((sum, n) => sum + n, 0)).toBe(question.points);
    }
  });
});

describe('in a new workspace', () => {
  let server: TestServer;
  let admin: Member;
  beforeAll(async () => {
    server = await startTestServer({ outbox: false });
    ({ admin } = await server.workspace());
  });
  afterAll(() => server?.close());

  test('all six are published, in the order of their names', async () => {
    const { body } = await admin.call('GET', '/v1/assessments');
    const names = body.items.map((item: { name: string }) => item.name);
    expect(names).toEqual(contents.map(({ name }) => name).toSorted((a, b) => a.localeCompare(b, 'en')));
    expect(body.items.every((item: { version: number }) => item.version === 1)).toBe(true);
  });

  test('they belong to this workspace alone', async () => {
    const { admin: other } = await server.workspace('Other');
    const [mine, theirs] = await Promise.all([admin, other].map((m) => m.call('GET', '/v1/assessments')));
    const ids = (answer: typeof mine) => answer!.body.items.map((item: { id: string }) => item.id);
    expect(ids(mine).filter((id: string) => ids(theirs).includes(id))).toEqual([]);
  });
});
