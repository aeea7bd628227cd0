import type { CandidateInput } from '../server/contract/invitation.ts';
import type { CanditechEventMap } from './embed/event.ts';
import type { FetchToken } from './embed/token-source.ts';
import type { Text } from './text/element/en.ts';

/** Defaults by property; a list holds all values, the default first. */
const ATTRIBUTES: Record<string, string | number | boolean | string[]> = {
  apiBase: '',
  tokenEndpoint: '',
  context: '',
  session: '',
  candidateId: '',
  jobId: '',
  name: '',
  label: '',
  timeZone: '',
  shows: '',
  demo: '',
  headingLevel: 3,
  pageSize: 20,
  required: false,
  disabled: false,
  readonly: false,
  debug: false,
  view: ['auto', 'picker', 'result', 'badge'],
  action: ['invite', 'select'],
  theme: ['inherit', 'light', 'dark', 'system'],
  density: ['comfortable', 'compact', 'touch'],
  live: ['auto', 'poll', 'off'],
  loading: ['eager', 'lazy'],
};
/** Whole numbers from one to the other. */
const RANGES: Record<string, [least: number, most: number]> = { headingLevel: [2, 6], pageSize: [1, 1000] };
/** These write their attribute; the others leave what a server has rendered as it is. */
const REFLECTED = ['view', 'theme', 'density', 'disabled'];
/** No attributes: data, and functions. */
const PLAIN = ['fetchToken', 'candidate', 'labels', 'transport'];

/** `show` is a method as well, so its property has another name. */
const toAttribute = (name: string) =>
  name === 'shows' ? 'show' : name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const PROPERTY_OF: Record<string, string> = Object.fromEntries(
  Object.keys(ATTRIBUTES).map((name) => [toAttribute(name), name]),
);

/** The values that there can be, where it is none of them. */
function refusalOf(name: string, set: unknown): string {
  const values = ATTRIBUTES[name];
  if (Array.isArray(values)) return values.includes(set as string) ? '' : values.join(', ');
  const [least = 0, most = 0] = RANGES[name] ?? [];
  const number = Number(set);
  return most && !(Number.isInteger(number) && number >= least && number <= most)
    ? `${least} to ${most}`
    : '';
}

/** What was set, or the default where that is nothing, or none of the values. */
function valueOf(name: string, set: unknown): unknown {
  const normal = ATTRIBUTES[name];
  if (normal === undefined) return set;
  if (typeof normal === 'boolean') return set != null && set !== false;
  const first = Array.isArray(normal) ? normal[0] : normal;
  const given = set == null || refusalOf(name, set) ? first : set;
  return typeof normal === 'number' ? Number(given) : `${given as string}`;
}

