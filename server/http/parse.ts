import { z } from 'zod';
import type { FieldProblem } from '../contract/error.ts';
import { AppError } from '../errors.ts';

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
