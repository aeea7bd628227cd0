import { html, nothing, type TemplateResult } from 'lit';
import type { InvitationRow } from '../../server/contract/invitation.ts';
import type { ResultView } from '../../server/contract/result.ts';
import type { Panel } from './panel.ts';
import { bar, status } from './parts.ts';
import { createReview } from './review.ts';

export interface ResultPanel {
  render(): TemplateResult;
}

/** What happened last and what comes next. */
function sentenceOf({ text, format }: Panel, row: InvitationRow): string {
  const { mail, candidate, startedAt = '', submittedAt = '', completedAt = '' } = row;
  switch (row.status) {
    case 'invited': {
      const problem = mail.problem ?? '';
      const next = mail.nextTryAt ? format.relative(mail.nextTryAt) : '';
      const waiting = problem ? text.mailRetries(problem, next) : text.mailWaits(candidate.email);
      const letter = { waiting, failed: text.mailFailed(candidate.email, problem), accepted: '' }[mail.state];
      return `${letter} ${text.linkEnds(format.exact(row.expiresAt))}`.trim();
    }
    case 'started':
      return text.started(format.relative(startedAt), row.deadlineAt ? format.relative(row.deadlineAt) : '');
    case 'submitted':
      return text.submitted(format.relative(submittedAt));
    case 'completed':
      return text.completed(format.relative(completedAt));
    case 'expired':
      return text.expired(format.relative(row.expiresAt));
    default:
      return text.cancelled;
  }
}

function score(panel: Panel, { overall, provisional, range, sections }: ResultView) {
  const { text, format } = panel;
  if (!overall) return nothing;
  return html`<div part="score">
      <span part="score-value">${format.percent(overall.percent)}</span>
      <span
        >${text.score}${
          provisional && range
            ? html`<small>
                ${text.provisional(format.percent(range.minPercent), format.percent(range.maxPercent))}</small
              >`
            : nothing
        }</span
      >
      ${bar(overall.percent, range)}
    </div>
    <dl part="sections">
      ${sections.map(
        ({ title, percent, pendingPoints }) =>
          html`<div part="section">
            <dt>
              ${title}${
                pendingPoints ? html` <small>${text.pending(format.number(pendingPoints))}</small>` : nothing
              }
            </dt>
            <dd>${bar(percent)}<span>${format.percent(percent)}</span></dd>
          </div>`,
      )}
    </dl>`;
}

function ashby({ text, format }: Panel, { state, lastSentAt, problem = '' }: ResultView['ashby']) {
  if (state === 'none') return nothing;
  const time = lastSentAt ? format.relative(lastSentAt) : '';
  return html`<p><small>${text.inAshby(text.ashby[state], time, problem)}</small></p>`;
}

/** Everything about one invitation; the candidate's others are a click away. */
export function createResultPanel(panel: Panel): ResultPanel {
  const { store, text, format } = panel;
  let review = createReview(panel);
  let shown = '';

  function others(selected: InvitationRow) {
    const rest = store.invitations.filter(({ id }) => id !== selected.id);
    if (!rest.length) return nothing;
    return html`<h4>${text.others}</h4>
      <ul id="others">
        ${rest.map(
          (row) =>
            html`<li>
              <button
                part="button"
                type="button"
                @click=${() => {
                  panel.focus('[part=heading]');
                  void store.select(row.id);
                }}
              >
                ${row.assessment.name}</button
              >${status(panel, row.status)}${row.percent === undefined ? nothing : format.percent(row.percent)}
            </li>`,
        )}
      </ul>`;
  }

  const another = () =>
    store.can('invitations:write') && store.assessments.length
      ? html`<button
          part="button"
          type="button"
          @click=${() => {
            panel.show('picker');
            panel.focus('#search');
          }}
        >
          ${text.inviteAnother}
        </button>`
      : nothing;

  function details(row: InvitationRow): TemplateResult {
    const { result } = store;
    if (row.id !== shown) review = createReview(panel);
    shown = row.id;
    return html`<div class="head">
        <h3 part="heading" tabindex="-1">${row.assessment.name}</h3>
        ${status(panel, row.status)}
        <p part="option-meta"><bdi>${row.candidate.name}</bdi> · <bdi>${row.candidate.email}</bdi></p>
      </div>
      <p>${sentenceOf(panel, row)}</p>
      <div class="columns">
        ${result?.overall ? html`<div>${score(panel, result)}</div>` : nothing}
        ${result ? html`<div>${review.render(result)}</div>` : nothing}
      </div>
      ${ashby(panel, (result ?? row).ashby)}
      <p>
        <a href=${row.reportUrl} target="_blank" rel="noopener">${text.report}</a>
      </p>
      ${others(row)}`;
  }

  return {
    render: () =>
      html`${store.selected ? details(store.selected) : html`<p class="empty">${text.empty}</p>`}${another()}`,
  };
}
