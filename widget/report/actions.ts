import { html } from 'lit';
import type { InvitationView } from '../../server/contract/invitation.ts';
import { dayChoices } from '../members/invite.ts';
import { report } from '../text/members/report.en.ts';
import { askForm } from '../ui/dialog.ts';
import { problemOf, selectField, textField, valueOf } from '../ui/form.ts';
import { toast } from '../ui/toast.ts';
import { act } from './report-data.ts';

const t = report.candidate;

export interface Action {
  label: string;
  danger?: boolean;
  /** true: done. */
  run: () => Promise<boolean>;
}

const said = async (asked: Promise<boolean>, message: () => string): Promise<boolean> => {
  const done = await asked;
  if (done) toast(message());
  return done;
};

function resend({ id, candidate }: InvitationView): Promise<boolean> {
  const asked = askForm({
    title: t.resendTitle,
    body: t.resendBody(candidate.email),
    action: t.resend,
    submit: async () => void (await act(id, 'resend')),
  });
  return said(asked, () => t.resent);
}

function fixAddress({ id, candidate }: InvitationView): Promise<boolean> {
  const asked = askForm({
    title: t.addressTitle,
    body: t.addressBody,
    fields: (error) =>
      textField({
        id: 'new-address',
        name: 'email',
        type: 'email',
        label: t.email,
        value: candidate.email,
        error: problemOf(error, 'email', t.email),
      }),
    action: t.addressAction,
    submit: async (form) => void (await act(id, 'address', { email: valueOf(form, 'email') ?? '' })),
  });
  return said(asked, () => t.addressed);
}

function extend({ id, status, expiresAt }: InvitationView): Promise<boolean> {
  let endsAt = expiresAt;
  const asked = askForm({
    title: t.extendTitle,
    body: t.extendBody(status === 'expired'),
    fields: () =>
      selectField({
        id: 'extend-days',
        name: 'days',
        label: t.extendDays,
        value: '7',
        choices: dayChoices([3, 7, 14, 30]),
      }),
    action: t.extend,
    submit: async (form) => {
      endsAt = (await act(id, 'extend', { days: Number(valueOf(form, 'days')) })).data.expiresAt;
    },
  });
  return said(asked, () => (endsAt === expiresAt ? t.longAlready : t.extended));
}

function giveExtraTime({ id, status }: InvitationView): Promise<boolean> {
  const asked = askForm({
    title: t.extraTimeTitle,
    body: t.extraTimeBody(status === 'started'),
    fields: (error) =>
      textField({
        id: 'extra-minutes',
        name: 'minutes',
        label: t.extraTimeMinutes,
        value: '15',
        error: problemOf(error, 'minutes', t.extraTimeMinutes),
      }),
    action: t.extraTime,
    submit: async (form) =>
      void (await act(id, 'extra-time', { minutes: Number(valueOf(form, 'minutes')) || 0 })),
  });
  return said(asked, () => t.extraTimeGiven);
}

function cancel({ id, status, candidate }: InvitationView): Promise<boolean> {
  const asked = askForm({
    title: t.cancelTitle(candidate.name),
    body: html`<p>${t.cancelBody(status === 'started')}</p>`,
    fields: (error) =>
      textField({
        id: 'cancel-reason',
        name: 'reason',
        label: t.reason,
        error: problemOf(error, 'reason', t.reasonSubject),
      }),
    keep: t.keep,
    action: t.cancelAction,
    danger: true,
    submit: async (form) => {
      const reason = valueOf(form, 'reason');
      await act(id, 'cancel', reason ? { reason } : {});
    },
  });
  return said(asked, () => t.cancelled);
}

/** What can be done with the invitation as it stands. */
export function actionsOf(invitation: InvitationView): Action[] {
  const { status } = invitation;
  const open = status === 'invited' || status === 'started';
  const actions: [fits: boolean, action: Action][] = [
    [open, { label: t.resend, run: () => resend(invitation) }],
    [open, { label: t.address, run: () => fixAddress(invitation) }],
    [status === 'invited' || status === 'expired', { label: t.extend, run: () => extend(invitation) }],
    [
      open && invitation.assessment.minutes !== null,
      { label: t.extraTime, run: () => giveExtraTime(invitation) },
    ],
    [open || status === 'expired', { label: t.cancel, danger: true, run: () => cancel(invitation) }],
  ];
  return actions.filter(([fits]) => fits).map(([, action]) => action);
}
