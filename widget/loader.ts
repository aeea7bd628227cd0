declare const __VERSION__: string;

// The pinned file beside this one: the page gets each release within minutes, and caches it for ever.
const here = import.meta.url;
const { href } = new URL(`../${__VERSION__}/canditech-assessment.js`, here);
import(/* @vite-ignore */ href).catch((error: unknown) => console.error(error));
