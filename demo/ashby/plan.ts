import { Router } from 'express';
import { html, type Html } from '../html.ts';
import type { AssessmentType } from './client.ts';
import { text, toNotice, typeChoice, type Desk, type Notice } from './desk.ts';
import type { AshbyState } from './state.ts';

function planPage(state: AshbyState, types: AssessmentType[], notice?: Notice): Html {
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

/** The job's interview plan, where a recruiter chooses the assessment of a stage. */
export function planRoutes({ state, show, listTypes }: Desk): Router {
  const router = Router();
  router.get('/plan', async (_req, res) => {
    const { types, notice } = await listTypes();
    show(res, { title: 'Interview plan', path: '/plan', main: planPage(state.value, types, notice) });
  });
  router.post('/plan', async (req, res) => {
    const { types } = await listTypes();
    const chosen = types.find((type) => type.assessment_type_id === text(req.body, 'typeId'));
    state.value.plan = chosen ? { typeId: chosen.assessment_type_id, typeName: chosen.name } : null;
    state.save();
    res.redirect(303, '/plan');
  });
  return router;
}
