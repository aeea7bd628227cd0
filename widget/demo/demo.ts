import type { Problem } from '../../server/contract/error.ts';
import type { InvitationInput, InvitationRow, InvitationView } from '../../server/contract/invitation.ts';
import type { Comment, DecisionValue, ResultView } from '../../server/contract/result.ts';
import { ACTOR, ASSESSMENTS, CANDIDATE, invitationOf, SCENARIOS } from './data.ts';
import { createWorld, follow, now, type World } from './world.ts';

export interface Demo {
  transport: typeof fetch;
}

interface Asked {
  method: string;
  parts: string[];
  query: URLSearchParams;
  headers: Headers;
  body: Body;
}

/** Members of all that the element sends. */
type Body = Partial<InvitationInput> & {
  text?: string;
  email?: string;
  days?: number;
  minutes?: number;
  decision?: DecisionValue;
};

const SCOPES = ['assessments:read', 'invitations:write', 'results:read', 'comments:write', 'decisions:write'];
const LATENCY_MS = 150;
const MOST_EXTRA_MINUTES = 240;

/** The same content has the same tag. */
function tagOf(text: string): string {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return `"${hash}"`;
}

function answer(body: unknown, status = 200): Response {
  const ETag = tagOf(JSON.stringify(body));
  return Response.json(body, { status, headers: { ETag } });
}

type Refused = [code: Problem['code'], status: number, detail: string];

const refuse = ([code, status, detail]: Refused, more?: object): Response =>
  answer({ type: 'about:blank', title: code, status, code, detail, requestId: 'demo', ...more }, status);

const invalid = (path: string, message: string) =>
  refuse(['validation_failed', 422, 'Some of it cannot be taken as it is.'], { errors: [{ path, message }] });
const conflict = (detail: string) => refuse(['conflict', 409, detail]);

const NOT_FOUND: Refused = ['not_found', 404, 'There is no such thing here.'];
const isAddress = (text: string | undefined): text is string => /^\S+@\S+\.\S+$/.test(text ?? '');
const ADDRESS = 'must be one e-mail address, such as name@company.example';

function invite(world: World, { body }: Asked): Response {
  const { assessmentId, candidate, expiresAt, holdSeconds = 0 } = body;
  const assessment = ASSESSMENTS.find(({ id }) => id === assessmentId);
  if (!assessment || !candidate) return refuse(NOT_FOUND);
  if (!candidate.name) return invalid('candidate.name', 'must not be empty');
  if (!isAddress(candidate.email)) return invalid('candidate.email', ADDRESS);
  const active = [...world.invitations.values()].find(
    (one) =>
      one.assessment.id === assessmentId &&
      one.candidate.email === candidate.email &&
      /invited|started/.test(one.status),
  );
  if (active) return refuse(['already_invited', 409, 'There is an open invitation.'], { current: active.id });
  const { id, name, version, minutes } = assessment;
  const made = world.put(
    invitationOf('invited', {
      id: world.newId(),
      assessment: { id, name, version, minutes },
      candidate,
      createdAt: now(),
      mail: { state: 'waiting' },
      timeline: [],
      ...(expiresAt && { expiresAt }),
      ...(holdSeconds && { heldUntil: now(holdSeconds * 1000) }),
    }),
    { kind: 'invited', by: ACTOR.name },
  );
  follow(world, made.id, holdSeconds);
  return answer(made, 201);
}

const whole = (world: World, id: string): ResultView => ({
  ...world.results.get(id)!,
  ashby: world.invitations.get(id)!.ashby,
});

function keep(world: World, result: ResultView): Response {
  world.results.set(result.invitationId, result);
  world.put(world.invitations.get(result.invitationId)!);
  return answer(result);
}

