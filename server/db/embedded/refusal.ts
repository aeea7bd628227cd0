/** An error as MongoDB would answer it. */
export class StoreError extends Error {
  override name = 'StoreError';
  readonly code: number;
  readonly codeName: string;
  readonly extra: Record<string, unknown>;

  constructor(code: number, codeName: string, message: string, extra: Record<string, unknown> = {}) {
    super(message);
    this.code = code;
    this.codeName = codeName;
    this.extra = extra;
  }
}

export const badValue = (message: string): StoreError => new StoreError(2, 'BadValue', message);
export const failedToParse = (message: string): StoreError => new StoreError(9, 'FailedToParse', message);
export const typeMismatch = (message: string): StoreError => new StoreError(14, 'TypeMismatch', message);

/** What this store does not do is said, never guessed. */
export const outside = (what: string): StoreError =>
  new StoreError(
    115,
    'CommandNotSupported',
    `The embedded store does not support ${what}. Set MONGODB_URI to use a MongoDB deployment.`,
  );
