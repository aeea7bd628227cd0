import { minutesAllowed } from '../core/attempt.ts';
import type { InvitationDoc } from '../db/collections.ts';
import type { InvitationLetter } from './event.ts';
import { date, plain, plainName, quoteOf, toMail } from './layout.ts';
import type { Mail } from './mailer.ts';

interface Invitation {
  to: string;
  candidateName: string;
  workspaceName: string;
  assessmentName: string;
  /** null: untimed. */
  minutes: number | null;
  link: string;
  expiresAt: Date;
  invitedBy: string;
  /** A message to the candidate. */
  note?: { by: string; text: string } | undefined;
}

export function invitationMail(invitation: Invitation): Mail {
  const workspace = plain(invitation.workspaceName);
  const assessment = plain(invitation.assessmentName);
  const by = plain(invitation.invitedBy);
  const { note } = invitation;
  const length =
    invitation.minutes === null ? 'There is no time limit.' : `It takes up to ${invitation.minutes} minutes.`;
  return toMail({
    to: invitation.to,
    subject: `${workspace} invites you: ${assessment}`,
    greeting: `Hello ${plainName(invitation.candidateName)},`,
    before: [
      `${by === workspace ? workspace : `${by} of ${workspace}`} asks you to take the assessment “${assessment}”.`,
      ...(note ? [`${plain(note.by)} writes:`, quoteOf(note.text)] : []),
      `${length} The clock starts only when you press Begin, so you can look first. Your answers are saved as you go.`,
    ],
    link: { label: 'Open the assessment', url: invitation.link },
    after: [
      `The link is yours alone; please do not pass it on. It works until ${date(invitation.expiresAt)}.`,
      `If it does not open, or you need more time or another arrangement, write to the person at ${workspace} who is in touch with you.`,
    ],
  });
}

/** As the invitation stands now. The message in it stays that of the inviter, whoever sends the mail again. */
export function toInvitationMail(letter: InvitationLetter, invitation: InvitationDoc): Mail {
  const { candidate, assessment, expiresAt, note, source } = invitation;
  return invitationMail({
    ...letter,
    to: candidate.email,
    candidateName: candidate.name,
    assessmentName: assessment.name,
    minutes: minutesAllowed(invitation),
    expiresAt,
    note: note !== undefined && source.kind !== 'ashby' ? { by: source.name, text: note } : undefined,
  });
}
