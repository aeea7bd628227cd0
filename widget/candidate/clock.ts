import type { ReactiveController, ReactiveControllerHost } from 'lit';

interface Options {
  /** These many minutes are left. */
  announce(minutes: number): void;
  ended(): void;
  /** The machine slept, its clock was set, or the end is near: ask the server for the time. */
  doubt(): void;
  /** The deadline is so many minutes later than it was. */
  moved(minutes: number): void;
}

const ANNOUNCED = [10, 5, 1];
const TICK_MS = 500;
const SLEPT_MS = 3000;
const LAST_LOOK_S = 15;

/** Counts down to the deadline by the server's clock. What the device takes for the time does not matter. */
export class Countdown implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #options: Options;
  #timer: ReturnType<typeof setInterval> | undefined;
  #deadline: number | undefined;
  /** Server's time minus that of `performance`. */
  #offset = -Infinity;
  #drift = Date.now() - performance.now();
  #ended = false;
  /** null: untimed. */
  secondsLeft: number | null = null;

  constructor(host: ReactiveControllerHost, options: Options) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  /** Delay only ever makes the server's time look earlier, and so does a machine that slept: the latest estimate is the best. */
  sync({ serverNow, deadlineAt }: { serverNow: string; deadlineAt?: string | undefined }): void {
    this.#offset = Math.max(this.#offset, Date.parse(serverNow) - performance.now());
    if (deadlineAt) this.#setDeadline(Date.parse(deadlineAt));
    this.#count({ quietly: this.secondsLeft === null });
  }

  get deadlineAt(): string | undefined {
    return this.#deadline === undefined ? undefined : new Date(this.#deadline).toISOString();
  }

  /** Time is only ever added: an earlier end is an answer that was overtaken. */
  #setDeadline(deadline: number): void {
    const before = this.#deadline ?? deadline;
    this.#deadline = Math.max(before, deadline);
    if (deadline <= before) return;
    this.#ended = false;
    this.#options.moved(Math.round((deadline - before) / 60_000));
  }

  hostConnected(): void {
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
  }

  hostDisconnected(): void {
    clearInterval(this.#timer);
  }

  #tick(): void {
    const drift = Date.now() - performance.now();
    if (Math.abs(drift - this.#drift) > SLEPT_MS) this.#options.doubt();
    this.#drift = drift;
    this.#count({ quietly: false });
  }

  #count({ quietly }: { quietly: boolean }): void {
    if (this.#deadline === undefined) return;
    const before = this.secondsLeft ?? Infinity;
    const left = Math.ceil((this.#deadline - this.#offset - performance.now()) / 1000);
    if (left === before) return;
    this.secondsLeft = left;
    this.#host.requestUpdate();
    if (before > LAST_LOOK_S && left <= LAST_LOOK_S && !quietly) this.#options.doubt();
    const passed = ANNOUNCED.filter((minutes) => before > minutes * 60 && left <= minutes * 60 && left > 0);
    if (passed.length > 0 && !quietly) this.#options.announce(Math.min(...passed));
    if (left <= 0 && !this.#ended) {
      this.#ended = true;
      this.#options.ended();
    }
  }
}
