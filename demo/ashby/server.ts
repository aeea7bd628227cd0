import express, { Router, type Response } from 'express';
import { randomBytes, randomUUID } from 'node:crypto';
import { toPage, type Html } from '../html.ts';
import type { Kept } from '../state.ts';
import { applyUpdate } from './api.ts';
import { callCanditech, type AssessmentType, type Update } from './client.ts';
import { logPage, peoplePage, planPage, profilePage, settingsPage, type Notice } from './pages.ts';
import type { AshbyState, Person } from './state.ts';

interface Options {
  state: Kept<AshbyState>;
  /** Where Canditech answers. */
  canditechUrl: string;
  nav: { href: string; label: string }[];
}
type Form = Record<string, string | string[] | undefined>;

const text = (form: Form, name: string): string => String(form[name] ?? '').trim();

/** The pages of the make-believe Ashby; what it knows of an assessment it knows from Canditech's answers and updates. */
export function ashbyPages({ state, canditechUrl, nav }: Options): Router {
  const router = Router();
  const { value } = state;
  router.use(express.urlencoded({ extended: false }));

  const show = (res: Response, page: { title: string; path: string; live?: boolean; main: Html }) =>
    res.send(toPage({ brand: 'Ashby (make-believe)', nav, ...page }));
  const call = <T>(command: string, body: object) =>
    callCanditech<T>(state, { baseUrl: canditechUrl, command, body });
  const listTypes = async (): Promise<{ types: AssessmentType[]; notice?: Notice }> => {
    if (!value.canditechKey)
      return {
        types: [],
        notice: { good: false, text: 'Paste the Canditech API key under Settings first.' },
      };
    const answer = await call<AssessmentType[]>('assessment.list', {});
    return answer.ok
      ? { types: answer.results ?? [] }
      : { types: [], notice: { good: false, text: answer.message } };
  };

  router.get('/', (_req, res) =>
    show(res, { title: 'Candidates', path: '/', live: true, main: peoplePage(value) }),
  );
  router.get('/log', (_req, res) => show(res, { title: 'Log', path: '/log', main: logPage(value) }));
  router.post('/candidates', (req, res) => {
    const form = req.body as Form;
    const person: Person = {
      id: randomUUID(),
      applicationId: randomUUID(),
      firstName: text(form, 'firstName'),
      lastName: text(form, 'lastName'),
      email: text(form, 'email'),
      activities: [],
    };
    value.people.push(person);
    state.save();
    res.redirect(303, `/candidates/${person.id}`);
  });

  router.get('/settings', (_req, res) =>
    show(res, { title: 'Settings', path: '/settings', main: settingsPage(value) }),
  );
  router.post('/settings/canditech-key', async (req, res) => {
    value.canditechKey = text(req.body as Form, 'key');
    state.save();
    const { ok, message } = await call('assessment.list', {});
    const notice = ok
      ? { good: true, text: 'Saved. Canditech accepts the key.' }
      : { good: false, text: `Canditech refuses the key: ${message}` };
    show(res, { title: 'Settings', path: '/settings', main: settingsPage(value, { notice }) });
  });
  router.post('/settings/ashby-key', (req, res) => {
    const newKey = randomBytes(32).toString('hex');
    value.keys.push({ key: newKey, scopes: [(req.body as Form)['scope'] ?? []].flat(), revoked: false });
    state.save();
    show(res, { title: 'Settings', path: '/settings', main: settingsPage(value, { newKey }) });
  });
  router.post('/settings/revoke', (_req, res) => {
    for (const key of value.keys) key.revoked = true;
    state.save();
    res.redirect(303, '/settings');
  });

  router.get('/plan', async (_req, res) => {
    const { types, notice } = await listTypes();
    show(res, { title: 'Interview plan', path: '/plan', main: planPage(value, types, notice) });
  });
  router.post('/plan', async (req, res) => {
    const { types } = await listTypes();
    const chosen = types.find((type) => type.assessment_type_id === text(req.body as Form, 'typeId'));
    value.plan = chosen ? { typeId: chosen.assessment_type_id, typeName: chosen.name } : null;
    state.save();
    res.redirect(303, '/plan');
  });

  const profile = async (res: Response, person: Person, said?: Notice) => {
    const { types, notice } = await listTypes();
    const main = profilePage(person, { types, plan: value.plan, notice: said ?? notice });
    show(res, { title: person.firstName, path: '/', live: true, main });
  };
  router.get('/candidates/:id', async (req, res, next) => {
    const person = value.people.find(({ id }) => id === req.params.id);
    if (!person) return next();
    await profile(res, person);
  });
  router.post('/candidates/:id/start', async (req, res, next) => {
    const person = value.people.find(({ id }) => id === req.params.id);
    if (!person) return next();
    const typeId = text(req.body as Form, 'typeId');
    const { types } = await listTypes();
    const typeName =
      types.find((type) => type.assessment_type_id === typeId)?.name ?? value.plan?.typeName ?? 'Assessment';
    const { ok, results, message } = await call<{ assessment_id: string; update_request?: Update }>(
      'assessment.start',
      {
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
          ashby_id: value.job.id,
          name: value.job.name,
          ashby_job_url: `https://app.ashbyhq.com/jobs/${value.job.id}`,
          hiringTeam: value.hiringTeam,
        },
      },
    );
    if (!ok || !results) return profile(res, person, { good: false, text: message });
    const known = person.activities.find(({ assessmentId }) => assessmentId === results.assessment_id);
    const activity = known ?? {
      assessmentId: results.assessment_id,
      typeId,
      typeName,
      startedFromAt: Date.now(),
      timestamp: 0,
      metadata: [],
    };
    if (!known) person.activities.push(activity);
    if (results.update_request) applyUpdate(activity, results.update_request);
    state.save();
    res.redirect(303, `/candidates/${person.id}`);
  });
  router.post('/assessments/:id/cancel', async (req, res, next) => {
    const person = value.people.find((p) => p.activities.some((a) => a.assessmentId === req.params.id));
    if (!person) return next();
    const { ok, results, message } = await call<{ update_request?: Update }>('assessment.cancel', {
      assessment_id: req.params.id,
    });
    if (!ok) return profile(res, person, { good: false, text: message });
    const activity = person.activities.find((a) => a.assessmentId === req.params.id)!;
    if (results?.update_request) applyUpdate(activity, results.update_request);
    activity.cancelled ??= {
      identifier: 'cancelled',
      label: 'Cancelled',
      type: 'string',
      value: 'Cancelled in Ashby',
    };
    state.save();
    res.redirect(303, `/candidates/${person.id}`);
  });
  return router;
}
