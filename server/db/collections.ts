import type { Collection, Db, IndexDescription } from 'mongodb';
import type { AnswerValue } from '../contract/attempt.ts';
import type { AssessmentContent, AssessmentFacts, AssessmentStatus } from '../contract/assessment.ts';
import type { EmbedRole, Scope } from '../contract/embed.ts';
import type { TimelineKind } from '../contract/invitation.ts';
import type { Role } from '../contract/member.ts';
import type { DecisionValue, InvitationStatus, SectionScore } from '../contract/result.ts';
import type { AshbyKeyCheck } from '../contract/settings.ts';
import type { Sealed } from '../crypto.ts';
import type { Lane } from './lane.ts';

export type { Lane, QueuedEvent } from './lane.ts';

export interface Person {
  /** Member id, or the host's own id of its user. */
  id?: string;
  /** Of the host: its ids of users are nothing to another. */
  keyId?: string;
  name: string;
}

export interface WorkspaceDoc {
  _id: string;
  name: string;
  createdAt: Date;
  ashby: {
    key?: {
      sealed: Sealed;
      lastFour: string;
      savedAt: Date;
      check: Omit<AshbyKeyCheck, 'checkedAt'> & { checkedAt: Date };
    };
    /** Set while Ashby refuses the key. */
    paused?: { since: Date; reason: string };
    lastCallAt?: Date;
  };
}

export interface MemberDoc {
  _id: string;
  workspaceId: string;
  name: string;
  email: string;
  /** Lower-case: addresses are compared without case. */
  emailKey: string;
  role: Role;
  createdAt: Date;
  lastSeenAt?: Date;
}

/** A mailed sign-in link; `_id` is the hash of its token. */
export interface SignInDoc {
  _id: string;
  workspaceId: string;
  memberId: string;
  createdAt: Date;
  expiresAt: Date;
  usedAt?: Date;
  outbox: { mail: Lane };
}

/** `_id` is the hash of the cookie's token. */
export interface SessionDoc {
  _id: string;
  workspaceId: string;
  memberId: string;
  createdAt: Date;
  seenAt: Date;
  expiresAt: Date;
}

/** Our key for Ashby; `_id` is the id inside the key. */
export interface CanditechKeyDoc {
  _id: string;
  workspaceId: string;
  hash: string;
  createdAt: Date;
  createdBy: string;
  lastUsedAt?: Date;
  revokedAt?: Date;
}

export interface EmbedKeyDoc extends Omit<CanditechKeyDoc, 'createdBy'> {
  name: string;
  origins: string[];
  maxRole: EmbedRole;
  scopes: Scope[];
  /** SPKI, PEM: the host signs its tokens itself, and `hash` is empty. */
  publicKey?: string;
}

export interface EmbedSessionDoc {
  _id: string;
  workspaceId: string;
  keyId: string;
  sub: string;
  /** The host's own name of its user's session. */
  sid?: string;
  actor: { name: string; email?: string };
  role: EmbedRole;
  scopes: Scope[];
  candidates?: string[];
  candidate?: { externalId: string; name?: string; email?: string };
  jobId?: string;
  origin: string;
  createdAt: Date;
  expiresAt: Date;
  revokedAt?: Date;
}

/** `name` and the following fields describe what lists show: the latest version, or the draft before the first. */
export interface AssessmentDoc {
  _id: string;
  workspaceId: string;
  status: AssessmentStatus;
  name: string;
  description: string;
  language: string;
  /** Lower-case without accents: name, description and section titles. */
  searchText: string;
  sortKey: string;
  facts: AssessmentFacts;
  version: number;
  /** Present while there is text that is not published. */
  draft?: AssessmentContent;
  /** Only ever appended to. */
  versions: { version: number; publishedAt: Date; content: AssessmentContent }[];
  revision: number;
  createdAt: Date;
  updatedAt: Date;
  /** When somebody was last invited to it. */
  lastUsedAt?: Date;
}

export interface StoredAnswer {
  revision: number;
  value: AnswerValue;
  at: Date;
}

interface Judgement {
  note?: string;
  by: Person;
  at: Date;
}

export interface StoredGrade extends Judgement {
  points: number;
}

export interface StoredDecision extends Judgement {
  value: DecisionValue;
}

export interface StoredResult {
  points: number;
  maxPoints: number;
  percent: number;
  provisional: boolean;
  range?: { minPercent: number; maxPercent: number };
  sections: SectionScore[];
}

