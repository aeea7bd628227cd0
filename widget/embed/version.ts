declare const __VERSION__: string;

/** Of the package; the build puts it in. */
export const VERSION: string = typeof __VERSION__ === 'string' ? __VERSION__ : '1.0.0-source';
