import { Router } from 'express';
import { clock, html, type Html } from '../html.ts';
import type { Desk } from './desk.ts';
import type { AshbyState, LogEntry } from './state.ts';

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

function logPage(state: AshbyState): Html {
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

/** Every call in both directions, newest first. */
export function logRoutes({ state, show }: Desk): Router {
  const router = Router();
  router.get('/log', (_req, res) => show(res, { title: 'Log', path: '/log', main: logPage(state.value) }));
  return router;
}
