import { html, nothing } from 'lit';
import type { AssessmentList } from '../../server/contract/assessment.ts';
import type { InvitationView } from '../../server/contract/invitation.ts';
import { text } from '../text/members/en.ts';
import type { ApiError } from '../ui/api.ts';
import { askForm } from '../ui/dialog.ts';
import { problemOf, selectField, textField, valueOf } from '../ui/form.ts';
import { toast } from '../ui/toast.ts';
import { navigate } from './router.ts';
import { api } from './session.ts';

const t = text.invite;

interface Choosable {
  id: string;
  name: string;
}

export const dayChoices = (days: number[]) => days.map((n) => ({ value: String(n), label: t.day(n) }));

/** By name, however many there are. */
export async function listPublished(signal?: AbortSignal): Promise<Choosable[]> {
  const all: Choosable[] = [];
  let after = '';
  do {
    const path = `/v1/assessments?limit=1000${after}`;
    const { items, nextCursor } = (await api<AssessmentList>('GET', path, signal ? { signal } : {})).data;
    all.push(...items);
    after = nextCursor ? `&cursor=${encodeURIComponent(nextCursor)}` : '';
  } while (after);
  return all;
}

function fields(error: ApiError | null, choosable: Choosable[] | null) {
  const choices = [
    { value: '', label: t.choose },
    ...(choosable ?? []).map(({ id, name }) => ({ value: id, label: name })),
  ];
  return html`${
    choosable &&
    selectField({
      id: 'invite-assessment',
      name: 'assessmentId',
      label: t.assessment,
      value: '',
      choices,
      error: problemOf(error, 'assessmentId', t.assessment) && t.chooseFirst,
    })
  }
  ${textField({
    id: 'invite-name',
    name: 'name',
    label: t.name,
    error: problemOf(error, 'candidate.name', t.name),
  })}
  ${textField({
    id: 'invite-email',
    name: 'email',
    type: 'email',
    label: t.email,
    error: problemOf(error, 'candidate.email', t.email),
  })}
  ${selectField({ id: 'invite-days', name: 'days', label: t.days, value: '7', choices: dayChoices([3, 7, 14, 30]) })}
  ${textField({
    id: 'invite-note',
    name: 'note',
    rows: 3,
    label: t.note,
    hint: t.noteHint,
    error: problemOf(error, 'note', t.note),
  })}`;
}

/** Asks for a candidate, and for the assessment unless it is given; then shows the new invitation. */
export async function inviteCandidate(to: Choosable | { choosable: Choosable[] }): Promise<void> {
  const choosable = 'choosable' in to ? to.choosable : null;
  await askForm({
    title: t.title,
    body: 'name' in to ? t.to(to.name) : t.body,
    fields: (error) => fields(error, choosable),
    refusal: ({ code, current }, close) =>
      code === 'already_invited' && typeof current === 'string'
        ? html`<a href="/reports/${current}" @click=${close}>${t.openActive}</a>`
        : nothing,
    action: t.action,
    submit: async (form) => {
      const name = valueOf(form, 'name') ?? '';
      const note = valueOf(form, 'note');
      const body = {
        assessmentId: 'id' in to ? to.id : (valueOf(form, 'assessmentId') ?? ''),
        candidate: { name, email: valueOf(form, 'email') ?? '' },
        days: Number(valueOf(form, 'days')),
        ...(note && { note }),
      };
      const { data } = await api<InvitationView>('POST', '/v1/invitations', { body, once: true });
      toast(t.done(name));
      navigate(`/reports/${data.id}`);
    },
  });
}
