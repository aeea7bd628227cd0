/** The computer's clock is wrong by this much; goes into `before` of a host. */
export const wrongBy = (ms: number) => ({
  content: `{
    const Real = Date;
    Date = class extends Real {
      constructor(...all) {
        super(...(all.length ? all : [Real.now() + ${ms}]));
      }
      static now() {
        return Real.now() + ${ms};
      }
    };
  }`,
});

/** All that the page waits for comes so many times sooner. */
export const sooner = (times: number) => ({
  content: `{
    const { setTimeout: begin } = window;
    window.setTimeout = (work, ms, ...rest) => begin(work, ms / ${times}, ...rest);
    const timeout = AbortSignal.timeout.bind(AbortSignal);
    AbortSignal.timeout = (ms) => timeout(Math.ceil(ms / ${times}));
    const now = performance.now.bind(performance);
    performance.now = () => now() * ${times};
  }`,
});
