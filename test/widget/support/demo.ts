import type { CanditechAssessment } from '../../../widget/index.ts';
import { root, until } from './lab.ts';

export interface Shown {
  element: CanditechAssessment;
  log: { type: string; detail: any }[];
}
const EVENTS = ['ready', 'select', 'search', 'before-invite', 'invite', 'comment', 'before-decision'];
const MORE = ['decision', 'navigate', 'state-change', 'error', 'result', 'status-change'];

/** An element with canned data; nothing is asked of a server. */
export async function show(scenario: string, attributes: Record<string, string> = {}): Promise<Shown> {
  const element = document.createElement('canditech-assessment');
  const log: Shown['log'] = [];
  for (const name of [...EVENTS, ...MORE])
    element.addEventListener(`canditech-${name}`, (event) => {
      if (event.target === element) log.push({ type: name, detail: (event as CustomEvent).detail });
    });
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.demo = scenario;
  document.body.append(element);
  await until(() => !['idle', 'authorizing', 'loading'].includes(element.state), scenario);
  return { element, log };
}
export const types = ({ log }: Shown) => log.map((one) => one.type);
export const detailOf = ({ log }: Shown, name: string) => log.findLast((one) => one.type === name)?.detail;
export const choose = (element: CanditechAssessment, name: string) =>
  [...root(element).querySelectorAll<HTMLElement>('[role="option"]')]
    .find(({ textContent }) => textContent?.includes(name))!
    .click();
