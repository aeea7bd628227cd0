import { clock, html, type Html } from '../html.ts';
import type { AssessmentType } from './client.ts';
import type { Activity, AshbyState, Datum, LogEntry, Person } from './state.ts';

export const nameOf = ({ firstName, lastName }: Person): string => `${firstName} ${lastName}`;

export interface Notice {
  good: boolean;
  text: string;
}
export const toNotice = (notice: Notice | undefined): Html =>
  notice ? html`<p role="status" class="${notice.good ? 'good' : 'bad'}">${notice.text}</p>` : html``;

export function peoplePage(state: AshbyState): Html {
  const rows = state.people.map((person) => {
    const latest = person.activities.at(-1);
    return html`<tr>
      <td><a href="/candidates/${person.id}">${nameOf(person)}</a></td>
      <td>${person.email}</td>
      <td>${latest ? `${latest.typeName}: ${latest.status?.value ?? 'Requested'}` : 'No assessment yet'}</td>
      <td class="number">${latest?.result ? `${String(latest.result.value)} %` : ''}</td>
    </tr>`;
  });
  return html`<h1>${state.job.name}</h1>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">Candidate</th>
            <th scope="col">E-mail</th>
            <th scope="col">Assessment</th>
            <th scope="col">Score</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
    <h2>New candidate</h2>
    <form class="row" method="post" action="/candidates">
      <label>First name <input type="text" name="firstName" required maxlength="80" /></label>
      <label>Last name <input type="text" name="lastName" required maxlength="80" /></label>
      <label>E-mail <input type="email" name="email" required maxlength="200" /></label>
      <button>Add candidate</button>
    </form>`;
}

export function typeChoice(types: AssessmentType[], chosen: string | undefined): Html {
  return html`<label
    >Assessment type
    <select name="typeId" required>
      <option value="">Choose…</option>
      ${types.map(
        ({ assessment_type_id: id, name }) =>
          html`<option value="${id}" ${id === chosen ? 'selected' : ''}>${name}</option>`,
      )}
    </select>
  </label>`;
}

export function planPage(state: AshbyState, types: AssessmentType[], notice?: Notice): Html {
  return html`<h1>Interview plan: ${state.job.name}</h1>
    ${toNotice(notice)}
    <p>
      Stage “Skills assessment”, activity “Canditech”:
      ${state.plan ? html`<strong>${state.plan.typeName}</strong>` : 'nothing chosen yet'}.
    </p>
    <form method="post" action="/plan">
      ${typeChoice(types, state.plan?.typeId)}
      <button>Save plan</button>
    </form>
    <p class="note">The list is what Canditech answers to <code>assessment.list</code> at this moment.</p>`;
}

export function settingsPage(
  state: AshbyState,
  { notice, newKey }: { notice?: Notice | undefined; newKey?: string } = {},
): Html {
  const keys = state.keys.filter((key) => !key.revoked);
  return html`<h1>Canditech integration</h1>
    ${toNotice(notice)}
    <div class="columns">
      <section>
        <h2>Canditech API Key</h2>
        <p>Make it in Canditech under Settings › Ashby and paste it here.</p>
        <form method="post" action="/settings/canditech-key">
          <label
            >Canditech API Key <input type="text" name="key" required autocomplete="off" value=""
          /></label>
          <button>Save and test</button>
        </form>
        <p class="note">
          ${state.canditechKey ? `Saved: …${state.canditechKey.slice(-4)}` : 'None saved yet.'}
        </p>
      </section>
      <section>
        <h2>Ashby API Key</h2>
        <p>Create it here and paste it into Canditech. It is shown once.</p>
        ${
          newKey
            ? html`<p role="status">Your new key:</p>
                <code class="key" id="new-ashby-key">${newKey}</code>`
            : ''
        }
        <form method="post" action="/settings/ashby-key">
          <label class="tick"
            ><input type="checkbox" name="scope" value="candidates:write" checked /> Candidates: write</label
          >
          <label class="tick"
            ><input type="checkbox" name="scope" value="candidates:read" checked /> Candidates: read</label
          >
          <label class="tick"
            ><input type="checkbox" name="scope" value="apiKeys:read" checked /> API keys: read</label
          >
          <button>Create Ashby API Key</button>
        </form>
        <p class="note">
          ${keys.length === 0 ? 'No active key.' : `${keys.length} active, the newest ends in ${keys.at(-1)!.key.slice(-4)}.`}
        </p>
        ${keys.length > 0 ? html`<form method="post" action="/settings/revoke"><button class="plain">Deactivate all keys</button></form>` : ''}
      </section>
    </div>`;
}

function showValue({ type, value }: Datum): Html {
  if (type === 'url') return html`<a href="${String(value)}">${String(value)}</a>`;
  if (type === 'numeric_duration_minutes') return html`${String(value)} min`;
  if (type === 'boolean_success') return html`${value === true ? 'yes' : 'no'}`;
  return html`${String(value)}`;
}

const row = (datum: Datum | undefined): Html =>
  datum
    ? html`<dt>${datum.label}</dt>
        <dd>${showValue(datum)}</dd>`
    : html``;

function activityBlock(activity: Activity): Html {
  const open = !activity.result && !activity.cancelled;
  return html`<section aria-label="${activity.typeName}">
    <h2>${activity.typeName}</h2>
    <dl>
      <dt>Status</dt>
      <dd>${activity.status ? String(activity.status.value) : 'Requested'}</dd>
      <dt>Requested</dt>
      <dd>${clock(activity.startedFromAt)}</dd>
      ${
        activity.startTime
          ? html`<dt>Started at</dt>
              <dd>${clock(activity.startTime)}</dd>`
          : ''
      }
      ${row(activity.profileUrl)} ${row(activity.result)} ${row(activity.cancelled)}
      ${activity.metadata.map(row)}
    </dl>
    ${open ? html`<form method="post" action="/assessments/${activity.assessmentId}/cancel"><button class="plain">Cancel assessment</button></form>` : ''}
  </section>`;
}

export function profilePage(
  person: Person,
  { types, plan, notice }: { types: AssessmentType[]; plan: AshbyState['plan']; notice?: Notice | undefined },
): Html {
  return html`<h1>${nameOf(person)}</h1>
    ${toNotice(notice)}
    <p class="note">${person.email}</p>
    ${person.activities.length === 0 ? html`<p>No assessment yet.</p>` : person.activities.map(activityBlock)}
    <h2>Start an assessment</h2>
    <form method="post" action="/candidates/${person.id}/start">
      ${typeChoice(types, plan?.typeId)}
      <button>Start Assessment</button>
    </form>`;
}

const entry = ({ at, direction, command, status, request, answer }: LogEntry): Html =>
  html`<tr>
    <td>${clock(at)}</td>
    <td>${direction}</td>
    <td>${command}</td>
    <td class="number">${status === 0 ? 'no answer' : status}</td>
    <td>
      <details>
        <summary>bodies</summary>
        <pre>${JSON.stringify({ request, answer }, null, 1)}</pre>
      </details>
    </td>
  </tr>`;

export function logPage(state: AshbyState): Html {
  const table = html`<div class="scroll">
    <table>
      <thead>
        <tr>
          <th scope="col">At</th>
          <th scope="col">Direction</th>
          <th scope="col">Command</th>
          <th scope="col">Status</th>
          <th scope="col">Bodies</th>
        </tr>
      </thead>
      <tbody>
        ${state.log.map(entry)}
      </tbody>
    </table>
  </div>`;
  return html`<h1>Log</h1>
    ${state.log.length > 0 ? table : html`<p>Nobody has called yet.</p>`}`;
}
