import type { Kept } from '../state.ts';
import { record, type AshbyState, type Datum } from './state.ts';

export interface AssessmentType {
  assessment_type_id: string;
  name: string;
  description: string;
}
export interface Update {
  assessment_id: string;
  timestamp: number;
  assessment_status?: Datum;
  assessment_profile_url?: Datum;
  assessment_result?: Datum;
  cancelled_reason?: Datum;
  metadata?: Datum[];
}
interface Envelope {
  success?: boolean;
  results?: unknown;
  message?: string;
  errorInfo?: { code: string; message?: string };
}

export interface CanditechAnswer<T> {
  ok: boolean;
  results: T | undefined;
  message: string;
}

/** How Ashby calls a partner: POST, the partner's key as Basic user name, blank password. */
export async function callCanditech<T>(
  state: Kept<AshbyState>,
  { baseUrl, command, body }: { baseUrl: string; command: string; body: object },
): Promise<CanditechAnswer<T>> {
  const credentials = Buffer.from(`${state.value.canditechKey}:`).toString('base64');
  const response = await fetch(`${baseUrl}/ashby/${command}`, {
    method: 'POST',
    headers: { Authorization: `Basic ${credentials}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  }).catch(() => undefined);
  const answer = (await response?.json().catch(() => ({}))) as Envelope | undefined;
  const status = response?.status ?? 0;
  record(state, { direction: 'to Canditech', command, status, request: body, answer });
  const message =
    answer?.message ??
    answer?.errorInfo?.message ??
    (response ? `Canditech answered ${status}` : 'Canditech cannot be reached');
  return {
    ok: status === 200 && answer?.success === true,
    results: answer?.results as T | undefined,
    message,
  };
}
