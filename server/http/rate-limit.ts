import { rateLimit, ipKeyGenerator } from 'express-rate-limit';
import type { Request, RequestHandler } from 'express';
import { AppError } from '../errors.ts';

interface Limit {
  perMinute: number;
  /** Whom to count; default: the caller's address. */
  by?: (req: Request) => string;
}

/** Refuses with `rate_limited` and `Retry-After`; counts per process. */
export function limitRate({ perMinute, by }: Limit): RequestHandler {
  return rateLimit({
    windowMs: 60_000,
    limit: perMinute,
    standardHeaders: false,
    legacyHeaders: false,
    keyGenerator: by ?? ((req) => ipKeyGenerator(req.ip ?? '')),
    handler: () => {
      throw new AppError('rate_limited', 'Too many tries. Wait a minute, then try again.', {
        retryAfter: 60,
      });
    },
  });
}
