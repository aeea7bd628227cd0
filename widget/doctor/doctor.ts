import type { Stage } from '../views/panel.ts';

export interface DoctorView {
  update(): void;
  end(): void;
}

export const openDoctor = (_stage: Stage, _version: string): DoctorView => ({ update() {}, end() {} });
