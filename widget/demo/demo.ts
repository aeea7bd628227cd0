import type { Problem } from '../../server/contract/error.ts';
import type { InvitationRow, InvitationView, TimelineEntry } from '../../server/contract/invitation.ts';
import type { Comment, DecisionValue, ResultView } from '../../server/contract/result.ts';
import { ACTOR, ASSESSMENTS, CANDIDATE, invitationOf, resultOf, SCENARIOS, type Scenario } from './data.ts';

export interface Demo {
  transport: typeof fetch;
}

interface World {
  scenario: Scenario;
  invitations: Map<string, InvitationView>;
  results: Map<string, ResultView>;
  /** Tells those who listen. */
  changed(id: string): void;
  listen(signal: AbortSignal): ReadableStream<Uint8Array>;
}

interface Asked {
  method: string;
  parts: string[];
  query: URLSearchParams;
  body: Body;
}

/** Members of all that the element sends. */
interface Body {
  assessmentId?: string;
  candidate?: InvitationView['candidate'];
  expiresAt?: string;
  text?: string;
  email?: string;
  days?: number;
  minutes?: number;
  decision?: DecisionValue;
  note?: string;
}

const SCOPES = ['assessments:read', 'invitations:write', 'results:read', 'comments:write', 'decisions:write'];
/** What the demo's candidate does once invited: seconds after it. */
const COURSE: [seconds: number, status: InvitationView['status']][] = [
  [14, 'started'],
  [20, 'submitted'],
  [26, 'completed'],
];

const now = () => new Date().toISOString();
const answer = (body: unknown, status = 200) =>
  Response.json(body, { status, headers: { ETag: `"${Math.random()}"` } });
function refuse(code: Problem['code'], status: number, detail: string): Response {
  return answer({ type: 'about:blank', title: code, status, code, detail, requestId: 'demo' }, status);
}

function createWorld(scenario: Scenario): World {
  const listeners = new Set<ReadableStreamDefaultController<Uint8Array>>();
  const world: World = {
    scenario,
    invitations: new Map(scenario.invitations.map((one) => [one.id, one])),
    results: new Map(scenario.invitations.map((one) => [one.id, resultOf(one, scenario.percent)])),
    changed(id) {
      const data = { invitationId: id, candidateExternalId: CANDIDATE.externalId };
      const message = new TextEncoder().encode(`id: ${Date.now()}\ndata: ${JSON.stringify(data)}\n\n`);
      listeners.forEach((listener) => listener.enqueue(message));
    },
    listen: (signal) =>
      new ReadableStream({
        start(controller) {
          listeners.add(controller);
          signal.addEventListener('abort', () => {
            listeners.delete(controller);
            controller.error(signal.reason);
          });
        },
      }),
  };
  return world;
}

function put(world: World, invitation: InvitationView, entry?: Omit<TimelineEntry, 'at'>): Response {
  const timeline = entry ? [...invitation.timeline, { at: now(), ...entry }] : invitation.timeline;
  const next = { ...invitation, timeline };
  world.invitations.set(next.id, next);
  world.changed(next.id);
  return answer(next);
}

/** The candidate goes through it by and by, unless it is taken back. */
function follow(world: World, id: string): void {
  const step = (change: Partial<InvitationView>, kind: TimelineEntry['kind']) => {
    const known = world.invitations.get(id);
    if (!known) return;
    const next = { ...known, ...change };
    world.results.set(id, {
      ...resultOf(next),
      comments: world.results.get(id)?.comments ?? [],
      decision: null,
    });
    put(world, next, { kind });
  };
  setTimeout(() => step({ mail: { state: 'accepted' } }, 'mail_accepted'), 11_000);
  for (const [seconds, status] of COURSE) {
    const time = { started: 'startedAt', submitted: 'submittedAt', completed: 'completedAt' }[
      status as 'started'
    ];
    setTimeout(() => step({ status, [time]: now() }, status), seconds * 1000);
  }
}

function invite(world: World, { body }: Asked): Response {
  const assessment = ASSESSMENTS.find(({ id }) => id === body.assessmentId);
  const candidate = body.candidate!;
  if (!assessment) return refuse('not_found', 404, 'There is no such assessment.');
  if (!/^\S+@\S+\.\S+$/.test(candidate.email)) {
    const errors = [
      { path: 'candidate.email', message: 'must be one e-mail address, such as name@company.example' },
    ];
    const detail = 'The invitation is not complete.';
    return answer({ code: 'validation_failed', status: 422, detail, errors, requestId: 'demo' }, 422);
  }
  const made = invitationOf('invited', {
    id: crypto.randomUUID(),
    assessment: { id: assessment.id, name: assessment.name, version: 1, minutes: assessment.minutes },
    candidate,
    createdAt: now(),
    mail: { state: 'waiting' },
    timeline: [{ at: now(), kind: 'invited', by: ACTOR.name }],
    ...(body.expiresAt && { expiresAt: body.expiresAt }),
  });
  world.results.set(made.id, resultOf(made));
  follow(world, made.id);
  put(world, made);
  return answer(made, 201);
}

