import { VERSION } from '../embed/version.ts';
import type { Stage } from '../views/panel.ts';
import type { DoctorView } from './doctor.ts';

/** The doctor, which comes in a file of its own, and for whom it was sent for. */
export class Visit {
  #doctor: DoctorView | undefined;
  #patient: Stage | undefined;

  /** Also to a stage that a page has refused: the doctor says why. A page may keep the file away. */
  begin(stage: Stage): void {
    if (this.#patient === stage) return;
    this.#patient = stage;
    const known = stage.claims();
    import('./doctor.ts').then(({ openDoctor }) => {
      if (this.#patient === stage) this.#doctor ??= openDoctor(stage, VERSION, known);
    }, console.warn);
  }

  update(): void {
    this.#doctor?.update();
  }

  end(): void {
    this.#doctor?.end();
    this.#doctor = this.#patient = undefined;
  }
}