/** An element that names its events. */
interface EventfulElement extends HTMLElement {
  addEventListener<Name extends keyof CanditechEventMap>(
    type: Name,
    listener: (event: CanditechEventMap[Name]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

/** Values of attributes and properties. Attributes hold text, numbers and booleans only. */
export abstract class Attributes extends (HTMLElement as new () => EventfulElement) {
  static readonly observedAttributes: string[] = [
    ...Object.keys(PROPERTY_OF),
    'lang',
    'value',
    'token',
    'aria-label',
    'aria-labelledby',
  ];
  static #defaults: Record<string, unknown> = {};
  /** The elements in the page. */
  protected static readonly present = new Set<Attributes>();

  static {
    for (const name of [...Object.keys(ATTRIBUTES), ...PLAIN])
      Object.defineProperty(this.prototype, name, {
        get(this: Attributes) {
          // Canned data never stand in for a server that is named.
          if (name === 'demo' && this.apiBase) return '';
          return valueOf(name, this.#set[name] ?? Attributes.#defaults[name]);
        },
        set(this: Attributes, value: unknown) {
          this.#change(name, value);
          if (!REFLECTED.includes(name)) return;
          if (value == null || value === false) this.removeAttribute(name);
          else this.setAttribute(name, value === true ? '' : (value as string));
        },
      });
  }

  /** Address of the Canditech server. Required unless `demo` is set. */
  declare apiBase: string;
  /** URL of the host's backend that answers a POST with `{token, expiresIn}`. */
  declare tokenEndpoint: string;
  /** Asks the host's backend for a token, at first and for each renewal; goes before `tokenEndpoint`. */
  declare fetchToken: FetchToken | undefined;
  /** Passed on to whoever gives the token. */
  declare context: string;
  /** Elements with the same one share token, answers and stream. */
  declare session: string;
  /** `auto`: the result when the candidate has an invitation, else the picker; `badge`: one line. */
  declare view: 'auto' | 'picker' | 'result' | 'badge';
  /** The host's own id of the candidate; must be the token's. */
  declare candidateId: string;
  /** Fills the form beforehand; never in attributes, which DOM recorders keep. */
  declare candidate: Partial<CandidateInput> | undefined;
  /** `select`: choose only, as the field of a form. */
  declare action: 'invite' | 'select';
  /** Stored with the invitation. */
  declare jobId: string;
  /** Of the field in its form. */
  declare name: string;
  /** The form needs a choice. */
  declare required: boolean;
  /** Nothing can be done. */
  declare disabled: boolean;
  /** The choice cannot be changed. */
  declare readonly: boolean;
  /** Accessible name. */
  declare label: string;
  /** 2 to 6, default 3. */
  declare headingLevel: number;
  /** IANA name; default: the browser's. */
  declare timeZone: string;
  /** Colour scheme; `inherit`: what CSS `color-scheme` says around it. */
  declare theme: 'inherit' | 'light' | 'dark' | 'system';
  /** How much room everything has. */
  declare density: 'comfortable' | 'compact' | 'touch';
  /** Which of `score sections comments decision history`; default: all. What may be seen is the token's matter. */
  declare shows: string;
  /** `auto`: a stream of events, or polling where there is none. */
  declare live: 'auto' | 'poll' | 'off';
  /** `lazy`: begins when it comes into sight. */
  declare loading: 'eager' | 'lazy';
  /** Assessments in the first request, default 20. */
  declare pageSize: number;
  /** Name of a scenario with canned data; no request leaves the page. */
  declare demo: string;
  /** Shows what is wrong, and the line that mends it. */
  declare debug: boolean;
  /** Strings in place of the element's own. */
  declare labels: Partial<Text> | undefined;
  /** In place of `fetch`, for the API's requests. */
  declare transport: typeof fetch | undefined;

  #set: Record<string, unknown> = {};

  /** Defaults for all elements of the page; what an element says itself goes before. */
  static configure(defaults: Partial<Attributes>): void {
    Object.assign(Attributes.#defaults, defaults);
    Attributes.present.forEach((element) => element.changed());
  }

  /** Something is other than it was. */
  protected abstract changed(): void;

  attributeChangedCallback(attribute: string, _old: string | null, value: string | null): void {
    const name = PROPERTY_OF[attribute] ?? attribute;
    this.#change(name, name === 'demo' && value === '' ? 'picker' : (value ?? undefined));
  }

  /** What a page has set before the script came is in the way of the accessors. */
  protected keepEarly(): void {
    for (const name of Object.keys(this)) {
      const value = (this as Record<string, unknown>)[name];
      delete (this as Record<string, unknown>)[name];
      (this as Record<string, unknown>)[name] = value;
    }
  }

  #change(name: string, value: unknown): void {
    if (this.#set[name] === value) return;
    this.#set[name] = value;
    if (/^(demo|apiBase)$/.test(name) && this.apiBase && this.#set['demo'])
      console.warn('<canditech-assessment> demo counts only without api-base.');
    const values = value == null ? '' : refusalOf(name, value);
    if (values)
      console.warn(`<canditech-assessment ${toAttribute(name)}="${value as string}"> is none of ${values}.`);
    this.changed();
  }
}
