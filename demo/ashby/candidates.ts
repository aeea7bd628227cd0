import { Router } from 'express';
import { randomUUID } from 'node:crypto';
import { applyUpdate } from './api.ts';
import type { Update } from './client.ts';
import { text, type Desk } from './desk.ts';
import { nameOf, peoplePage, profilePage, startPage } from './profile.ts';
import type { Activity, AshbyState, Person } from './state.ts';

function startBody({ job, hiringTeam }: AshbyState, person: Person, typeId: string): object {
  return {
    assessment_type_id: typeId,
    candidate: {
      ashby_id: person.id,
      first_name: person.firstName,
      last_name: person.lastName,
      email: person.email,
      ashby_profile_url: `https://app.ashbyhq.com/candidates/${person.id}`,
    },
    application: { ashby_id: person.applicationId, status: 'Active' },
    job: {
      ashby_id: job.id,
      name: job.name,
      ashby_job_url: `https://app.ashbyhq.com/jobs/${job.id}`,
      hiringTeam,
    },
  };
}

/** The activity of an assessment id: a repeated start may answer one that is there. */
function activityOf(
  person: Person,
  assessmentId: string,
  type: Pick<Activity, 'typeId' | 'typeName'>,
): Activity {
  const known = person.activities.find((activity) => activity.assessmentId === assessmentId);
  if (known) return known;
  const made = { assessmentId, ...type, startedFromAt: Date.now(), timestamp: 0, metadata: [] };
  person.activities.push(made);
  return made;
}

function startRoutes({ state, show, call, listTypes }: Desk, router: Router): void {
  const find = (id: string | undefined) => state.value.people.find((person) => person.id === id);

  router.get('/candidates/:id/start', async (req, res, next) => {
    const person = find(req.params.id);
    if (!person) return next();
    const main = startPage(person, { ...(await listTypes()), plan: state.value.plan });
    show(res, { title: `Start: ${nameOf(person)}`, path: '/', main });
  });
  router.post('/candidates/:id/start', async (req, res, next) => {
    const person = find(req.params.id);
    if (!person) return next();
    const typeId = text(req.body, 'typeId');
    const { types } = await listTypes();
    const typeName = types.find((type) => type.assessment_type_id === typeId)?.name ?? 'Assessment';
    const { ok, results, message } = await call<{ assessment_id: string; update_request?: Update }>(
      'assessment.start',
      startBody(state.value, person, typeId),
    );
    if (!ok || !results) {
      const main = profilePage(person, { good: false, text: message });
      return show(res, { title: nameOf(person), path: '/', main });
    }
    const activity = activityOf(person, results.assessment_id, { typeId, typeName });
    if (results.update_request) applyUpdate(activity, results.update_request);
    state.save();
    res.redirect(303, `/candidates/${person.id}`);
  });
}

function cancelRoute({ state, show, call }: Desk, router: Router): void {
  router.post('/assessments/:id/cancel', async (req, res, next) => {
    const { id } = req.params;
    const person = state.value.people.find((p) => p.activities.some((a) => a.assessmentId === id));
    const activity = person?.activities.find((a) => a.assessmentId === id);
    if (!person || !activity) return next();
    const { ok, results, message } = await call<{ update_request?: Update }>('assessment.cancel', {
      assessment_id: id,
    });
    if (!ok) {
      const main = profilePage(person, { good: false, text: message });
      return show(res, { title: nameOf(person), path: '/', main });
    }
    if (results?.update_request) applyUpdate(activity, results.update_request);
    state.save();
    res.redirect(303, `/candidates/${person.id}`);
  });
}

/** Candidates and what Canditech told about them: from answers to `start` and `cancel`, and from its updates. */
export function candidateRoutes(desk: Desk): Router {
  const router = Router();
  const { state, show } = desk;
  router.get('/', (_req, res) =>
    show(res, { title: 'Candidates', path: '/', live: true, main: peoplePage(state.value) }),
  );
  router.post('/candidates', (req, res) => {
    const person: Person = {
      id: randomUUID(),
      applicationId: randomUUID(),
      firstName: text(req.body, 'firstName'),
      lastName: text(req.body, 'lastName'),
      email: text(req.body, 'email'),
      activities: [],
    };
    state.value.people.push(person);
    state.save();
    res.redirect(303, `/candidates/${person.id}`);
  });
  router.get('/candidates/:id', (req, res, next) => {
    const person = state.value.people.find(({ id }) => id === req.params.id);
    if (!person) return next();
    show(res, { title: nameOf(person), path: '/', live: true, main: profilePage(person) });
  });
  startRoutes(desk, router);
  cancelRoute(desk, router);
  return router;
}
