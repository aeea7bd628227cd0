import { randomUUID } from 'node:crypto';
import { keep, type Kept } from '../state.ts';

/** One field of an update, as Ashby's API defines it. */
export interface Datum {
  identifier: string;
  label: string;
  type: string;
  value: string | number | boolean;
  description?: string;
}

export interface Activity {
  assessmentId: string;
  typeId: string;
  typeName: string;
  startedFromAt: number;
  /** Newest timestamp of an accepted update. */
  timestamp: number;
  status?: Datum;
  /** Kept once the status was "Started". */
  startTime?: number;
  profileUrl?: Datum;
  result?: Datum;
  cancelled?: Datum;
  metadata: Datum[];
}

export interface Person {
  id: string;
  applicationId: string;
  firstName: string;
  lastName: string;
  email: string;
  activities: Activity[];
}

export interface LogEntry {
  at: number;
  direction: 'to Canditech' | 'from Canditech';
  command: string;
  status: number;
  request: unknown;
  answer: unknown;
}

export interface AshbyState {
  /** Their keys, as an admin made them; the secret is shown once. */
  keys: { key: string; scopes: string[]; revoked: boolean }[];
  canditechKey: string;
  plan: { typeId: string; typeName: string } | null;
  job: { id: string; name: string };
  hiringTeam: { userId: string; email: string; firstName: string; lastName: string; role: string }[];
  people: Person[];
  log: LogEntry[];
}

const person = (firstName: string, lastName: string): Person => ({
  id: randomUUID(),
  applicationId: randomUUID(),
  firstName,
  lastName,
  email: `${firstName}.${lastName}@mail.example`.toLowerCase(),
  activities: [],
});

export function openState(file: string, adminEmail: string): Kept<AshbyState> {
  return keep<AshbyState>(file, {
    keys: [],
    canditechKey: '',
    plan: null,
    job: { id: randomUUID(), name: 'Customer Support Specialist' },
    hiringTeam: [
      {
        userId: randomUUID(),
        email: adminEmail,
        firstName: 'Ada',
        lastName: 'Admin',
        role: 'Hiring Manager',
      },
    ],
    people: [person('Noor', 'Haddad'), person('Mateo', 'Silva'), person('Ingrid', 'Solberg')],
    log: [],
  });
}

const LOG_KEPT = 300;

export function record({ value, save }: Kept<AshbyState>, entry: Omit<LogEntry, 'at'>): void {
  value.log.unshift({ at: Date.now(), ...entry });
  value.log.length = Math.min(value.log.length, LOG_KEPT);
  save();
}