/** The unit of consistency: everything that follows from asking one candidate to take one assessment version. */
export interface InvitationDoc {
  _id: string;
  workspaceId: string;
  status: InvitationStatus;
  assessment: { id: string; name: string; version: number; minutes: number | null };
  candidate: { externalId?: string; name: string; email: string };
  jobId?: string;
  /** The inviter's message in the mail. */
  note?: string;
  extraMinutes?: number;
  source:
    | { kind: 'ashby'; applicationId: string; candidateUrl?: string; jobName?: string; hiringTeam: string[] }
    | { kind: 'member'; memberId: string; name: string; email: string }
    | { kind: 'embed'; sessionName: string; keyId: string; sub: string; name: string; email?: string };
  /** Present while active: application (or candidate) and assessment. Unique in the workspace. */
  activeKey?: string;
  /** Lower-case name and address, for the list's search. */
  searchText: string;
  /** Hashes of the secrets in the mailed links, newest last. */
  linkHashes: string[];
  createdAt: Date;
  expiresAt: Date;
  startedAt?: Date;
  deadlineAt?: Date;
  submittedAt?: Date;
  autoSubmitted?: boolean;
  completedAt?: Date;
  endedAt?: Date;
  cancelReason?: string;
  /** Until then the mail waits. */
  heldUntil?: Date;
  /** Taken back before its mail had left: nobody sees it any more. */
  undoneAt?: Date;
  /** When the server itself must act next: expire, submit, or tell Ashby that an expiry is final. */
  sweepAt?: Date;
  attempt: {
    session?: { hash: string; expiresAt: Date };
    answers: Record<string, StoredAnswer>;
    /** Raised by each saved answer, so that a submission scores exactly what is saved. */
    saves: number;
  };
  grades: Record<string, StoredGrade>;
  result?: StoredResult;
  comments: { id: string; author: Person; text: string; at: Date; editedAt?: Date }[];
  decision?: StoredDecision;
  decisionHistory: StoredDecision[];
  timeline: { at: Date; kind: TimelineKind; by?: string; detail?: string }[];
  mail: { state: 'waiting' | 'accepted' | 'failed'; problem?: string };
  /** `askedAt`: when Ashby last got the id as the answer to a repeated start; `resultPercent`: the score that it has as the result. */
  ashby?: { acknowledgedAt?: Date; askedAt?: Date; resultPercent?: number; lastTimestamp: number };
  outbox: { mail: Lane; ashby: Lane };
  /** The last calls that changed it, so that a repeat does not do so again. */
  callIds?: string[];
  /** Raised by every change except a saved answer; the guard of every change, and the ETag. */
  revision: number;
  changedAt: Date;
}

/** Answers of POSTs that create or mail, kept 72 hours; `_id` is workspace, caller and key. */
export interface IdempotencyDoc {
  _id: string;
  workspaceId: string;
  bodyHash: string;
  /** Id for what the call makes, chosen at the first try. */
  resourceId: string;
  lockedUntil: Date;
  answer?: { status: number; body: string; etag?: string };
  expiresAt: Date;
}

export interface Collections {
  workspaces: Collection<WorkspaceDoc>;
  members: Collection<MemberDoc>;
  signIns: Collection<SignInDoc>;
  sessions: Collection<SessionDoc>;
  canditechKeys: Collection<CanditechKeyDoc>;
  embedKeys: Collection<EmbedKeyDoc>;
  embedSessions: Collection<EmbedSessionDoc>;
  assessments: Collection<AssessmentDoc>;
  invitations: Collection<InvitationDoc>;
  idempotency: Collection<IdempotencyDoc>;
}

const ttl = (field: string): IndexDescription => ({ key: { [field]: 1 }, expireAfterSeconds: 0 });
const whilePresent = (field: string): IndexDescription => ({
  key: { [field]: 1 },
  partialFilterExpression: { [field]: { $exists: true } },
});

const byWaitAndDue = (at: string): IndexDescription[] => [
  whilePresent(`${at}.wakeAt`),
  { ...whilePresent(`${at}.wakeAt`), key: { [`${at}.notBefore`]: 1 } },
];

const INDEXES: { [Name in keyof Collections]: IndexDescription[] } = {
  workspaces: [],
  members: [{ key: { workspaceId: 1, emailKey: 1 }, unique: true }, { key: { emailKey: 1 } }],
  signIns: [
    { key: { workspaceId: 1, memberId: 1, createdAt: 1 } },
    ttl('expiresAt'),
    ...byWaitAndDue('outbox.mail'),
  ],
  sessions: [{ key: { workspaceId: 1, memberId: 1 } }, ttl('expiresAt')],
  canditechKeys: [{ key: { workspaceId: 1, createdAt: 1 } }],
  embedKeys: [{ key: { workspaceId: 1, createdAt: 1 } }],
  embedSessions: [{ key: { workspaceId: 1, keyId: 1, sub: 1 } }, ttl('expiresAt')],
  assessments: [{ key: { workspaceId: 1, status: 1, sortKey: 1, _id: 1 } }],
  invitations: [
    { ...whilePresent('activeKey'), key: { workspaceId: 1, activeKey: 1 }, unique: true },
    { key: { workspaceId: 1, createdAt: -1, _id: -1 } },
    { key: { workspaceId: 1, 'candidate.externalId': 1, createdAt: -1 } },
    { key: { workspaceId: 1, 'assessment.id': 1, createdAt: -1 } },
    { key: { workspaceId: 1, 'assessment.id': 1, status: 1, createdAt: -1 } },
    { key: { workspaceId: 1, 'source.sessionName': 1, createdAt: -1 } },
    { ...whilePresent('source.applicationId'), key: { workspaceId: 1, 'source.applicationId': 1 } },
    { key: { workspaceId: 1, changedAt: 1 } },
    whilePresent('sweepAt'),
    ...byWaitAndDue('outbox.mail'),
    ...byWaitAndDue('outbox.ashby'),
  ],
  idempotency: [ttl('expiresAt')],
};

export function openCollections(db: Db): Collections {
  const opened = Object.keys(INDEXES).map((name) => [name, db.collection(name)]);
  return Object.fromEntries(opened) as Collections;
}

/** Makes what is missing; safe to run at each start and from several processes. */
export async function ensureIndexes(db: Db): Promise<void> {
  for (const [name, indexes] of Object.entries(INDEXES)) {
    if (indexes.length > 0) await db.collection(name).createIndexes(indexes);
  }
}
