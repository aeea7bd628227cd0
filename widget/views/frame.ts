import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { Stage } from './panel.ts';
import { statusOf } from './status.ts';

/** Hotkeys of the page would see the element, not a field, as the target; the page's own fields in slots are its own. */
function keepTyping(event: Event): void {
  const { key = '', ctrlKey, metaKey, altKey, repeat } = event as KeyboardEvent;
  const [target, base] = [event.target, event.currentTarget] as Element[];
  const isOwn = target!.getRootNode() === base!.getRootNode() && target!.matches('input,textarea');
  // What a held key has chosen it does not send as well.
  if (repeat && key === 'Enter' && !target!.matches('textarea')) event.preventDefault();
  if (!key[1] && !ctrlKey && !metaKey && !altKey && isOwn) event.stopPropagation();
}

/** Why what is shown may be old. */
const doubtOf = ({ store, text, format }: Stage) =>
  store.stale && text.staleSince(store.stale.error.message, format.exact(store.stale.since));

function badgeOf(stage: Stage): TemplateResult {
  const { store, text, format } = stage;
  const { percent = 0, assessment, status } = store.selected ?? {};
  const doubt = doubtOf(stage);
  return html`<span part="badge" title=${doubt ?? assessment?.name ?? text.empty}
    >${status ? statusOf(status, text) : html`<slot name="empty">–</slot>`}${
      status === 'completed' ? html` <span part="score-value">${format.percent(percent)}</span>` : nothing
    }${doubt && html` <span role="img" aria-label=${doubt}>?</span>`}</span
  >`;
}

function contentOf(stage: Stage): TemplateResult {
  const { shown, text, failure } = stage;
  if (failure)
    return html`<slot name="error"
      ><div part="alert" role="alert">${failure.message} ${stage.button(text.retry, stage.retry)}</div></slot
    >`;
  if (stage.host.view === 'badge') return badgeOf(stage);
  if (shown && shown !== 'badge') return stage[shown].render();
  return html`<slot name="loading"><div part="skeleton" role="img" aria-label=${text.loading}></div></slot>`;
}

/** What is around the views: notices, slots, and what tells screen readers. */
export function frameOf(stage: Stage): TemplateResult {
  const { text, host, undo, shown, button } = stage;
  const doubt = doubtOf(stage);
  const { offer, takeBack } = undo;
  return html`<fieldset
    part="base"
    class=${[host.view, host.theme, host.density].join(' ')}
    lang=${text.locale}
    translate="no"
    dir=${/^(ar|he)$/.test(text.locale) ? 'rtl' : nothing}
    aria-label=${host.labelText || text.label}
    ?disabled=${host.isDisabled}
    @keydown=${keepTyping}
    @keypress=${keepTyping}
    @keyup=${keepTyping}
    @input=${keepTyping}
  >
    <slot name="heading"></slot>
    ${
      doubt && shown && shown !== 'badge'
        ? html`<div part="stale" role="alert">${doubt} ${button(text.retry, stage.retry)}</div>`
        : nothing
    }
    ${
      offer
        ? html`<div part="stale">
            ${offer.message}
            ${offer.ids.length ? html`${text.leaving} ${button(text.undo, takeBack)}` : nothing}
          </div>`
        : nothing
    }
    ${contentOf(stage)}
    <slot name="footer" part="footer"></slot>
    <div role="status"></div>
  </fieldset>`;
}
