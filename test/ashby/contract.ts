import { existsSync, readFileSync } from 'node:fs';
import addFormats from 'ajv-formats';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { expect } from 'vitest';

const folder = new URL('../../../shared/ashby/', import.meta.url);
export const hasContract = existsSync(folder);
if (!hasContract)
  console.log(
    '[ashby] ../shared/ashby is not here: shapes are checked by our own rules only, not by the schemas',
  );

const read = (name: string): any => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default ? addFormats.default(ajv) : (addFormats as any)(ajv);

const known = new Map<string, ValidateFunction>();
function validator(name: string, schema: () => unknown): ValidateFunction {
  const made = known.get(name) ?? ajv.compile(schema() as object);
  known.set(name, made);
  return made;
}

function demandValid(name: string, schema: () => unknown, value: unknown): void {
  if (!hasContract) return;
  const validate = validator(name, schema);
  expect(validate(value) ? [] : validate.errors, `${name}: ${JSON.stringify(value)}`).toEqual([]);
}

/** Our answer, or what we take for Ashby's request, against Ashby's published contract. */
export function expectAnswer(command: string, status: number, body: unknown): void {
  const schema = () => read('assessment-api.openapi.json').paths[`/${command}`].post.responses[status];
  demandValid(`${command} ${status}`, () => schema().content['application/json'].schema, body);
  expect(body).toBeTypeOf('object');
}

export function expectRequest(command: string, body: unknown): void {
  const post = () => read('assessment-api.openapi.json').paths[`/${command}`].post;
  demandValid(`${command} request`, () => post().requestBody.content['application/json'].schema, body);
}

const PARTS = ['assessment_status', 'assessment_profile_url', 'assessment_result', 'cancelled_reason'];
export const dataOf = (update: any): any[] => [
  ...PARTS.flatMap((part) => update[part] ?? []),
  ...(update.metadata ?? []),
];
export const datum = (update: any, identifier: string): any =>
  dataOf(update).find((data) => data.identifier === identifier)?.value;

const TYPES: Record<string, string> = {
  numeric_score: 'number',
  numeric_duration_minutes: 'number',
  boolean_success: 'boolean',
  string: 'string',
  url: 'string',
};

/** A body that may go to `assessment.update`: the schemas, and what they cannot say. */
export function expectUpdate(update: any): void {
  demandValid('update body', () => read('update-body.schema.json'), update);
  expectRequest('assessment.update', update);
  const data = dataOf(update);
  const identifiers = data.map(({ identifier }) => identifier);
  expect(new Set(identifiers).size, identifiers.join()).toBe(identifiers.length);
  for (const { identifier, label, type, value, description } of data) {
    expect(identifier).toMatch(/^[a-z][a-z0-9_]*$/);
    expect(label).toBeTruthy();
    expect(description).not.toBe('');
    expect(typeof value).toBe(TYPES[type]);
    if (typeof value === 'string') expect(value.length).toBeLessThanOrEqual(1000);
    if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true);
  }
  expect(Number.isSafeInteger(update.timestamp)).toBe(true);
  expect(update.assessment_status.value).toBeTruthy();
  expect(update.metadata?.length ?? 0).toBeLessThanOrEqual(50);
  if (update.assessment_result) expect(update.assessment_profile_url.type).toBe('url');
  expect(JSON.stringify(update)).not.toContain('null');
}
