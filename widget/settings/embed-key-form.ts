import { html, type TemplateResult } from 'lit';
import type { EmbedKeyInput, EmbedRole } from '../../server/contract/embed.ts';
import { settings } from '../text/members/settings.en.ts';
import { ui } from '../text/ui/en.ts';
import { ApiError } from '../ui/api.ts';
import { problemOf, selectField, textField, valueOf } from '../ui/form.ts';

const t = settings.embedding;
const ROLES: EmbedRole[] = ['viewer', 'reviewer', 'recruiter'];
const OPAQUE = 'null';

/** As copied from the address bar; what is no origin stays as it is, for the server to refuse. */
function originOf(line: string): string {
  // Chrome writes a star in a host as %2A.
  if (line.includes('*')) return line.replace(/\/$/, '').toLowerCase();
  if (!URL.canParse(line)) return line;
  const { protocol, origin, pathname, search, hash } = new URL(line);
  const isPage = pathname !== '/' || search !== '' || hash !== '';
  return /^https?:$/.test(protocol) && !isPage ? origin : line;
}

/** PEM as it is, a JWK as an object; what is neither stays as it is, for the server to refuse. */
function publicKeyOf(text: string): NonNullable<EmbedKeyInput['publicKey']> {
  if (!text.startsWith('{')) return text;
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return text;
  }
}

/** A private key must not even leave the browser. */
const isPrivate = (text: string) => /PRIVATE KEY|"d"\s*:/.test(text);

const problemOfPublicKey = (signs: boolean, text: string | undefined) =>
  signs ? (text === undefined ? t.publicKeyMissing : isPrivate(text) ? t.publicKeyPrivate : '') : '';

/** Throws ApiError where something is missing. */
export function toInput(form: FormData): EmbedKeyInput {
  const name = valueOf(form, 'name') ?? '';
  const lines = (valueOf(form, 'origins') ?? '').split(/[\s,]+/).filter(Boolean);
  const isOpaque = form.has('opaque');
  const signs = valueOf(form, 'signs') === 'host';
  const publicKey = valueOf(form, 'publicKey');
  const problems: [path: string, message: string][] = [
    ['name', name ? '' : t.nameMissing],
    ['origins', lines.length > 0 || isOpaque ? '' : t.originsMissing],
    ['origins', lines.includes(OPAQUE) ? t.originsOpaque : ''],
    ['publicKey', problemOfPublicKey(signs, publicKey)],
  ];
  const errors = problems.flatMap(([path, message]) => (message ? [{ path, message }] : []));
  if (errors.length > 0) throw new ApiError({ code: 'validation_failed', errors });
  return {
    name,
    origins: [...new Set(lines.map(originOf)), ...(isOpaque ? [OPAQUE] : [])],
    maxRole: valueOf(form, 'maxRole') as EmbedRole,
    ...(signs && publicKey !== undefined && { publicKey: publicKeyOf(publicKey) }),
  };
}

/** Each line that was refused, by what it says. */
function problemOfOrigins(error: ApiError | null, sent: string[]): string | undefined {
  const problems = error?.fields.flatMap(({ path, message }) => {
    const line = sent[Number(/^origins\.(\d+)$/.exec(path)?.[1])];
    return line === undefined ? [] : [ui.fieldProblem(t.originsLine(line), message)];
  });
  return problems?.join('\n') || problemOf(error, 'origins', t.origins);
}

function showOwnKey({ target, currentTarget }: Event): void {
  const { name, value } = target as HTMLInputElement;
  const own = (currentTarget as HTMLElement).querySelector<HTMLElement>('#embed-own-key');
  if (own && name === 'signs') own.hidden = value !== 'host';
}

const signer = (error: ApiError | null): TemplateResult =>
  html`<fieldset class="field plain" @change=${showOwnKey}>
    <legend class="label">${t.signs}</legend>
    ${(['us', 'host'] as const).map(
      (value) =>
        html`<label class="tick"
          ><input type="radio" name="signs" value=${value} ?checked=${value === 'us'} /><span
            >${t.signers[value]}</span
          ></label
        >`,
    )}
    <div id="embed-own-key" hidden>
      ${textField({
        id: 'embed-public-key',
        name: 'publicKey',
        rows: 4,
        label: t.publicKey,
        hint: t.publicKeyHint,
        error: problemOf(error, 'publicKey', t.publicKeySubject),
      })}
    </div>
  </fieldset>`;

/** `sent`: the origins that `error` is about. */
export const fields = (error: ApiError | null, sent: string[]): TemplateResult =>
  html`${textField({
      id: 'embed-name',
      name: 'name',
      label: t.name,
      hint: t.nameHint,
      error: problemOf(error, 'name', t.name),
    })}
    <div class="stack tight">
      ${textField({
        id: 'embed-origins',
        name: 'origins',
        rows: 3,
        label: t.origins,
        hint: t.originsHint,
        error: problemOfOrigins(error, sent),
      })}
      <label class="tick"
        ><input type="checkbox" name="opaque" aria-describedby="embed-opaque-hint" /><span
          >${t.opaque}</span
        ></label
      >
      <p class="soft small tick-hint" id="embed-opaque-hint">${t.opaqueHint}</p>
    </div>
    ${selectField({
      id: 'embed-role',
      name: 'maxRole',
      label: t.maxRole,
      hint: t.maxRoleHint,
      value: 'reviewer',
      choices: ROLES.map((role) => ({ value: role, label: t.roles[role] })),
    })}
    ${signer(error)}`;

/** As people read it. */
export const originName = (origin: string): TemplateResult | string =>
  origin === OPAQUE ? t.opaqueName : html`<span class="key">${origin}</span>`;
