import type { ErrorRequestHandler, RequestHandler, Request, Response } from 'express';
import { STATUS_CODES } from 'node:http';
import {
  MongoError,
  MongoNetworkError,
  MongoNotConnectedError,
  MongoServerSelectionError,
  MongoTopologyClosedError,
} from 'mongodb';
import type { Problem } from '../contract/error.ts';
import { AppError } from '../errors.ts';
import type { Logger } from '../log.ts';
import { methodsAt, type Route } from './routes.ts';

/** The id under which this request is logged; pino-http gives it. */
export const requestIdOf = (req: Request): string => req.id as string;

const OUTAGES = [
  MongoNetworkError,
  MongoNotConnectedError,
  MongoServerSelectionError,
  MongoTopologyClosedError,
];
const isOutage = (error: unknown) =>
  OUTAGES.some((kind) => error instanceof kind) ||
  (error instanceof MongoError &&
    (error.name === 'MongoWaitQueueTimeoutError' || error.hasErrorLabel('RetryableWriteError')));

/** What body parser, router and driver throw, in our own words; anything unknown stays without detail. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const { type, status } = error as { type?: string; status?: number };
  if (type === 'entity.too.large')
    return new AppError('too_large', 'The body is too large.', { cause: error });
  if (type === 'encoding.unsupported' || type === 'charset.unsupported') {
    return new AppError('unsupported_media_type', 'Send the body as application/json in UTF-8.', {
      cause: error,
    });
  }
  // 416: a range that the file does not have.
  if (status === 400 || status === 416 || error instanceof URIError)
    return new AppError('malformed_body', 'The request could not be read.', { cause: error });
  if (status === 412)
    return new AppError('stale', 'The file is another one than you have. Ask without the condition.', {
      cause: error,
    });
  if (isOutage(error)) {
    return new AppError('unavailable', 'The database cannot be reached now. Try again in some seconds.', {
      cause: error,
      retryAfter: 5,
    });
  }
  return new AppError(
    'internal',
    'Something went wrong on our side. Try again; if it stays, tell us the request id.',
    { cause: error },
  );
}

export function toProblem(error: AppError, requestId: string): Problem {
  return {
    type: `/errors#${error.code}`,
    title: STATUS_CODES[error.status] ?? 'Error',
    status: error.status,
    code: error.code,
    detail: error.message,
    ...(error.fields && { errors: error.fields }),
    requestId,
  };
}

/** Reports what nobody expected; refusals are normal and stay in the request's own line. */
export function reportError(log: Logger, error: AppError, requestId: string): void {
  if (error.status >= 500) log.error({ err: error.cause ?? error, requestId }, 'request failed');
}

export function errorHandler(log: Logger): ErrorRequestHandler {
  return (thrown: unknown, req: Request, res: Response, next) => {
    if (res.headersSent) return next(thrown);
    const error = toAppError(thrown);
    reportError(log, error, requestIdOf(req));
    if (error.retryAfter !== undefined) res.set('Retry-After', String(error.retryAfter));
    // A file that could not be sent has left what is true of it alone.
    res.removeHeader('Content-Encoding');
    res.removeHeader('ETag');
    res.set('Cache-Control', 'no-store');
    res.status(error.status).type('application/problem+json');
    const problem = toProblem(error, requestIdOf(req));
    res.send(JSON.stringify(error.current === undefined ? problem : { ...problem, current: error.current }));
  };
}

/** Last of all: 405 with `Allow` for a known path, else 404. The app tells its routes as `routes`. */
export const unknownRoute: RequestHandler = (req, res) => {
  const path = `${req.baseUrl}${req.path}`;
  const allowed = methodsAt((req.app.get('routes') ?? []) as Route[], path);
  if (allowed.length === 0) throw new AppError('not_found', `There is nothing at ${req.method} ${path}.`);
  res.set('Allow', allowed.join(', '));
  throw new AppError('method_not_allowed', `${path} takes ${allowed.join(', ')}, not ${req.method}.`);
};
