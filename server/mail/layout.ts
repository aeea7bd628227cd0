import type { Mail } from './mailer.ts';

/** Somebody else's words, as lines of their own. */
interface Quote {
  quote: string[];
}

export interface Letter {
  to: string;
  subject: string;
  greeting: string;
  /** Paragraphs before the link. */
  before: (string | Quote)[];
  link?: { label: string; url: string };
  /** Paragraphs after it. */
  after: string[];
}

const escape = (text: string) =>
  text.replace(
    /[&<>"']/g,
    (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[c]!,
  );

const harmless = (text: string): string =>
  text
    .replace(/[\u0000-\u001f\u007f\u200b\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/g, ' ')
    .replace(/:\/\/|\/\//g, ' ')
    .replace(/\b(www|mailto|tel)[.:]/gi, '$1 ')
    .replace(/\s+/g, ' ')
    .trim();

/** Names are customers' data: they must not become links or lines of their own. */
export const plain = (text: string): string => harmless(text).slice(0, 200).toWellFormed();

/** Mail programs make links of bare domains, unless a dot is no plain dot. */
const withoutDomains = (text: string) =>
  text.replace(/(?<=[\p{L}\p{N}-])[.@](?=[\p{L}\p{N}]{2})/gu, '$&\u2060');

/** As `plain`, for names that strangers choose. */
export const plainName = (name: string): string => withoutDomains(plain(name));

/** A message in full: its lines stay, its links do not. */
export const quoteOf = (message: string): Quote => ({
  quote: message
    .trim()
    .replace(/\r\n?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .split('\n')
    .map((line) => withoutDomains(harmless(line))),
});

const DATE = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'short', timeZone: 'UTC' });
export const date = (at: Date): string => `${DATE.format(at)} UTC`;

const paragraph = (text: string) => `<p style="margin:0 0 16px">${escape(text)}</p>`;
const quotation = ({ quote }: Quote) =>
  `<blockquote style="margin:0 0 16px;padding:0 0 0 16px;border-left:3px solid #8b93a7">${quote.map(escape).join('<br>')}</blockquote>`;

const asText = (part: string | Quote) =>
  typeof part === 'string' ? part : part.quote.map((line) => `> ${line}`.trimEnd()).join('\n');
const asHtml = (part: string | Quote) => (typeof part === 'string' ? paragraph(part) : quotation(part));

/** One letter as text and as HTML that mail programs may turn dark. */
export function toMail({ to, subject, greeting, before, link, after }: Letter): Mail {
  const text = [
    greeting,
    ...before.map(asText),
    ...(link ? [`${link.label}:\n${link.url}`] : []),
    ...after,
  ].join('\n\n');
  const button = link
    ? `<p style="margin:24px 0"><a href="${escape(link.url)}" style="display:inline-block;padding:12px 24px;border-radius:8px;background:#3d4fc4;color:#ffffff;font-weight:600;text-decoration:none">${escape(link.label)}</a></p>`
    : '';
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><title>${escape(subject)}</title></head><body style="margin:0;padding:24px;font:16px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif"><div style="max-width:560px;margin:0 auto">${[greeting, ...before].map(asHtml).join('')}${button}${after.map(paragraph).join('')}</div></body></html>`;
  return { to, subject: plain(subject), text: `${text}\n`, html };
}
