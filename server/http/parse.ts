import { z } from 'zod';
import type { FieldProblem } from '../contract/error.ts';
import { AppError } from '../errors.ts';

const list = (values: unknown[]) => values.map(String).join(', ');

/** zod's own messages are for programmers; these end a sentence that begins with the field's name. */
function plainWords(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return 'is missing';
      return issue.expected === 'int' ? 'must be a whole number' : `must be of type ${issue.expected}`;
    case 'invalid_value':
      return `must be one of ${list(issue.values)}`;
    case 'too_small':
      if (issue.origin === 'string') return 'must not be empty';
      return issue.origin === 'array'
        ? `must hold at least ${issue.minimum}`
        : `must be ${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}`;
    case 'too_big':
      if (issue.origin === 'string') return `must not be longer than ${issue.maximum} characters`;
      return issue.origin === 'array'
        ? `must hold at most ${issue.maximum}`
        : `must be at most ${issue.maximum}`;
    default:
      return undefined;
  }
}
z.config({ customError: plainWords });

/** The body of a call that needs none. */
export const Nothing = z.strictObject({});

/** Every problem with its path, as `validation_failed`. */
export function problemsOf(error: z.ZodError): FieldProblem[] {
  return error.issues.flatMap((issue) => {
    const path = issue.path.join('.');
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        path: [...issue.path, key].join('.'),
        message: 'is not known here',
      }));
    }
    return [{ path, message: issue.message }];
  });
}

/** Throws `validation_failed`. */
export function parse<T extends z.ZodType>(schema: T, value: unknown): z.infer<T> {
  const parsed = schema.safeParse(value ?? {});
  if (parsed.success) return parsed.data;
  const fields = problemsOf(parsed.error);
  const first = fields[0];
  throw new AppError(
    'validation_failed',
    `The request has ${fields.length === 1 ? 'a wrong value' : `${fields.length} wrong values`}: ${first?.path || 'body'} ${first?.message ?? ''}`.trim(),
    { fields },
  );
}