function comment(world: World, result: ResultView, { method, parts, body }: Asked): Response {
  const text = body.text?.trim() ?? '';
  const known = result.comments.find(({ id }) => id === parts[3]);
  if (method !== 'DELETE' && !text) return invalid('text', 'must not be empty');
  if (method !== 'POST' && !known) return refuse(NOT_FOUND);
  if (known && !known.isOwn) return refuse(['forbidden', 403, 'Only its author may change it.']);
  const made: Comment = { id: world.newId(), author: { name: ACTOR.name }, text, at: now(), isOwn: true };
  const changed = method === 'DELETE' ? [] : [{ ...known!, text, editedAt: now() }];
  const comments = known
    ? result.comments.flatMap((one) => (one === known ? changed : one))
    : [...result.comments, made];
  return keep(world, { ...result, comments });
}

function decide(world: World, result: ResultView, { decision: value, note }: Body): Response {
  if (!value) return invalid('decision', 'must be advance, hold or reject');
  const by = { name: ACTOR.name };
  return keep(world, { ...result, decision: { value, ...(note && { note }), by, at: now() } });
}

function addTime(world: World, one: InvitationView, minutes = 0): Response {
  const extraMinutes = (one.extraMinutes ?? 0) + minutes;
  if (one.assessment.minutes === null) return conflict('This assessment has no time limit.');
  if (!/invited|started/.test(one.status)) return conflict('The test is over.');
  if (extraMinutes > MOST_EXTRA_MINUTES)
    return conflict(`At most ${MOST_EXTRA_MINUTES} minutes can be added in all.`);
  const { deadlineAt } = one;
  const end = deadlineAt && new Date(Date.parse(deadlineAt) + minutes * 60_000).toISOString();
  const entry = { kind: 'extra_time', by: ACTOR.name, detail: `${minutes} minutes` } as const;
  return answer(world.put({ ...one, extraMinutes, ...(end && { deadlineAt: end }) }, entry));
}

/** What changes an invitation, by the last part of its path. */
function act(world: World, one: InvitationView, { parts, body }: Asked): Response {
  const by = ACTOR.name;
  const mail = { state: 'accepted' } as const;
  const { email, days = 7, minutes } = body;
  switch (parts[2]) {
    case 'undo':
      if (!one.heldUntil) return conflict('The e-mail has left already. Cancel the invitation instead.');
      world.remove(one);
      return answer(one);
    case 'address':
      if (!isAddress(email)) return invalid('email', ADDRESS);
      return answer(
        world.put(
          { ...one, mail, candidate: { ...one.candidate, email } },
          { kind: 'address_changed', by, detail: email },
        ),
      );
    case 'extend':
      if (!/invited|expired/.test(one.status)) return conflict('The link no longer matters.');
      return answer(
        world.put(
          { ...one, mail, status: 'invited', expiresAt: now(days * 86_400_000) },
          { kind: 'extended', by },
        ),
      );
    case 'extra-time':
      return addTime(world, one, minutes);
    case 'sync':
      return answer(
        world.put({ ...one, ashby: { state: 'in_sync', lastSentAt: now() } }, { kind: 'ashby_resent', by }),
      );
    case 'cancel':
      return answer(world.put({ ...one, status: 'cancelled' }, { kind: 'cancelled', by }));
    case 'resend':
      return answer(world.put({ ...one, mail }, { kind: 'resent', by }));
    default:
      return refuse(NOT_FOUND);
  }
}

function list(world: World, query: URLSearchParams): Response {
  const wanted = query.get('candidate');
  const seen = new Set<string | undefined>();
  const newest = [...world.invitations.values()]
    .sort((a, b) => b.createdAt.localeCompare(a.createdAt))
    .filter(({ candidate: { externalId } }) => !wanted || externalId === wanted)
    .filter(({ candidate: { externalId } }) => {
      const isOlder = query.has('latest') && seen.has(externalId);
      seen.add(externalId);
      return !isOlder;
    });
  const items = newest.map(({ timeline: _, deliveries: __, ...row }): InvitationRow => {
    const { overall, provisional } = world.results.get(row.id)!;
    return { ...row, ...(overall && { percent: overall.percent }), ...(provisional && { provisional }) };
  });
  return answer({ items });
}

