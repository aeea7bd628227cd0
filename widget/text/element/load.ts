import { en, type Text } from './en.ts';
import { languageOf } from './format.ts';

/** Files of their own, loaded when asked for. */
const FILES: Record<string, () => Promise<{ text: Text }>> = {
  de: () => import('./de.ts'),
  fr: () => import('./fr.ts'),
  es: () => import('./es.ts'),
  he: () => import('./he.ts'),
  ar: () => import('./ar.ts'),
};

/** The text for a language tag; English where there is none, or where its file does not come. */
export async function loadText(lang: string): Promise<Text> {
  try {
    return (await FILES[languageOf(lang)]?.())?.text ?? en;
  } catch (error) {
    console.warn(error);
    return en;
  }
}
