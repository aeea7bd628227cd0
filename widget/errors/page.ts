import type { ErrorCode } from '../../server/contract/error.ts';
import { errors, page, type ErrorText } from '../text/errors/en.ts';

const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** `code` and _names_ of the text become elements. */
const marked = (text: string) =>
  escape(text).replace(/`([^`]+)`|_([^_]+)_/g, (_, code?: string, name?: string) =>
    code === undefined ? `<i>${name}</i>` : `<code>${code}</code>`,
  );

const entry = (code: string, { means, mend }: ErrorText, status: number | undefined) =>
  `<div class="entry" id="${code}">
    <dt><a href="#${code}"><code>${code}</code></a>${status ? ` <span class="soft small">HTTP ${status}</span>` : ''}</dt>
    <dd>${marked(means)}</dd>
    <dd>${marked(mend)}</dd>
  </div>`;

/** HTML of all codes; those that have a status are the API's. */
export function errorsPage(statuses: Record<ErrorCode, number>): string {
  const statusOf = (code: string) => (statuses as Partial<Record<string, number>>)[code];
  const group = ({ heading, lead }: typeof page.api, isApi: boolean) => {
    const entries = Object.entries(errors)
      .map(([code, text]) => ({ code, text, status: statusOf(code) }))
      .filter(({ status }) => (status !== undefined) === isApi)
      .map(({ code, text, status }) => entry(code, text, status));
    return `<section>
      <h2>${heading}</h2>
      <p class="lead">${marked(lead)}</p>
      <dl>${entries.join('\n')}</dl>
    </section>`;
  };
  return `<p class="product">Canditech</p>
    <h1>${page.heading}</h1>
    <p class="lead">${marked(page.lead)}</p>
    ${group(page.element, false)}
    ${group(page.api, true)}`;
}
