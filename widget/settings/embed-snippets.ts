import { html, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { EmbedKeyView } from '../../server/contract/embed.ts';
import { api } from '../members/session.ts';
import { settings } from '../text/members/settings.en.ts';
import { ui } from '../text/ui/en.ts';
import { copy } from '../ui/copy.ts';
import { icon } from '../ui/icons.ts';
import { PageElement } from '../ui/page-element.ts';
import { failure, skeleton } from '../ui/parts.ts';
import { Resource } from '../ui/resource.ts';
import { tokenRoute } from './token-route.ts';

const t = settings.embedding.page;
const LOADER = '/embed/v1/loader.js';

/** Of what the server says about its files. */
interface Manifest {
  files: { 'loader.js': { url: string } };
  snippets: { pinned: string; evergreen: string; csp: string; trustedTypes: string };
}

interface Snippet {
  id: string;
  title: string;
  about: string;
  code: string;
}

const elementFor = (server: string) =>
  `<canditech-assessment api-base="${server}" token-endpoint="/canditech/token" candidate-id="cand-42"></canditech-assessment>`;

const snippet = ({ id, title, about, code }: Snippet): TemplateResult =>
  html`<div class="stack tight">
    <div class="row spread">
      <h3 id=${id}>${title}</h3>
      <button type="button" aria-label=${t.copy(title)} @click=${() => copy(code)}>
        ${icon('copy')}${ui.copy}
      </button>
    </div>
    <p class="soft small">${about}</p>
    <pre class="code" role="group" tabindex="0" aria-labelledby=${id}><code>${code}</code></pre>
  </div>`;

/** What a page of the host's needs to show the panel, to be copied. */
export class EmbedSnippets extends PageElement {
  /** The newest: its origin, role and id stand in the route. */
  @property({ attribute: false }) newest: EmbedKeyView | undefined;
  private readonly manifest = new Resource<Manifest>(
    this,
    async (signal) => (await api<Manifest>('GET', '/embed/v1/manifest.json', { signal })).data,
  );

  override connectedCallback(): void {
    super.connectedCallback();
    void this.manifest.reload();
  }

  private get routeAbout(): string {
    if (!this.newest) return t.routeWithout;
    const { name, isPublic } = this.newest;
    return isPublic ? t.routeSigned(name) : t.routeMinted(name);
  }

  private body({ files, snippets }: Manifest): TemplateResult[] {
    const server = files['loader.js'].url.slice(0, -LOADER.length);
    const all: Snippet[] = [
      { id: 'embed-script', ...t.script, code: snippets.evergreen },
      { id: 'embed-pinned', ...t.pinned, code: snippets.pinned },
      { id: 'embed-element', ...t.element, code: elementFor(server) },
      {
        id: 'embed-route',
        title: t.route,
        about: this.routeAbout,
        code: tokenRoute(server, this.newest),
      },
      {
        id: 'embed-policy',
        title: t.policy,
        about: t.policyAbout(snippets.trustedTypes),
        code: snippets.csp,
      },
    ];
    return all.map(snippet);
  }

  protected override render() {
    const { view } = this.manifest;
    return html`<section class="stack snippets" aria-labelledby="embed-snippets">
      <div class="stack tight">
        <h2 id="embed-snippets">${t.heading}</h2>
        <p>${t.about}</p>
      </div>
      ${view.state === 'loading' ? skeleton() : nothing}
      ${view.state === 'failed' ? failure(view.error, this.manifest.reload) : nothing}
      ${view.state === 'ready' ? this.body(view.data) : nothing}
    </section>`;
  }
}
