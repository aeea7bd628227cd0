import { address, clock, html, type Html } from '../html.ts';
import type { AssessmentType } from './client.ts';
import { toNotice, typeChoice, type Notice } from './desk.ts';
import type { Activity, AshbyState, Datum, Person } from './state.ts';

export const nameOf = ({ firstName, lastName }: Person): string => `${firstName} ${lastName}`;

export function peoplePage(state: AshbyState): Html {
  const rows = state.people.map((person) => {
    const latest = person.activities.at(-1);
    return html`<tr>
      <td><a href="/candidates/${person.id}">${nameOf(person)}</a></td>
      <td>${address(person.email)}</td>
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

export function profilePage(person: Person, notice?: Notice): Html {
  return html`<h1>${nameOf(person)}</h1>
    ${toNotice(notice)}
    <p class="note">${address(person.email)}</p>
    ${person.activities.length === 0 ? html`<p>No assessment yet.</p>` : person.activities.map(activityBlock)}
    <p><a class="button" href="/candidates/${person.id}/start">Start an assessment</a></p>`;
}

export function startPage(
  person: Person,
  { types, plan, notice }: { types: AssessmentType[]; plan: AshbyState['plan']; notice?: Notice | undefined },
): Html {
  return html`<h1>Start an assessment for ${nameOf(person)}</h1>
    ${toNotice(notice)}
    <form method="post" action="/candidates/${person.id}/start">
      ${typeChoice(types, plan?.typeId)}
      <button>Start Assessment</button>
    </form>
    <p><a href="/candidates/${person.id}">Back to the profile</a></p>`;
}
