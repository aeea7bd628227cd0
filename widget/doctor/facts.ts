/** What support needs of an error, and nobody's data. */
export interface Fault {
  code: string;
  message: string;
  detail?: string | undefined;
  status?: number | undefined;
  requestId?: string | undefined;
  /** Address of what the code means. */
  docs?: string | undefined;
}

/** What can be seen in the page; nothing secret. */
export interface Facts {
  version: string;
  pageOrigin: string;
  apiBase: string;
  /** The server that the element’s own script comes from; empty: not known. */
  home: string;
  /** Absolute, without a query. */
  tokenEndpoint: string;
  isDemo: boolean;
  view: string;
  candidateId: string;
  /** Whether the token is for that candidate; undefined: not known. */
  isForCandidate: boolean | undefined;
  scopes: readonly string[];
  /** Of the element, as it is set. */
  attribute(name: string): string | null;
  /** Attributes that there are not, each with the one that has its letters. */
  misspelt: [set: string, right: string][];
  /** What is behind the element, where that is a colour: `dark` or `light`. */
  shade: string;
  /** The same of the colours that the element has for it. */
  scheme: string;
  /** The server has taken the token. */
  isAdmitted: boolean;
  error: Fault | undefined;
  /**
   * `skewS`: by how much this computer is before whoever has signed it, if somebody was there when it came, else its age
   * and a wrong clock look the same; a host that has signed it names its origin.
   */
  token:
    { secondsLeft?: number | undefined; skewS?: number | undefined; origin?: string | undefined } | undefined;
  /** The version in its manifest; empty: it has none; null: no answer that can be read; undefined: not asked yet. */
  server: string | null | undefined;
  violations: { directive: string; blocked: string }[];
  /** Addresses of the element's files that the page has loaded. */
  copies: string[];
}
