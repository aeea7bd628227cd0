/** The demo's own look: plain enough to be told apart from the product. */
export const style = `
:root { color-scheme: light dark; --line: light-dark(#d5d9df, #3a4048); --soft: light-dark(#f4f5f7, #1d2126);
  --accent: light-dark(#5a3fc0, #b9a6ff); --bad: light-dark(#b3261e, #ffb4ab); --good: light-dark(#146c2e, #7fd99a);
  --muted: light-dark(#59616b, #a3abb5); }
* { box-sizing: border-box; }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; background: light-dark(#fff, #14171a); color: light-dark(#1b1f24, #e8eaed); }
header { display: flex; flex-wrap: wrap; gap: 8px 24px; align-items: center; padding: 12px 24px; border-block-end: 1px solid var(--line); background: var(--soft); }
nav { display: flex; flex-wrap: wrap; gap: 8px 16px; }
a { color: var(--accent); }
nav a[aria-current] { color: inherit; font-weight: 600; text-decoration: none; }
main { max-width: 1080px; margin-inline: auto; padding: 24px; }
h1 { font-size: 1.6em; line-height: 1.25; margin: 0 0 16px; overflow-wrap: anywhere; }
h2 { font-size: 1.15em; line-height: 1.3; margin: 32px 0 8px; }
section + section { margin-block-start: 24px; }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 340px), 1fr)); gap: 32px; align-items: start; }
.columns > section { margin: 0; }
.columns > section > h2:first-child { margin-block-start: 0; }
.note { color: var(--muted); }
.key { font-family: ui-monospace, monospace; overflow-wrap: anywhere; background: var(--soft); border: 1px solid var(--line); border-radius: 6px; padding: 8px 12px; display: block; }
.good { color: var(--good); font-weight: 600; } .bad { color: var(--bad); font-weight: 600; }
form { display: grid; gap: 12px; justify-items: start; }
form.row { display: flex; flex-wrap: wrap; gap: 12px; align-items: end; }
label { display: grid; gap: 4px; font-weight: 600; max-width: 100%; }
label.tick { display: flex; gap: 8px; font-weight: 400; align-items: center; }
input, select, button { font: inherit; color: inherit; padding: 8px 12px; border: 1px solid light-dark(#868e99, #7d8792); border-radius: 6px; background: light-dark(#fff, #14171a); max-width: 100%; }
input[type="text"], input[type="email"], select { min-width: min(320px, 100%); }
button { background: var(--accent); border-color: var(--accent); color: light-dark(#fff, #1a1033); font-weight: 600; cursor: pointer; }
a.button { display: inline-block; padding: 8px 12px; border-radius: 6px; background: var(--accent); color: light-dark(#fff, #1a1033); font-weight: 600; text-decoration: none; }
button.plain { background: none; color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: start; padding: 8px 16px 8px 0; border-block-end: 1px solid var(--line); vertical-align: top; overflow-wrap: break-word; }
th { font-weight: 600; white-space: nowrap; }
td.number { font-variant-numeric: tabular-nums; text-align: end; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 16px; margin: 0; }
dt { color: var(--muted); } dd { margin: 0; overflow-wrap: anywhere; }
details > summary { cursor: pointer; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--soft); padding: 12px; border-radius: 6px; }
@media (max-width: 640px) {
  thead { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); }
  table, tbody, tr, td { display: block; }
  tr { padding-block: 12px; border-block-end: 1px solid var(--line); }
  td { padding: 0; border: 0; overflow-wrap: anywhere; }
  td + td { color: var(--muted); }
  td.number { text-align: start; }
}
@media (max-width: 480px) { header { padding-inline: 16px; } main { padding: 16px; } dl { grid-template-columns: 1fr; } dt { margin-block-start: 8px; } }
`;
