import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { EmbedKeyView, EmbedRole, NewEmbedKey } from '../../server/contract/embed.ts';
import { api } from '../members/session.ts';
import { settings } from '../text/members/settings.en.ts';
import { askForm } from '../ui/dialog.ts';
import { PageElement } from '../ui/page-element.ts';
import { failure, skeleton, staleness } from '../ui/parts.ts';
import { Resource } from '../ui/resource.ts';
import { ago } from '../ui/time.ts';
import { toast } from '../ui/toast.ts';
import { fields, originName, toInput } from './embed-key-form.ts';
import { copyField, newKeyNotice } from './new-key.ts';

const t = settings.embedding;
const PATH = '/v1/settings/embed-keys';

/** Without a key: that of the host was registered. */
interface FreshKey {
  id: string;
  key?: string;
  maxRole: EmbedRole;
}

export class EmbeddingPage extends PageElement {
  private readonly keys = new Resource<EmbedKeyView[]>(
    this,
    async (signal) => (await api<{ items: EmbedKeyView[] }>('GET', PATH, { signal })).data.items,
  );
  @state() private fresh: FreshKey | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.keys.reload();
  }

  private readonly make = async (): Promise<void> => {
    let origins: string[] = [];
    const done = await askForm({
      title: t.make,
      fields: (error) => fields(error, origins),
      action: t.action,
      submit: async (form) => {
        const body = toInput(form);
        origins = body.origins;
        const { data } = await api<NewEmbedKey>('POST', PATH, { body });
        this.fresh = { ...data, maxRole: body.maxRole };
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
        ${isPublic ? html`<p class="soft small">${t.selfSigned} <span class="key">${key.id}</span></p>` : nothing}
        <p class="soft small phone">${t.roleNames[maxRole]} · ${used}</p>
        ${origins.map((origin) => html`<p class="small phone">${originName(origin)}</p>`)}
      </td>
      <td class="desk">${origins.map((origin) => html`<p class="small">${originName(origin)}</p>`)}</td>
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
    const done = () => (this.fresh = null);
    const about = t.atMost(t.roleNames[maxRole]);
    if (key) return newKeyNotice(key, done, about);
    return html`<div class="notice success stack tight">
      ${copyField({ id: 'new-key', label: t.registered, value: id, action: t.copyId })}
      <p>${t.registeredAbout}</p>
      <p>${about}</p>
      <div><button type="button" @click=${done}>${t.done}</button></div>
    </div>`;
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
        ${repeat(
          keys,
          ({ id }) => id,
          (key) => this.row(key),
        )}
      </tbody>
    </table>`;
  }

  protected override render() {
    const { view } = this.keys;
    return html`<div class="stack wide">
      <div class="stack tight">
        <div class="row spread head">
          <page-heading .text=${t.heading}></page-heading>
          <button type="button" class="primary" @click=${this.make}>${t.make}</button>
        </div>
        <p>${t.intro}</p>
      </div>
      ${this.notice()} ${staleness(this.keys)} ${view.state === 'loading' ? skeleton() : nothing}
      ${view.state === 'failed' ? failure(view.error, this.keys.reload) : nothing}
      ${
        view.state === 'ready'
          ? html`${this.list(view.data)}<embed-snippets .newest=${view.data.at(-1)}></embed-snippets>`
          : nothing
      }
    </div>`;
  }
}
