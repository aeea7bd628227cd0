// The probe's eyes for the element.
/* global bench, document, customElements, MutationObserver */
const rootOf = () => document.querySelector('canditech-assessment').shadowRoot;
bench.count = () => {
  const row = rootOf().querySelector('[role=option]');
  if (row?.offsetHeight) return Number(row.getAttribute('aria-setsize'));
  return rootOf().querySelector('p#list') ? 0 : -1;
};
bench.isComplete = () => rootOf().querySelector('#list').getAttribute('aria-busy') === 'false';
bench.watch = async () => {
  await customElements.whenDefined('canditech-assessment');
  new MutationObserver(bench.check).observe(rootOf(), { subtree: true, childList: true, attributes: true });
};
