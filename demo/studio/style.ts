/** Calm around the preview, dense in the settings. */
export const studioStyle = `
main { max-width: none; padding: 16px 24px 48px; }
h1 { font-size: 1.25em; margin: 0 0 12px; }
h2 { font-size: 1em; margin: 0 0 8px; }
.studio { display: grid; grid-template-columns: minmax(0, 1fr) 304px; gap: 24px; align-items: start; font-size: 14px; }
.unseen { position: absolute; inline-size: 1px; block-size: 1px; margin: 0; overflow: hidden; clip-path: inset(50%); }
.stage-side { display: grid; gap: 12px; min-width: 0; }
.below { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); gap: 24px; min-width: 0; }
.below > section { min-width: 0; margin: 0; }
.controls { grid-column: 2; grid-row: 1 / span 2; position: sticky; top: 16px; max-height: calc(100vh - 32px); overflow: auto; border: 1px solid var(--line); border-radius: 8px; }
.toolbar { display: flex; flex-wrap: wrap; gap: 8px 12px; align-items: center; }
.field { display: inline-flex; flex-wrap: wrap; gap: 8px; align-items: center; }
.toolbar .end { display: flex; gap: 8px; margin-inline-start: auto; }
.toolbar label { font-weight: 400; color: var(--muted); }
.toolbar label.tick { color: inherit; }
input, select, button, textarea { font: inherit; padding: 3px 8px; min-block-size: 30px; }
input[type="checkbox"] { min-block-size: 0; margin: 0; inline-size: 16px; block-size: 16px; accent-color: var(--accent); }
input[type="range"] { padding: 0; inline-size: 104px; accent-color: var(--accent); }
input[type="text"], input[type="email"], select { min-width: 0; }
output { min-inline-size: 7ch; font-variant-numeric: tabular-nums; }
button.plain { border-color: var(--line); }
button[aria-pressed="true"] { border-color: var(--accent); background: var(--soft); }
#stage { overflow-x: auto; border: 1px solid var(--line); border-radius: 8px; background: var(--soft); }
#page { box-sizing: content-box; margin-inline: auto; padding: 24px; min-block-size: 420px; border-radius: 7px; color-scheme: light; background: light-dark(#fff, #14171a); color: light-dark(#1b1f24, #e8eaed); font: 16px/1.5 system-ui, sans-serif; }
#page.dark { color-scheme: dark; }
#page form { display: block; justify-items: normal; }
#page ul { list-style: none; margin: 0; padding: 0; }
#page li { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 4px 16px; padding: 8px 0; border-block-end: 1px solid var(--line); }
#page bdi { overflow-wrap: anywhere; }
#page form button { margin-block-start: 16px; }
.controls details + details { border-block-start: 1px solid var(--line); }
.controls summary { padding: 8px 12px; font-weight: 600; }
.controls details[open] { padding-block-end: 12px; }
.controls details[open] > summary { padding-block-end: 4px; }
.controls details > :not(summary) { margin-inline: 12px; }
.fields { display: grid; grid-template-columns: minmax(0, 2fr) minmax(0, 3fr); gap: 6px 8px; align-items: center; }
.fields label { font-weight: 400; overflow-wrap: anywhere; }
.fields > input, .fields > select { inline-size: 100%; }
.ticks { display: flex; flex-wrap: wrap; gap: 6px 12px; }
fieldset.ticks { grid-column: 1 / -1; border: 0; padding: 0; margin: 0; }
fieldset.ticks legend { float: inline-start; inline-size: 100%; padding: 0; }
.ticks:empty { display: none; }
.fields + .ticks { margin-block-start: 8px; }
label.tick { gap: 6px; }
.pair { display: flex; flex-wrap: wrap; column-gap: 4px; }
.pair small { flex: 100%; overflow-wrap: anywhere; }
.pair small:not(:empty) { margin-block-start: 4px; }
[aria-invalid] { border-color: var(--bad); }
.pair > input { flex: 1; min-inline-size: 0; }
.pair > input[type="color"] { flex: 0 0 32px; padding: 2px; }
.pair > .unset { opacity: 0.35; }
textarea { display: block; inline-size: 100%; color: inherit; border: 1px solid light-dark(#868e99, #7d8792); border-radius: 6px; background: light-dark(#fff, #14171a); font: 12px/1.5 ui-monospace, monospace; }
label[for="palette"] { margin-block: 12px 4px; }
.buttons { display: flex; flex-wrap: wrap; gap: 8px; margin-block: 8px; }
#contrast, #said:empty { margin-block: 0; }
#contrast { color: var(--muted); }
.code .toolbar input { inline-size: 25ch; }
[role="tablist"] { display: flex; flex-wrap: wrap; gap: 2px; margin-block: 12px 0; border-block-end: 1px solid var(--line); }
[role="tab"] { padding-inline: 6px; border: 0; border-block-end: 2px solid transparent; border-radius: 0; background: none; color: var(--muted); font-weight: 400; }
[role="tab"][aria-selected="true"] { color: inherit; font-weight: 600; border-color: var(--accent); }
.file { display: flex; justify-content: space-between; align-items: center; margin: 8px 0; color: var(--muted); }
pre { margin: 0; overflow: auto; white-space: pre; overflow-wrap: normal; max-block-size: 480px; font: 12px/1.6 ui-monospace, monospace; }
#log { list-style: none; margin: 0; padding: 0; max-block-size: 420px; overflow: auto; }
#log:empty, #log:not(:empty) + .note { display: none; }
#log li { display: grid; grid-template-columns: 7ch minmax(0, 1fr); gap: 0 8px; padding: 4px 0; border-block-end: 1px solid var(--line); }
#log span { color: var(--muted); font-variant-numeric: tabular-nums; }
#log summary { font-weight: 600; overflow-wrap: anywhere; }
#log pre { margin-block: 4px; padding: 8px; max-block-size: 240px; white-space: pre-wrap; overflow-wrap: anywhere; }
#said { position: fixed; inset-block-end: 16px; inset-inline-end: 16px; margin: 0; padding: 8px 12px; border-radius: 8px; font-size: 14px; background: light-dark(#1b1f24, #e8eaed); color: light-dark(#fff, #14171a); }
#said:empty { display: none; }
@media (max-width: 60em) {
  .studio { grid-template-columns: minmax(0, 1fr); gap: 16px; }
  .below { grid-template-columns: minmax(0, 1fr); }
  .controls { grid-column: auto; grid-row: auto; position: static; max-height: none; }
  .toolbar .end { margin-inline-start: 0; }
}
@media (max-width: 480px) { header { padding-inline: 12px; } main { padding: 12px; } #page { padding: 16px; } }
`;
