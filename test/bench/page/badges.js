// How long a badge takes from the answer of the API to the changed line, layout included.
/* global window, document, MutationObserver, bench, customElements */
bench.updates = [];
bench.count = () => -1;
bench.shown = () =>
  [...document.querySelectorAll('canditech-assessment')].filter(
    ({ shadowRoot }) => shadowRoot?.querySelector('[part~=badge] [part~=status]')?.offsetHeight,
  ).length;
bench.watch = async () => {
  await customElements.whenDefined('canditech-assessment');
  const check = () => {
    const wanted = window.wanted;
    if (!wanted) return;
    const badge = document.querySelector(`[candidate-id="${wanted.candidate}"]`).shadowRoot;
    const status = badge.querySelector('[part~=status]');
    if (status?.dataset.is !== wanted.status || !status.offsetHeight) return;
    const answers = performance
      .getEntriesByType('resource')
      .filter(({ name }) => name.includes('/invitations'));
    bench.updates.push(performance.now() - answers.at(-1).responseEnd);
    window.wanted = undefined;
  };
  const observer = new MutationObserver(check);
  for (const { shadowRoot } of document.querySelectorAll('canditech-assessment'))
    observer.observe(shadowRoot, { subtree: true, childList: true, attributes: true, characterData: true });
};
