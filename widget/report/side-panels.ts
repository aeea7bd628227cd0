import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { InvitationView, TimelineEntry } from '../../server/contract/invitation.ts';
import { report } from '../text/members/report.en.ts';
import { ui } from '../text/ui/en.ts';
import { ago, momentTime } from '../ui/time.ts';
import { actionsOf } from './actions.ts';

const t = report.candidate;

interface Doing {
  /** For those who may invite. */
  allowed: boolean;
  /** Something was done: look again. */
  done: () => void;
}

const fact = (name: string, value: unknown): TemplateResult | typeof nothing =>
  value === undefined || value === null
    ? nothing
    : html`<dt>${name}</dt>
        <dd>${value}</dd>`;

function mailState({ mail }: InvitationView): TemplateResult {
  const state = t.mailStates[mail.state];
  return html`<span class=${mail.state === 'failed' ? 'bad' : ''}
      >${mail.problem ? t.problem(state, mail.problem) : state}</span
    >
    ${mail.nextTryAt ? html`<br />${t.nextTry(momentTime(mail.nextTryAt))}` : nothing}`;
}

const exact = (iso: string) => html`<time datetime=${iso}>${momentTime(iso)}</time>`;

/** Who was asked and how, and what can be done about it. */
export function invitationPanel(invitation: InvitationView, { allowed, done }: Doing): TemplateResult {
  const { candidate, jobId, createdAt, expiresAt, status, deadlineAt, extraMinutes } = invitation;
  const actions = allowed ? actionsOf(invitation) : [];
  const before = status === 'invited' || status === 'expired';
  return html`<section class="stack tight" aria-labelledby="invitation">
    <h2 id="invitation">${t.heading}</h2>
    <dl>
      ${fact(t.email, html`<bdi>${candidate.email}</bdi>`)} ${fact(t.externalId, candidate.externalId)}
      ${fact(t.job, jobId)} ${fact(t.invited, ago(createdAt))} ${fact(t.mail, mailState(invitation))}
      ${before ? fact(status === 'expired' ? report.linkEnded : report.linkEnds, exact(expiresAt)) : nothing}
      ${status === 'started' && deadlineAt ? fact(report.deadline, exact(deadlineAt)) : nothing}
      ${extraMinutes ? fact(t.extraTime, ui.minutes(extraMinutes)) : nothing}
    </dl>
    ${
      actions.length > 0
        ? html`<div class="row actions">
            ${repeat(
              actions,
              ({ label }) => label,
              ({ label, danger, run }) =>
                html`<button
                  type="button"
                  class=${danger ? 'danger' : ''}
                  @click=${async () => {
                    if (await run()) done();
                  }}
                >
                  ${label}
                </button>`,
            )}
          </div>`
        : nothing
    }
  </section>`;
}

function syncWords({ ashby }: InvitationView): string {
  const { state, lastSentAt, nextTryAt, problem } = ashby;
  switch (state) {
    case 'none':
      return report.ashby.none;
    case 'in_sync':
      return report.ashby.inSync(lastSentAt && momentTime(lastSentAt));
    case 'pending':
      return problem
        ? report.ashby.waiting(problem, nextTryAt && momentTime(nextTryAt))
        : report.ashby.sending;
    case 'paused':
      return report.ashby.paused(problem ?? '');
    case 'failed':
      return report.ashby.failed(problem ?? '');
    default:
      return state satisfies never;
  }
}

interface Syncing {
  allowed: boolean;
  mayChangeKeys: boolean;
  again: () => void;
}

/** Whether Ashby knows what we know. */
export function ashbyPanel(
  invitation: InvitationView,
  { allowed, mayChangeKeys, again }: Syncing,
): TemplateResult {
  const { state } = invitation.ashby;
  const stuck = state === 'failed' || state === 'paused';
  return html`<section class="stack tight" aria-labelledby="ashby">
    <h2 id="ashby">${report.ashby.heading}</h2>
    <p class=${stuck ? 'bad' : state === 'pending' ? 'warn' : ''} role="status">${syncWords(invitation)}</p>
    ${
      state !== 'none' && allowed
        ? html`<div class="row">
            <button type="button" @click=${again}>${report.ashby.again}</button>
            ${stuck && mayChangeKeys ? html`<a href="/settings/ashby">${report.ashby.settings}</a>` : nothing}
          </div>`
        : nothing
    }
  </section>`;
}

function entryView({ at, kind, by, detail }: TimelineEntry): TemplateResult {
  const words = detail ? report.timeline.detail(kind, detail) : '';
  return html`<li>
    <p>
      ${report.timeline.kinds[kind]}${words ? html`: <span dir="auto">${words}</span>` : nothing}
      ${by ? html`<span class="soft"><bdi>${report.timeline.by(by)}</bdi></span>` : nothing}
    </p>
    <p class="soft small">${ago(at)}</p>
  </li>`;
}

/** Who did what when, newest first. */
export const timelinePanel = ({ timeline }: InvitationView): TemplateResult =>
  html`<section class="stack tight timeline" aria-labelledby="timeline">
    <h2 id="timeline">${report.timeline.heading}</h2>
    <ol>
      ${[...timeline].reverse().map(entryView)}
    </ol>
  </section>`;