function comment(world: World, result: ResultView, { method, parts, body }: Asked): Response {
  const text = body.text?.trim();
  if (method !== 'DELETE' && !text) {
    const errors = [{ path: 'text', message: 'must not be empty' }];
    return answer({ code: 'validation_failed', status: 422, detail: 'Say something.', errors }, 422);
  }
  const made: Comment = { id: crypto.randomUUID(), author: ACTOR, text: text!, at: now(), isOwn: true };
  const comments =
    method === 'POST'
      ? [...result.comments, made]
      : result.comments.flatMap((one) => {
          if (one.id !== parts[3]) return one;
          return method === 'DELETE' ? [] : { ...one, text: text!, editedAt: now() };
        });
  return review(world, { ...result, comments });
}

function review(world: World, result: ResultView): Response {
  world.results.set(result.invitationId, result);
  return answer(result);
}

/** What changes an invitation, by the last part of its path. */
function act(world: World, invitation: InvitationView, { parts, body }: Asked): Response {
  const by = ACTOR.name;
  switch (parts[2]) {
    case 'undo':
      world.invitations.delete(invitation.id);
      return answer(invitation);
    case 'address':
      return put(
        world,
        {
          ...invitation,
          mail: { state: 'accepted' },
          candidate: { ...invitation.candidate, email: body.email! },
        },
        { kind: 'address_changed', by, detail: body.email! },
      );
    case 'extend': {
      const expiresAt = new Date(Date.now() + body.days! * 86_400_000).toISOString();
      return put(world, { ...invitation, status: 'invited', expiresAt }, { kind: 'extended', by });
    }
    case 'extra-time':
      return put(world, { ...invitation, extraMinutes: body.minutes! }, { kind: 'extra_time', by });
    case 'sync':
      return put(
        world,
        { ...invitation, ashby: { state: 'in_sync', lastSentAt: now() } },
        { kind: 'ashby_resent', by },
      );
    default:
      return put(world, { ...invitation, mail: { state: 'accepted' } }, { kind: 'resent', by });
  }
}

function listed(world: World): InvitationRow[] {
  return [...world.invitations.values()].reverse().map((one) => {
    const { overall, provisional } = world.results.get(one.id) ?? {};
    return { ...one, ...(overall && { percent: overall.percent }), ...(provisional && { provisional }) };
  });
}

function ofInvitations(world: World, asked: Asked): Response {
  const { method, parts, body } = asked;
  const [, id, part] = parts;
  if (!id) return method === 'POST' ? invite(world, asked) : answer({ items: listed(world) });
  const invitation = world.invitations.get(id);
  const result = world.results.get(id);
  if (!invitation || !result) return refuse('not_found', 404, 'There is no such invitation.');
  if (!part) return answer(invitation);
  if (part === 'result') return answer({ ...result, ashby: invitation.ashby });
  if (part === 'comments') return comment(world, result, asked);
  if (part !== 'decision') return act(world, invitation, asked);
  if (!body.decision) return refuse('validation_failed', 422, 'Choose one.');
  const { decision: value, note } = body;
  return review(world, {
    ...result,
    decision: { value, ...(note && { note }), by: ACTOR, at: now() },
  });
}

function ofAssessments({ scenario }: World, { parts, query }: Asked): Response {
  if (parts[2] === 'stats') return answer({ people: 37, medianMinutes: 24, completionPercent: 86.4 });
  const all = scenario.assessments ?? ASSESSMENTS;
  const first = Number(query.get('cursor') ?? 0);
  const next = first + Number(query.get('limit'));
  return answer({ items: all.slice(first, next), ...(next < all.length && { nextCursor: String(next) }) });
}

function respond(world: World, asked: Asked, signal: AbortSignal): Response {
  const { scopes = SCOPES, hasCandidate = true } = world.scenario;
  switch (asked.parts[0]) {
    case 'me':
      return answer({
        workspace: { id: 'demo', name: 'Demo' },
        permissions: scopes,
        embed: {
          sessionId: 'demo',
          actor: ACTOR,
          role: 'recruiter',
          scopes,
          ...(hasCandidate && { candidate: CANDIDATE }),
        },
      });
    case 'events':
      return new Response(world.listen(signal));
    case 'assessments':
      return ofAssessments(world, asked);
    default:
      return ofInvitations(world, asked);
  }
}

/** Canned data in place of the server, the same for everybody, and forgotten with the page. */
export function openDemo(name: string): Demo {
  const known = Object.keys(SCENARIOS);
  if (!SCENARIOS[name]) console.warn(`<canditech-assessment demo="${name}"> is none of ${known.join(', ')}.`);
  const scenario = SCENARIOS[name] ?? SCENARIOS['picker']!;
  const world = createWorld(scenario);
  let isOffline = false;
  return {
    async transport(input, { method = 'GET', body, signal } = {}) {
      const url = new URL(input as string);
      const parts = url.pathname.split('/').slice(2);
      const { trouble } = scenario;
      await new Promise((resolve) => setTimeout(resolve, 150));
      signal?.throwIfAborted();
      // Once everything is there it begins to listen.
      isOffline ||= trouble === 'offline' && parts[0] === 'events';
      if (trouble === 'expired') return refuse('token_expired', 401, 'The token has expired.');
      if (trouble === 'forbidden') return refuse('scope_missing', 403, 'The token does not allow this.');
      if (trouble === 'failing')
        return refuse('unavailable', 503, 'The server is being repaired. Try again soon.');
      if (isOffline) throw new TypeError('Failed to fetch');
      const parsed = (body ? JSON.parse(body as string) : {}) as Body;
      return respond(world, { method, parts, query: url.searchParams, body: parsed }, signal!);
    },
  };
}
