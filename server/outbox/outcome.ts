import { nextTryMs } from '../core/backoff.ts';
import type { QueuedEvent } from '../db/collections.ts';
import type { Claim, Settlement } from './store.ts';

export type Outcome =
  | { kind: 'delivered' }
  /** `afterMs`: what the other side asked to wait at least. */
  | { kind: 'retry'; reason: string; afterMs?: number }
  | { kind: 'refused'; reason: string }
  /** Nothing was tried, because for some time nothing may be sent at all. */
  | { kind: 'held'; reason: string; afterMs: number }
  /** Waits for the workspace's key; not a try. `isOver`: whether a good key has come meanwhile. */
  | { kind: 'paused'; reason: string; isOver: () => Promise<boolean> };

/** A good key wakes what is paused at once; this is for a process that died in between. */
const PAUSE_MS = 3600_000;
const AT_ONCE = new Date(0);

const entry = (now: Date, kind: string, detail: string) => ({ timeline: { at: now, kind, detail } });

/** The score in an update that makes Ashby regard the assessment as complete. */
export function resultIn({ body }: Pick<QueuedEvent, 'body'>): number | undefined {
  if (typeof body !== 'string' || !body.includes('"assessment_result"')) return undefined;
  return (JSON.parse(body) as { assessment_result?: { value: number } }).assessment_result?.value;
}

function delivered({ source, event, doc }: Claim, now: Date): Settlement {
  const at = `outbox.${source.lane}`;
  const set: Record<string, unknown> = {
    [`${at}.tries`]: 0,
    [`${at}.lastSentAt`]: now,
    [`${at}.notBefore`]: AT_ONCE,
  };
  const unset = [`${at}.problem`];
  if (source.collection === 'signIns') return { done: true, set, unset };
  if (source.lane === 'mail') {
    if (event.name === 'invitation') set['mail'] = { state: 'accepted' };
    return { done: true, set, unset, push: entry(now, 'mail_accepted', event.name) };
  }
  if (!('ashby' in doc && doc.ashby?.acknowledgedAt)) set['ashby.acknowledgedAt'] = now;
  const percent = resultIn(event);
  if (percent !== undefined) set['ashby.resultPercent'] = percent;
  return { done: true, set, unset, push: entry(now, 'ashby_accepted', event.name) };
}

/** A mail that cannot arrive makes room for the next; an update that Ashby refuses waits for a person. */
function refused({ source, event }: Claim, reason: string, now: Date): Settlement {
  const at = `outbox.${source.lane}`;
  if (source.lane === 'ashby') {
    const problem = { kind: 'parked', message: reason, at: now };
    return {
      done: false,
      set: { [`${at}.problem`]: problem },
      unset: [`${at}.wakeAt`],
      push: entry(now, 'ashby_refused', `${event.name}: ${reason}`),
    };
  }
  const set: Record<string, unknown> = { [`${at}.tries`]: 0, [`${at}.notBefore`]: AT_ONCE };
  const unset = [`${at}.problem`];
  if (source.collection === 'signIns') return { done: true, set, unset };
  if (event.name === 'invitation') set['mail'] = { state: 'failed', problem: reason };
  return { done: true, set, unset, push: entry(now, 'mail_failed', `${event.name}: ${reason}`) };
}

interface Moment {
  now: Date;
  /** Real time, which lanes are claimed by; `now` may be another clock. */
  realNow: Date;
  /** 0 to 1. */
  random: number;
}

/** What to write after a try. */
export function toSettlement(claim: Claim, outcome: Outcome, { now, realNow, random }: Moment): Settlement {
  const at = `outbox.${claim.source.lane}`;
  const later = (ms: number) => new Date(realNow.getTime() + ms);
  switch (outcome.kind) {
    case 'delivered':
      return delivered(claim, now);
    case 'refused':
      return refused(claim, outcome.reason, now);
    case 'paused': {
      const problem = { kind: 'paused', message: outcome.reason, at: now };
      return { done: false, set: { [`${at}.problem`]: problem, [`${at}.notBefore`]: later(PAUSE_MS) } };
    }
    case 'held': {
      const problem = { kind: 'retrying', message: outcome.reason, at: now };
      return {
        done: false,
        set: { [`${at}.problem`]: problem, [`${at}.notBefore`]: later(outcome.afterMs) },
      };
    }
    case 'retry': {
      const tries = claim.lane.tries + 1;
      const waitMs = nextTryMs({ lane: claim.source.lane, tries, afterMs: outcome.afterMs, random });
      if (waitMs === null) return refused(claim, `given up after ${tries} tries: ${outcome.reason}`, now);
      const problem = { kind: 'retrying', message: outcome.reason, at: now };
      return {
        done: false,
        set: { [`${at}.problem`]: problem, [`${at}.tries`]: tries, [`${at}.notBefore`]: later(waitMs) },
      };
    }
    default:
      return outcome satisfies never;
  }
}
