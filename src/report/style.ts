/** The page's style sheet. Charts take `currentColor` and the custom properties from it. */
export const style = `
:root {
  color-scheme: light dark;
  --paper: #fff; --ink: #1b1d21; --soft: #5c6370; --line: #d9dce1; --wash: #f4f5f7;
  --measured: #0072b2; --exact: #d55e00; --good: #1a7f4b; --bad: #b3261e; --loud: #ffe08a; --loud-ink: #3d2c00;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14161a; --ink: #e6e8eb; --soft: #9aa2af; --line: #343940; --wash: #1d2025;
    --measured: #56b4e9; --exact: #f0a03c; --good: #58c48b; --bad: #ff8a80; --loud: #5c4400; --loud-ink: #ffe9ad;
  }
}
@media screen and (prefers-color-scheme: dark) {
  .diverging image, .diverging .strip { filter: invert(.9) hue-rotate(180deg); }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 2.5rem 1.25rem 4rem; max-width: 960px; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; overflow-wrap: break-word;
}
h1 { margin: 0 0 .4rem; font-size: 2rem; line-height: 1.2; font-weight: 650; text-wrap: balance; }
h2 { margin: 2.5rem 0 .75rem; font-size: 1.3rem; line-height: 1.3; font-weight: 650; }
h3 { margin: 1.75rem 0 .5rem; font-size: 1.08rem; font-weight: 650; }
p { margin: .5rem 0; max-width: 75ch; }
a { color: var(--measured); }
code { font: .92em ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
.formula { margin: .15rem 0; color: var(--soft); font-size: 1.05rem; }
.hash { overflow-wrap: anywhere; }
.overall { display: inline-block; margin: 0 0 .6rem; padding: .1rem .7rem; border: 1.5px solid; border-radius: 99px; font-weight: 600; font-size: .92rem; }
.holds { color: var(--good); }
.fails { color: var(--bad); }
.verdict { font-weight: 600; white-space: nowrap; }
.far { color: var(--bad); }
.banner { margin: 1rem 0; padding: .8rem 1rem; max-width: none; border-left: 6px solid; border-radius: 4px; }
.software { background: var(--loud); color: var(--loud-ink); font-size: 1.05rem; }
.lost { background: var(--wash); border-color: var(--bad); }
.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(13rem, 100%), 1fr)); gap: .7rem 1.5rem; margin: .75rem 0; }
.facts div { min-width: 0; }
dt { color: var(--soft); font-size: .82rem; }
dd { margin: 0; font-variant-numeric: tabular-nums; }
.facts div:has(.hash) { grid-column: 1 / -1; }
.scroll { overflow-x: auto; margin: 1rem 0; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .93rem; }
caption { padding-bottom: .35rem; color: var(--soft); font-size: .86rem; text-align: left; }
th, td { padding: .3rem .7rem; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap; }
thead th { white-space: normal; vertical-align: bottom; border-bottom: 1.5px solid var(--soft); font-weight: 600; font-size: .86rem; }
th:first-child { padding-left: 0; text-align: left; }
tbody th { font-weight: 400; }
figure { margin: 1rem 0; break-inside: avoid; }
figcaption, .note, .asked { color: var(--soft); font-size: .88rem; }
figcaption { max-width: 75ch; margin-top: .25rem; }
.asked { margin-top: -.4rem; }
.plot { display: block; width: 100%; height: auto; font-size: 12px; overflow: visible; }
.plot text { white-space: pre; }
.narrow { display: none; }
.common { max-width: 640px; }
.panels { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(260px, 100%), 1fr)); gap: .75rem 1.25rem; }
.panels > * { max-width: 420px; }
.panel-title { margin: 0 0 .1rem; font-size: .88rem; }
.quantity { margin: 1.1rem 0 .3rem; font-weight: 650; font-size: .95rem; }
.ramp { display: flex; gap: .5rem; align-items: center; margin: .2rem 0 0; color: var(--soft); font-size: .8rem; font-variant-numeric: tabular-nums; }
.strip { flex: 1; height: .55rem; border-radius: 2px; }
.legend { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; margin: 0 0 .25rem; font-size: .86rem; }
.key { display: inline-flex; align-items: center; gap: .45rem; }
.key::before { content: ""; width: 1.3rem; height: 0; border-top: 2px solid var(--exact); }
.key.series::before { border-top-color: var(--series); }
.key.measured::before { height: .75rem; border-top-color: var(--measured); border-top-width: 1px; background: color-mix(in srgb, var(--measured) 30%, transparent); }
.key.guide::before { border-top: 1.5px dashed var(--soft); }
.key.points::before { width: .5rem; height: .5rem; border: 0; border-radius: 50%; background: var(--measured); }
.key.dotted::before { width: .5rem; height: .5rem; border: 1px solid #000; border-radius: 50%; background: #fff; }
.key.hollow::before { width: .55rem; height: .55rem; border: 1.5px solid var(--exact); transform: rotate(45deg); }
.strip, .key::before, .banner { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
details.point > div { scroll-margin-top: 4rem; }
details.point { margin-top: 1.25rem; border-top: 1px solid var(--line); padding-top: .9rem; }
summary { cursor: pointer; }
summary h2 { display: inline; margin: 0; font-size: 1.1rem; }
details.all { margin-top: .75rem; }
section.point { border-top: 1px solid var(--line); margin-top: 2.5rem; }
section.point > h2 { margin-top: 1.25rem; }
footer { margin-top: 3rem; padding-top: .25rem; border-top: 1px solid var(--line); color: var(--soft); font-size: .9rem; }
footer h2 { margin: 1rem 0 .25rem; font-size: 1rem; }
@media (max-width: 640px) {
  body { padding: 1.25rem 1rem 3rem; font-size: 15px; }
  h1 { font-size: 1.55rem; }
  .wide { display: none; }
  .narrow { display: block; }
  .facts { grid-template-columns: repeat(auto-fill, minmax(min(9.5rem, 100%), 1fr)); }
  table { font-size: .86rem; }
  thead th { white-space: nowrap; }
  th, td { padding: .3rem .45rem; }
}
@media print {
  :root {
    color-scheme: light; --paper: #fff; --ink: #000; --soft: #444; --line: #bbb; --wash: #f4f5f7;
    --measured: #0072b2; --exact: #d55e00; --good: #1a7f4b; --bad: #b3261e; --loud: #ffe08a; --loud-ink: #3d2c00;
  }
  body { padding: 0; font-size: 10.5pt; max-width: none; }
  .scroll { overflow: visible; }
  table { font-size: 8.5pt; }
  th, td { padding: .2rem .35rem; }
  tr, .panel { break-inside: avoid; }
  h2, h3, .asked { break-after: avoid; }
  details:not(.all)::details-content { content-visibility: visible; block-size: auto; }
}
`;
