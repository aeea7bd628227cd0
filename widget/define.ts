import { CanditechAssessment } from './canditech-assessment.ts';
import { VERSION } from './embed/version.ts';

/** Registers the element unless the page has it already: the first copy wins, a second one says so and does nothing. */
export function define(tag = 'canditech-assessment'): void {
  const known = customElements.get(tag) as typeof CanditechAssessment | undefined;
  if (!known) customElements.define(tag, CanditechAssessment);
  else if (known !== CanditechAssessment)
    console.warn(`<${tag}> ${VERSION} was not loaded: the page has ${known.version ?? 'another'} already.`);
}
