import { partStyles } from './part-styles.ts';
import { styles } from './styles.ts';

let shared: CSSStyleSheet | undefined;

/** Of all elements in the page. */
export function styleSheet(): CSSStyleSheet {
  if (!shared) {
    shared = new CSSStyleSheet();
    shared.replaceSync(styles + partStyles);
  }
  return shared;
}
