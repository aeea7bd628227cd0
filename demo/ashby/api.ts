import express, { Router, type Request, type Response } from 'express';
import type { Kept } from '../state.ts';
import type { Update } from './client.ts';
import { record, type Activity, type AshbyState, type Datum } from './state.ts';

const TYPES = new Set(['numeric_score', 'numeric_duration_minutes', 'url', 'string', 'boolean_success']);
const fail = (code: string, message: string) => ({
  success: false,
  errors: [code],
  errorInfo: { code, message },
});

function problemOf(update: Update): string | undefined {
  const fields = [
    update.assessment_status,
    update.assessment_profile_url,
    update.assessment_result,
    update.cancelled_reason,
    ...(update.metadata ?? []),
  ].filter((field): field is Datum => field !== undefined);
  if (!Number.isSafeInteger(update.timestamp)) return 'timestamp must be an integer of milliseconds';
  if (!update.assessment_status && !update.cancelled_reason) return 'assessment_status is required';
  if (update.assessment_result && update.assessment_profile_url?.type !== 'url')
    return 'assessment_profile_url is required with a result';
  const broken = fields.find(
    (field) => !field.identifier || !field.label || !TYPES.has(field.type) || field.value === null,
  );
  if (broken) return `the datum ${broken.identifier} is not valid`;
  if (new Set(fields.map((field) => field.identifier)).size !== fields.length)
    return 'identifiers must be unique';
  return undefined;
}

/** What an accepted update does to the activity on the candidate's profile. */
export function applyUpdate(activity: Activity, update: Update): void {
  activity.timestamp = update.timestamp;
  if (update.assessment_status) activity.status = update.assessment_status;
  if (update.assessment_status?.value === 'Started') activity.startTime ??= update.timestamp;
  if (update.assessment_profile_url) activity.profileUrl = update.assessment_profile_url;
  if (update.assessment_result) activity.result = update.assessment_result;
  if (update.cancelled_reason) activity.cancelled = update.cancelled_reason;
  for (const datum of update.metadata ?? []) {
    activity.metadata = [...activity.metadata.filter((d) => d.identifier !== datum.identifier), datum];
  }
}

/** The commands of Ashby's API that a partner calls. */
export function ashbyApi(state: Kept<AshbyState>): Router {
  const router = Router();
  router.use(express.json());

  const command = (name: string, scope: string, run: (body: unknown, scopes: string[]) => object) =>
    router.post(`/${name}`, (req: Request, res: Response) => {
      const given = Buffer.from(
        (req.headers.authorization ?? '').replace(/^Basic /, ''),
        'base64',
      ).toString();
      const key = state.value.keys.find((k) => !k.revoked && `${k.key}:` === given);
      const answer = (status: number, body: object | string) => {
        record(state, {
          direction: 'from Canditech',
          command: name,
          status,
          request: req.body as unknown,
          answer: body,
        });
        res.status(status).send(body);
      };
      if (!req.headers.authorization) return answer(401, 'An API key is required.');
      if (!key) return answer(403, 'The API key is not known or was deactivated.');
      if (!key.scopes.includes(scope))
        return answer(403, fail('missing_endpoint_permission', `The key lacks ${scope}`));
      answer(200, run(req.body, key.scopes));
    });

  command('apiKey.info', 'apiKeys:read', (_body, scopes) => ({
    success: true,
    results: { title: 'Canditech', createdAt: new Date(0).toISOString(), scopes },
  }));
  command('assessment.update', 'candidates:write', (body) => {
    const update = body as Update;
    const activity = state.value.people
      .flatMap((p) => p.activities)
      .find((a) => a.assessmentId === update.assessment_id);
    if (!activity) return fail('assessment_not_found', 'There is no such assessment');
    const problem = problemOf(update);
    if (problem) return fail('invalid_input', problem);
    applyUpdate(activity, update);
    return { success: true, results: {} };
  });
  return router;
}
