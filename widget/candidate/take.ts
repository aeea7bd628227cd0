import type { AnswerInput, AnswerSaved, AttemptView, Receipt } from '../../server/contract/attempt.ts';
import { call } from '../ui/api.ts';

/** The calls of one candidate's test. They throw ApiError. */
export interface Take {
  id: string;
  exchange(secret: string): Promise<AttemptView>;
  read(): Promise<AttemptView>;
  begin(): Promise<AttemptView>;
  save(questionId: string, answer: AnswerInput, keepalive: boolean): Promise<AnswerSaved>;
  submit(): Promise<Receipt>;
  receipt(): Promise<Receipt>;
}

export function takeOf(id: string): Take {
  const base = `/v1/take/${encodeURIComponent(id)}`;
  const ask = async <T>(method: string, path: string, body?: unknown, keepalive = false) =>
    (await call<T>(method, `${base}${path}`, { body, keepalive })).data;
  return {
    id,
    exchange: (secret) => ask('POST', '/exchange', { secret }),
    read: () => ask('GET', ''),
    begin: () => ask('POST', '/begin'),
    save: (questionId, answer, keepalive) => ask('PUT', `/answers/${questionId}`, answer, keepalive),
    submit: () => ask('POST', '/submit'),
    receipt: () => ask('GET', '/receipt'),
  };
}
