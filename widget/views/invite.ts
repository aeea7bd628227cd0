import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { AssessmentStats, AssessmentSummary } from '../../server/contract/assessment.ts';
import type { CandidateInput, InvitationView } from '../../server/contract/invitation.ts';
import { parseAddresses } from './addresses.ts';
import { createForm } from './form.ts';
import { metaOf } from './meta.ts';
import type { Invite, Panel } from './panel.ts';

/** The mail waits a little longer than *Undo* is shown; with several, that begins when the last is sent. */
const HOLD_SECONDS = { one: 12, several: 60 };
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const LINK_DAYS = 7;
const MOST_DAYS = 30;

/** The end of that day, or as near to it as the server’s clock may allow; the same for who tries again at once. */
function endOf(day: string): string {
  const end = Date.parse(`${day}T23:59:59`);
  // The server says what is wrong with it.
  if (Number.isNaN(end)) return day;
  const late = Date.now() + MOST_DAYS * DAY_MS;
  const most = late - (late % HOUR_MS) - HOUR_MS;
  return new Date(end < late + DAY_MS ? Math.min(end, most) : end).toISOString();
}

/** The chosen assessment: what the candidate will meet, and who is to be invited to it. */
export function createInvite(panel: Panel, assessment: AssessmentSummary): Invite {
  const { store, host, ask, button, update, root } = panel;
  let isSeveral = false;
  let addresses = parseAddresses('');
  let stats: Partial<AssessmentStats> = {};
  /** What was sent last, should it be taken back. */
  let sent: Record<string, string> = {};
  const form = createForm(panel, (values) => {
    const { name = '', email = '', expiresAt, note = '' } = values;
    sent = values;
    const extra = {
      ...(expiresAt && { expiresAt: endOf(expiresAt) }),
      ...(note.trim() && { note }),
    };
    return isSeveral ? inviteAll(extra) : invite({ name, email }, extra);
  });

  // It is an extra: its failure is none.
  store.stats(assessment.id).then(
    ({ data }) => {
      stats = data;
      update();
    },
    () => undefined,
  );

  const send = (candidate: CandidateInput, extra: object) =>
    store.invite({
      assessmentId: assessment.id,
      candidate,
      holdSeconds: HOLD_SECONDS.one,
      ...(host.jobId && { jobId: host.jobId }),
      ...extra,
    });

  async function invite(candidate: CandidateInput, extra: object): Promise<InvitationView | false> {
    const { name } = candidate;
    if (!(await ask('canditech-before-invite', { assessment, candidates: [candidate] }))) return false;
    const { invitation, duplicateOf } = await send(candidate, extra);
    // Whoever has gone on to another one stays there.
    if (host.value === assessment.id) {
      await store.select(invitation.id, duplicateOf);
      panel.show('result');
    }
    if (duplicateOf) panel.say(panel.text.invitedBefore(name));
    else panel.undo.show(panel.text.invited(name), invitation.heldUntil ? [invitation.id] : []);
    return invitation;
  }

  /** In place of what was there; what is typed meanwhile stays below it. */
  function fill(lines: string, before: string): void {
    const field = root.querySelector<HTMLTextAreaElement>('#addresses');
    if (!field || host.value !== assessment.id) return;
    const { value } = field;
    const more = value.startsWith(before) ? value.slice(before.length).trim() : value;
    const rest = value === lines ? '' : more;
    field.value = [lines, rest].filter(Boolean).join('\n');
    addresses = parseAddresses(field.value);
    update();
  }

  /** One after the other; those who could not be invited stay in the field. */
  async function inviteAll(extra: object): Promise<false> {
    const { text } = panel;
    const all = sent['addresses']!;
    const { valid: candidates, invalid } = parseAddresses(all);
    if (!candidates.length) panel.focus('#addresses');
    if (!candidates.length || !(await ask('canditech-before-invite', { assessment, candidates })))
      return false;
    const ids: string[] = [];
    const told = () => text.invitedAll(ids.length, panel.format.number(ids.length));
    const left = [...invalid];
    let message = '';
    for (const candidate of candidates) {
      if (panel.signal.aborted) return false;
      const { name, email } = candidate;
      try {
        const { invitation, duplicateOf } = await send(candidate, {
          ...extra,
          holdSeconds: HOLD_SECONDS.several,
        });
        if (duplicateOf) message += ` ${text.invitedBefore(name)}`;
        else ids.push(invitation.id);
        panel.undo.show(told(), []);
      } catch (cause) {
        left.push(`${name} <${email}>`);
        message += ` ${email}: ${panel.explain(cause).message}`;
      }
    }
    const rest = left.join('\n');
    fill(rest, all);
    panel.undo.show(told() + message, ids, () => fill(all, rest));
    return false;
  }

  function onAddresses({ target }: Event): void {
    addresses = parseAddresses((target as HTMLTextAreaElement).value);
    update();
  }

  function fields(): TemplateResult {
    const { text } = panel;
    const { doubled, invalid, valid } = addresses;
    const day = new Date(Date.now() + LINK_DAYS * DAY_MS).toLocaleDateString('sv');
    const known: Record<string, string> = { expiresAt: day, ...panel.known(), ...sent };
    const content = html`<div ?hidden=${isSeveral}>
        ${form.field('name', text.name, known['name'], 'text')}
        ${form.field('email', text.email, known['email'], 'email')}
      </div>
      <div ?hidden=${!isSeveral} @input=${onAddresses}>
        ${form.field('addresses', text.addresses, known['addresses'])}
        <p part="option-meta">${doubled.length ? text.doubled(doubled.join(', ')) : ''}</p>
        <p part="alert">${invalid.length ? text.invalid(invalid.join(', ')) : ''}</p>
      </div>
      ${
        store.candidateId
          ? nothing
          : button(isSeveral ? text.one : text.several, () => {
              isSeveral = !isSeveral;
              panel.focus(isSeveral ? '#addresses' : '#name');
              update();
            })
      }
      ${form.field('expiresAt', text.deadline, known['expiresAt'], 'date')}
      ${form.field('note', text.note, known['note'])} <slot name="invite-extra"></slot>`;
    const count = valid.length;
    return form.render(
      'invite',
      content,
      isSeveral && count ? text.inviteAll(count, panel.format.number(count)) : text.invite,
    );
  }

  /** A finished test of the same candidate spares both a second one. */
  function taken(): TemplateResult | typeof nothing {
    const { text, format } = panel;
    const row = store.invitations.find((one) => one.assessment.id === assessment.id && one.percent! >= 0);
    return row
      ? html`<p class="row">
          ${text.taken(format.relative(row.submittedAt!), format.percent(row.percent!))}
          ${button(text.useResult, () => {
            void store.select(row.id);
            panel.show('result');
          })}
        </p>`
      : nothing;
  }

  function render(): TemplateResult {
    const { text, format } = panel;
    const { people = 0, medianMinutes, completionPercent = 0 } = stats;
    return html`<div part="card">
        ${panel.heading(assessment.name)}
        <p part="option-meta">${metaOf(panel, assessment, true)}</p>
        <p dir="auto">${assessment.description}</p>
        <ul dir="auto" aria-label=${text.sections}>
          ${assessment.sectionTitles.map((title) => html`<li>${title}</li>`)}
        </ul>
        <p part="option-meta">
          ${text.recorded}
          ${medianMinutes ? text.stats(people, format.number(medianMinutes), format.percent(completionPercent), format.number(people)) : ''}
        </p>
        ${taken()} ${host.readonly ? nothing : button(text.change, () => panel.choose(null))}
      </div>
      ${host.action === 'invite' && store.can('invitations:write') ? fields() : nothing}`;
  }

  return { assessment, invite, render, isBusy: form.isBusy };
}
