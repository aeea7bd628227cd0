import { z } from 'zod';
import { EmailAddress, Id, line, Page, prose, Time } from './field.ts';
import { AshbySync, InvitationStatus } from './result.ts';

export const CandidateInput = z.strictObject({
  /** The candidate's id in the ATS. */
  externalId: line(200).optional(),
  name: line(200),
  email: EmailAddress,
});
export type CandidateInput = z.infer<typeof CandidateInput>;

export const InvitationInput = z.strictObject({
  assessmentId: Id,
  candidate: CandidateInput,
  jobId: line(200).optional(),
  /** Days until the link ends; default 7. */
  days: z.number().int().min(1).max(30).optional(),
  /** When the link ends instead: an hour to 30 days from now. */
  expiresAt: Time.optional(),
  /** A message of the inviter, for the mail. */
  note: prose(1000).optional(),
  /** So long the mail waits, and the invitation can be undone. */
  holdSeconds: z.number().int().min(0).max(60).optional(),
});
export type InvitationInput = z.infer<typeof InvitationInput>;

export const AddressInput = z.strictObject({ email: EmailAddress });
/** Days from now until the link ends. */
export const ExtendInput = z.strictObject({ days: z.number().int().min(1).max(30) });
/** Added to the time allowed; at most 240 in all. */
export const ExtraTimeInput = z.strictObject({ minutes: z.number().int().min(1).max(240) });
export const CancelInput = z.strictObject({ reason: line(500).optional() });

export const InvitationQuery = z
  .strictObject({
    candidate: line(200).optional(),
    assessment: Id.optional(),
    status: InvitationStatus.optional(),
    q: z.string().trim().max(200).optional(),
    /** The newest of each candidate alone, at most 100, on one page. */
    latest: z.literal('true').optional(),
    ...Page,
  })
  .refine(
    ({ latest, candidate, assessment, status, q, cursor }) =>
      !latest || [candidate, assessment, status, q, cursor].every((filter) => filter === undefined),
    { path: ['latest'], message: 'cannot be combined with filters or a cursor' },
  );
export type InvitationQuery = z.infer<typeof InvitationQuery>;

export const TimelineKind = z.enum([
  'invited',
  'resent',
  'address_changed',
  'extended',
  'extra_time',
  'mail_accepted',
  'mail_failed',
  'link_opened',
  'started',
  'submitted',
  'auto_submitted',
  'graded',
  'completed',
  'commented',
  'comment_edited',
  'comment_deleted',
  'decided',
  'expired',
  'cancelled',
  'ashby_accepted',
  'ashby_refused',
  'ashby_resent',
]);
export type TimelineKind = z.infer<typeof TimelineKind>;

export const TimelineEntry = z.strictObject({
  at: Time,
  kind: TimelineKind,
  by: z.string().optional(),
  /** What it was about: which mail, which status, which reason. */
  detail: z.string().optional(),
});
export type TimelineEntry = z.infer<typeof TimelineEntry>;

/** An e-mail or an update for Ashby that has not left yet. */
export const PendingDelivery = z.strictObject({
  channel: z.enum(['mail', 'ashby']),
  name: z.string(),
  tries: z.number().int(),
  nextTryAt: Time.optional(),
  problem: z.string().optional(),
});
export type PendingDelivery = z.infer<typeof PendingDelivery>;

export const InvitationView = z.strictObject({
  id: z.string(),
  status: InvitationStatus,
  assessment: z.strictObject({
    id: z.string(),
    name: z.string(),
    version: z.number().int(),
    minutes: z.number().int().nullable(),
  }),
  candidate: z.strictObject({ externalId: z.string().optional(), name: z.string(), email: z.string() }),
  jobId: z.string().optional(),
  /** Beyond the time allowed. */
  extraMinutes: z.number().int().optional(),
  createdAt: Time,
  expiresAt: Time,
  startedAt: Time.optional(),
  deadlineAt: Time.optional(),
  submittedAt: Time.optional(),
  completedAt: Time.optional(),
  /** Of the points, once submitted; only for callers who may read results. */
  percent: z.number().optional(),
  /** Grades are missing. */
  provisional: z.boolean().optional(),
  reportUrl: z.string(),
  /** Until then the mail waits, and the invitation can be undone. */
  heldUntil: Time.optional(),
  /** What became of the invitation's e-mail. */
  mail: z.strictObject({
    state: z.enum(['waiting', 'accepted', 'failed']),
    problem: z.string().optional(),
    nextTryAt: Time.optional(),
  }),
  timeline: z.array(TimelineEntry),
  deliveries: z.array(PendingDelivery),
  ashby: AshbySync,
});
export type InvitationView = z.infer<typeof InvitationView>;

/** Row of the list: the view without its history. */
export const InvitationRow = InvitationView.omit({ timeline: true, deliveries: true });
export type InvitationRow = z.infer<typeof InvitationRow>;

export const InvitationList = z.strictObject({
  items: z.array(InvitationRow),
  nextCursor: z.string().optional(),
});
export type InvitationList = z.infer<typeof InvitationList>;

/** One message of `GET /v1/events` (event name `invitation`). */
export const InvitationChanged = z.strictObject({
  invitationId: z.string(),
  candidateExternalId: z.string().optional(),
  status: InvitationStatus,
  revision: z.number().int(),
  at: Time,
});
export type InvitationChanged = z.infer<typeof InvitationChanged>;
