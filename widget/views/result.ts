import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { InvitationRow, InvitationView, TimelineEntry } from '../../server/contract/invitation.ts';
import type { ResultView } from '../../server/contract/result.ts';
import { createForm } from './form.ts';
import type { Panel, View } from './panel.ts';
import { createReview } from './review.ts';
import { statusOf, wordOf } from './status.ts';

type Shown = TemplateResult | typeof nothing;
type Row = InvitationRow & Pick<Partial<InvitationView>, 'timeline' | 'extraMinutes'>;

/** What can be done with an invitation: the API's name, the member of its body, the type of its field. */
const ACTIONS = [
  ['address', 'email', 'email'],
  ['extend', 'days', 'number'],
  ['extra-time', 'minutes', 'number'],
] as const;

/** A picture of what is said beside it; the range is where the final score can still land. */
const bar = (percent: number, { minPercent, maxPercent } = { minPercent: 0, maxPercent: 0 }) =>
  html`<svg part="section-bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
    <rect width="100" height="1" />
    <rect x=${minPercent} width=${maxPercent - minPercent} height="1" />
    <rect width=${percent} height="1" />
  </svg>`;

const isBounced = ({ status, mail }: Row) => status === 'invited' && mail.state === 'failed';

/** Everything about one invitation; the candidate's others are a click away. */
export function createResult(panel: Panel): View {
  const { store, button, heading, shows, show } = panel;
  const review = createReview(panel);
  let shownId = '';
  /** To be seen as well, unless that would take an *Undo* away. */
  const tell = (message: string) =>
    panel.undo.offer?.ids.length ? panel.say(message) : panel.undo.show(message, []);
  const done = () => tell(panel.text.done);
  const act = (name: string) => () =>
    store.act(name).then(done, (cause: unknown) => tell(panel.explain(cause).message));
  const actions = ACTIONS.map(([name, member, type]) => {
    const form = createForm(panel, async ({ [member]: value = '' }) => {
      await store.act(name, { [member]: type === 'number' ? Number(value) : value });
      done();
    });
    return { name, member, type, form };
  });

  /** What happened last and what comes next. */
  function sentence(row: Row): string {
    const { text, format } = panel;
    const { status, mail, candidate, expiresAt, deadlineAt } = row;
    const when = format.relative(row.completedAt ?? row.submittedAt ?? row.startedAt ?? expiresAt);
    if (status !== 'invited' && status !== 'started') return text.next[status](when);
    const before = store.duplicateOf === row.id ? `${text.invitedBefore(candidate.name)} ` : '';
    if (status === 'started')
      return before + text.started(when, deadlineAt ? format.relative(deadlineAt) : '');
    const { state, problem = '', nextTryAt } = mail;
    const next = nextTryAt ? format.relative(nextTryAt) : '';
    const letter = before && state === 'accepted' ? '' : text.mail[state](candidate.email, problem, next);
    return `${before}${letter} ${text.linkEnds(format.exact(expiresAt))}`;
  }

  /** What may be done in this state; a mail that has failed shows its remedy at once. */
  function remedies(row: Row): Shown {
    const { status, mail, assessment, candidate, extraMinutes: extra } = row;
    const { text } = panel;
    const isInvited = status === 'invited';
    const isTimed = assessment.minutes && (isInvited || status === 'started');
    const may = { address: isInvited, extend: isInvited || status === 'expired', 'extra-time': isTimed };
    if (!store.can('invitations:write')) return nothing;
    return html`${isInvited && mail.state !== 'waiting' ? button(text.resend, act('resend')) : nothing}
    ${actions.map(({ name, member, type, form }) => {
      const [action, label, value] = text.actions[name];
      return may[name]
        ? html`<details ?open=${name === 'address' && isBounced(row)}>
            <summary>
              ${action}${name === 'extra-time' && extra ? `: ${panel.format.span(extra, 'minute')}` : ''}
            </summary>
            ${form.render(name, form.field(member, label, value || candidate.email, type), action)}
          </details>`
        : nothing;
    })}`;
  }

  function score({ overall, range, sections }: ResultView): TemplateResult {
    const { text, format } = panel;
    const { percent, number } = format;
    return html`<div>
      ${
        shows('score')
          ? html`<div part="score">
                <span part="score-value">${percent(overall!.percent)}</span>
                ${range ? text.provisional(percent(range.minPercent), percent(range.maxPercent)) : text.score}
              </div>
              ${bar(overall!.percent, range)}`
          : nothing
      }
      ${
        shows('sections')
          ? html`<dl part="sections">
              ${sections.map(
                ({ title, percent: value, pendingPoints: points }) =>
                  html`<div part="section">
                    <dt>
                      ${title} ${points ? html`<small>${text.pending(points, number(points))}</small>` : ''}
                    </dt>
                    <dd>${bar(value)}</dd>
                    <dd>${percent(value)}</dd>
                  </div>`,
              )}
            </dl>`
          : nothing
      }
    </div>`;
  }

  function ashby({ state, lastSentAt, problem = '' }: ResultView['ashby']): Shown {
    const { text, format } = panel;
    if (state === 'none') return nothing;
    const sent = lastSentAt ? format.exact(lastSentAt) : '';
    return html`<p class="row">
      <small>${text.inAshby(text.ashby[state] ?? state, sent, problem)}</small>
      ${state === 'failed' && store.can('invitations:write') ? button(text.sendAgain, act('sync')) : nothing}
    </p>`;
  }

  /** A code of ours in words, also before a reason; or a span of time. */
  function detailOf(detail = ''): string {
    const [, n, unit] = /^(\d+) (minute|day)s$/.exec(detail) ?? [];
    return unit
      ? panel.format.span(Number(n), unit)
      : detail.replace(/^\w+(?=$|: )/, (code) => panel.text.details[code] ?? code);
  }

  const history = (timeline: TimelineEntry[]) =>
    html`<details>
      <summary>${panel.text.history}</summary>
      <ol>
        ${timeline.map(
          ({ at, kind, by, detail }) =>
            html`<li>
              ${[wordOf(panel.text.timeline, kind), by, detailOf(detail)].filter(Boolean).join(' · ')}
              <small>${panel.format.exact(at)}</small>
            </li>`,
        )}
      </ol>
    </details>`;

  function others(): TemplateResult {
    const { text } = panel;
    const rows = store.invitations.filter((row) => row !== store.selected);
    return html`${rows.length ? heading(text.others, 1) : nothing}
    ${rows.map(
      ({ id, assessment, status }) =>
        html`<div class="row">
          ${button(assessment.name, () => {
            void store.select(id);
            show('result');
          })}
          ${statusOf(status, text)}
        </div>`,
    )}
    ${
      store.can('invitations:write') && store.assessments.length && !panel.host.readonly
        ? button(text.inviteAnother, () => {
            panel.host.value = '';
            show('picker');
          })
        : nothing
    }`;
  }

  function details(row: Row): TemplateResult {
    const { text } = panel;
    const { result } = store;
    const { id, reportUrl: url, candidate, timeline } = row;
    // What is typed is about the other one.
    if (id !== shownId) panel.root.querySelectorAll('form').forEach((form) => form.reset());
    shownId = id;
    const go = (event: Event) => {
      if (!panel.emit('canditech-navigate', { url, kind: 'report' })) event.preventDefault();
    };
    return html`<div class="row">${heading(row.assessment.name)} ${statusOf(row.status, text)}</div>
      <p part="option-meta"><bdi>${candidate.name}</bdi> · <bdi>${candidate.email}</bdi></p>
      <p part=${isBounced(row) ? 'alert' : nothing}>${sentence(row)}</p>
      ${remedies(row)}
      <div class=${result ? 'columns' : nothing}>
        ${
          result
            ? html`${result.overall ? score(result) : nothing}
                <div class="said">${review.comments(result)} ${review.decision(result)}</div>`
            : nothing
        }
        ${ashby((result ?? row).ashby)}
        <div class="row">
          <a href=${url} target="_blank" rel="noopener" @click=${go}>${text.report}</a>
          <slot name="actions"></slot>
        </div>
        ${timeline && shows('history') ? history(timeline) : nothing}
      </div>`;
  }

  return {
    isBusy: () => review.isBusy() || actions.some(({ form }) => form.isBusy()),
    render: () =>
      html`${
        store.selected ? details(store.selected) : html`<p><slot name="empty">${panel.text.empty}</slot></p>`
      }${others()}`,
  };
}
