import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import type { EmbedKeyView, EmbedRole } from '../../server/contract/embed.ts';
import type { NewKey } from '../../server/contract/settings.ts';
import { api } from '../members/session.ts';
import { settings } from '../text/members/settings.en.ts';
import { ApiError } from '../ui/api.ts';
import { askForm } from '../ui/dialog.ts';
import { problemOf, selectField, textField, valueOf } from '../ui/form.ts';
import { PageElement } from '../ui/page-element.ts';
import { failure, skeleton } from '../ui/parts.ts';
import { Resource } from '../ui/resource.ts';
import { ago } from '../ui/time.ts';
import { toast } from '../ui/toast.ts';
import { newKeyNotice } from './new-key.ts';

const t = settings.embedding;
const PATH = '/v1/settings/embed-keys';
const ROLES: EmbedRole[] = ['viewer', 'reviewer', 'recruiter'];

/** As copied from the address bar; what is no origin stays as it is, for the server to refuse. */
function originOf(line: string): string {
  if (!URL.canParse(line)) return line;
  const { protocol, origin, pathname, search, hash } = new URL(line);
  const isPage = pathname !== '/' || search !== '' || hash !== '';
  return /^https?:$/.test(protocol) && !isPage ? origin : line;
}

interface NewEmbedKey {
  name: string;
  origins: string[];
  maxRole: EmbedRole;
  publicKey?: string;
}

/** Throws ApiError where something is missing. */
function toInput(form: FormData): NewEmbedKey {
  const name = valueOf(form, 'name') ?? '';
  const lines = valueOf(form, 'origins')?.split(/[\s,]+/) ?? [];
  const errors = [
    ...(name ? [] : [{ path: 'name', message: t.nameMissing }]),
    ...(lines.length > 0 ? [] : [{ path: 'origins', message: t.originsMissing }]),
  ];
  if (errors.length > 0) throw new ApiError({ code: 'validation_failed', errors });
  const origins = [...new Set(lines.filter(Boolean).map(originOf)), ...(form.has('opaque') ? ['null'] : [])];
  const publicKey = valueOf(form, 'publicKey');
  return { name, origins, maxRole: valueOf(form, 'maxRole') as EmbedRole, ...(publicKey && { publicKey }) };
}

const originsSubject = (error: ApiError | null) =>
  error?.fields.some(({ path }) => path === 'origins') ? t.origins : t.originsSubject;

const fields = (error: ApiError | null): TemplateResult =>
  html`${textField({
      id: 'embed-name',
      name: 'name',
      label: t.name,
      hint: t.nameHint,
      error: problemOf(error, 'name', t.name),
    })}
    ${textField({
      id: 'embed-origins',
      name: 'origins',
      rows: 3,
      label: t.origins,
      hint: t.originsHint,
      error: problemOf(error, 'origins', originsSubject(error)),
    })}
    <label><input type="checkbox" name="opaque" /> ${t.opaque}</label>
    ${selectField({
      id: 'embed-role',
      name: 'maxRole',
      label: t.maxRole,
      hint: t.maxRoleHint,
      value: 'reviewer',
      choices: ROLES.map((role) => ({ value: role, label: t.roles[role] })),
    })}
    ${textField({
      id: 'embed-public-key',
      name: 'publicKey',
      rows: 3,
      label: t.publicKey,
      hint: t.publicKeyHint,
      error: problemOf(error, 'publicKey', t.publicKey),
    })}`;

export class EmbeddingPage extends PageElement {
  private readonly keys = new Resource<EmbedKeyView[]>(
    this,
    async (signal) => (await api<{ items: EmbedKeyView[] }>('GET', PATH, { signal })).data.items,
  );
  /** Without a key: that of the host was registered. */
  @state() private fresh: (Partial<NewKey> & { id: string; maxRole: EmbedRole }) | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.keys.reload();
  }

  private readonly make = async (): Promise<void> => {
    const done = await askForm({
      title: t.make,
      fields,
      action: t.action,
      submit: async (form) => {
        const body = toInput(form);
        this.fresh = {
          ...(await api<Partial<NewKey> & { id: string }>('POST', PATH, { body })).data,
          maxRole: body.maxRole,
        };
      },
    });
    if (!done) return;
    await this.keys.reload();
    await this.updateComplete;
    this.querySelector<HTMLElement>('#new-key')?.focus();
  };

  private async revoke({ id, name }: EmbedKeyView): Promise<void> {
    const done = await askForm({
      title: t.revokeTitle(name),
      body: t.revokeBody,
      action: settings.key.revoke,
      danger: true,
      submit: async () => void (await api('DELETE', `${PATH}/${id}`)),
    });
    if (!done) return;
    if (this.fresh?.id === id) this.fresh = null;
    toast(settings.key.revoked);
    await this.keys.reload();
  }

  private row(key: EmbedKeyView): TemplateResult {
    const { name, origins, maxRole, isPublic, lastUsedAt } = key;
    const used = lastUsedAt ? ago(lastUsedAt) : settings.key.unused;
    return html`<tr>
      <td class="main">
        <strong><bdi>${name}</bdi></strong>
        ${isPublic ? html`<p class="soft small">${t.selfSigned} · <span class="key">${key.id}</span></p>` : nothing}
        <p class="soft small phone">${t.roleNames[maxRole]} · ${used}</p>
        ${origins.map((origin) => html`<p class="small phone key">${origin}</p>`)}
      </td>
      <td class="desk">${origins.map((origin) => html`<p class="small key">${origin}</p>`)}</td>
      <td class="desk">${t.roleNames[maxRole]}</td>
      <td class="desk">${used}</td>
      <td class="number">
        <button
          type="button"
          class="quiet danger"
          aria-label=${settings.key.revokeKey(name)}
          @click=${() => this.revoke(key)}
        >
          ${settings.key.revoke}
        </button>
      </td>
    </tr>`;
  }

  private notice(): TemplateResult | typeof nothing {
    if (!this.fresh) return nothing;
    const { id, key, maxRole } = this.fresh;
    if (!key)
      return html`<div class="notice stack tight" id="new-key" tabindex="-1">
        <p>${t.registered}</p>
        <p class="key"><strong>${id}</strong></p>
      </div>`;
    return newKeyNotice(key, () => (this.fresh = null), t.atMost(t.roleNames[maxRole]));
  }

  private list(keys: EmbedKeyView[]): TemplateResult {
    if (keys.length === 0) return html`<p class="empty">${t.none}</p>`;
    const { columns } = t;
    return html`<table class="list">
      <thead>
        <tr>
          <th scope="col">${columns.name}</th>
          <th scope="col" class="desk">${columns.origins}</th>
          <th scope="col" class="desk">${columns.role}</th>
          <th scope="col" class="desk">${columns.used}</th>
          <th scope="col" class="number">${columns.actions}</th>
        </tr>
      </thead>
      <tbody>
        ${keys.map((key) => this.row(key))}
      </tbody>
    </table>`;
  }

  protected override render() {
    const { view } = this.keys;
    return html`<div class="stack wide">
      <div class="stack tight">
        <page-heading .text=${t.heading}></page-heading>
        <p>${t.intro}</p>
      </div>
      <div>
        <button type="button" class="primary" @click=${this.make}>${t.make}</button>
      </div>
      ${this.notice()} ${view.state === 'loading' ? skeleton() : nothing}
      ${view.state === 'failed' ? failure(view.error, this.keys.reload) : nothing}
      ${view.state === 'ready' ? this.list(view.data) : nothing}
    </div>`;
  }
}
