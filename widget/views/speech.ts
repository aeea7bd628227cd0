import type { Host } from './panel.ts';
import { en, type Text } from '../text/element/en.ts';
import { createFormat, type Format } from '../text/element/format.ts';
import { loadText } from '../text/element/load.ts';

/** The text and the formats of the element's language, English until they have come. */
export interface Speech {
  text: Text;
  format: Format;
  /** Follows what the page says by now; what is typed stays. */
  follow(): Promise<void>;
}

/** Of the element, or of what is around it, also outside of the page's own shadow roots. */
function langOf(host: Element): string {
  const lang = host.closest('[lang]')?.getAttribute('lang');
  const root = host.getRootNode();
  return lang || (root instanceof ShadowRoot ? langOf(root.host) : navigator.language);
}

export function createSpeech(host: Host, update: () => void, signal: AbortSignal): Speech {
  let asked = '';
  const observer = new MutationObserver(update);
  observer.observe(document, { subtree: true, attributeFilter: ['lang'] });
  signal.addEventListener('abort', () => observer.disconnect());
  const speech: Speech = {
    text: en,
    format: createFormat(en.locale, en, ''),
    async follow() {
      const lang = langOf(host);
      const now = `${lang} ${host.timeZone}`;
      if (now === asked) return;
      asked = now;
      const text = await loadText(lang);
      if (now !== asked) return;
      Object.assign(speech, { text, format: createFormat(lang, text, host.timeZone) });
      update();
    },
  };
  return speech;
}