function ofInvitations(world: World, asked: Asked): Response {
  const { method, parts, query, headers } = asked;
  const [, id, part] = parts;
  if (!id) return method === 'POST' ? invite(world, asked) : list(world, query);
  const invitation = world.invitations.get(id);
  if (!invitation) return refuse(NOT_FOUND);
  if (!part) return answer(invitation);
  const result = whole(world, id);
  if (part === 'result') return answer(result);
  if (part !== 'comments' && part !== 'decision') return act(world, invitation, asked);
  const match = headers.get('If-Match');
  if (match && match !== tagOf(JSON.stringify(result)))
    return refuse(['stale', 412, 'It has changed meanwhile.'], { current: result });
  return part === 'comments' ? comment(world, result, asked) : decide(world, result, asked.body);
}

function ofAssessments({ scenario }: World, { parts, query }: Asked): Response {
  if (parts[2] === 'stats') return answer({ people: 37, medianMinutes: 24, completionPercent: 86.4 });
  const all = scenario.assessments ?? ASSESSMENTS;
  const first = Number(query.get('cursor') ?? 0);
  const next = first + Number(query.get('limit') ?? 20);
  return answer({ items: all.slice(first, next), ...(next < all.length && { nextCursor: String(next) }) });
}

function whoAmI({ scenario: { scopes = SCOPES, hasCandidate = true } }: World): Response {
  const embed = { sessionId: 'demo', actor: ACTOR, role: 'recruiter', scopes };
  return answer({
    workspace: { id: 'demo', name: 'Demo' },
    permissions: scopes,
    embed: { ...embed, ...(hasCandidate && { candidate: CANDIDATE, candidates: [CANDIDATE.externalId] }) },
  });
}

function respond(world: World, asked: Asked, signal: AbortSignal): Response {
  switch (asked.parts[0]) {
    case 'me':
      return whoAmI(world);
    case 'events':
      return new Response(world.listen(signal), { headers: { 'Content-Type': 'text/event-stream' } });
    case 'assessments':
      return ofAssessments(world, asked);
    case 'invitations':
      return ofInvitations(world, asked);
    default:
      return refuse(NOT_FOUND);
  }
}

const TROUBLE: Record<string, Refused> = {
  expired: ['token_expired', 401, 'The token has expired.'],
  forbidden: ['scope_missing', 403, 'The token does not allow this.'],
  failing: ['unavailable', 503, 'The server is being repaired. Try again soon.'],
};

/** Canned data in place of the server, the same for everybody, and forgotten with the page. */
export function openDemo(name: string): Demo {
  const known = Object.keys(SCENARIOS);
  if (!Object.hasOwn(SCENARIOS, name))
    console.warn(`<canditech-assessment demo="${name}"> is none of ${known.join(', ')}.`);
  const scenario = Object.hasOwn(SCENARIOS, name) ? SCENARIOS[name]! : SCENARIOS['picker']!;
  const { trouble = '' } = scenario;
  const world = createWorld(scenario);
  let isOffline = false;
  return {
    async transport(input, { method = 'GET', body, headers, signal } = {}) {
      const { pathname, searchParams: query } = new URL(input as string);
      const parts = pathname.split('/').slice(2);
      await new Promise((resolve) => setTimeout(resolve, LATENCY_MS));
      signal?.throwIfAborted();
      // Once everything is there it begins to listen.
      isOffline ||= trouble === 'offline' && parts[0] === 'events';
      if (isOffline) throw new TypeError('Failed to fetch');
      if (TROUBLE[trouble]) return refuse(TROUBLE[trouble]);
      const asked = { method, parts, query, headers: new Headers(headers) };
      const parsed = (body ? JSON.parse(body as string) : {}) as Body;
      const response = respond(world, { ...asked, body: parsed }, signal ?? new AbortController().signal);
      const seen = asked.headers.get('If-None-Match');
      return seen && seen === response.headers.get('ETag') ? new Response(null, { status: 304 }) : response;
    },
  };
}
