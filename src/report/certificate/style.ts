const light = `--set-0: #0072b2; --set-1: #007a5a; --set-2: #a6428a; --set-3: #996b00; --set-4: #4a52c8; --set-5: #00808f; --set-6: #5a5a5a;
    --seed: #c94f00; --open: #8a6100;`;

const dark = `--set-0: #56b4e9; --set-1: #2fc096; --set-2: #e08cc4; --set-3: #e6b93c; --set-4: #a3a8ff; --set-5: #5fd4e0; --set-6: #b4b4b4;
    --seed: #ff8a3d; --open: #e6b450;`;

/** Rules of the certificate's page beside those that all pages share. Colours of sets keep apart for the colour-blind: after Okabe & Ito (2008). */
export const certificateStyle = `
:root { ${light} }
@media (prefers-color-scheme: dark) { :root { ${dark} } }
.lead { font-size: 1.05rem; }
.inconclusive { color: var(--open); }
.seed-holds { color: var(--good); }
.seed-condition { color: var(--set-4); }
.seed-not { color: var(--seed); }
.tells { color: var(--seed); font-size: .85em; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.repeat { max-width: none; }
.repeat > span { color: var(--soft); font-size: .88rem; margin-right: .4rem; }
.command { display: inline-block; padding: .15rem .55rem; border-radius: 4px; background: var(--wash); }
.command span { white-space: nowrap; }
.wrapped caption { position: absolute; clip-path: inset(50%); }
.wrapped .scroll { margin-top: .25rem; position: relative; }
.wrapped table { font-size: .86rem; }
.wrapped th, .wrapped td { padding: .3rem .4rem; }
.pair { white-space: normal; }
.wrapped th:first-child { padding-left: 0; min-width: 11rem; white-space: normal; text-wrap: pretty; }
.claim { margin-top: 3rem; border-top: 1.5px solid var(--line); scroll-margin-top: 1rem; }
.claim > h2 { margin-top: 1.25rem; font-size: 1.45rem; }
.own { color: inherit; text-decoration: none; }
.own:hover { text-decoration: underline; }
.statements { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr)); gap: .5rem 2rem; }
.statements > div { min-width: 0; }
.whose { margin: 0; color: var(--soft); font-size: .82rem; }
sub, sup { line-height: 0; font-size: .75em; }
blockquote { margin: .3rem 0 .6rem; padding: .1rem 0 .1rem .9rem; border-left: 3px solid var(--seed); font-style: italic; overflow-wrap: anywhere; }
.statement { margin: .3rem 0 .6rem; padding-left: .9rem; border-left: 3px solid var(--set-0); }
.colours { max-width: 30rem; margin: 0 0 .5rem; }
.colours p { margin: 0; font-size: .86rem; }
.key.series::before { border-top-color: var(--series); }
.key.dashed::before { border-top: 2px dashed var(--series); }
.key.thin::before { border-top: 1px solid var(--series); }
.key.shape::before { width: .65rem; height: .65rem; border: 0; background: var(--series); }
.key.circle::before { border-radius: 50%; }
.key.ring::before { border: 2px solid var(--series); border-radius: 50%; background: none; }
.key.triangle::before { clip-path: polygon(50% 0, 100% 100%, 0 100%); }
.key.diamond::before { clip-path: polygon(50% 0, 85% 50%, 50% 100%, 15% 50%); }
.key.star::before { clip-path: polygon(50% 0, 62% 36%, 98% 36%, 69% 58%, 80% 92%, 50% 71%, 20% 92%, 31% 58%, 2% 36%, 38% 36%); }
.key.wye::before { clip-path: polygon(30% 50%, 0 20%, 20% 0, 50% 30%, 80% 0, 100% 20%, 70% 50%, 70% 100%, 30% 100%); }
.key.cross::before { clip-path: polygon(33% 0, 67% 0, 67% 33%, 100% 33%, 100% 67%, 67% 67%, 67% 100%, 33% 100%, 33% 67%, 0 67%, 0 33%, 33% 33%); }
.key.times::before { clip-path: polygon(20% 0, 50% 30%, 80% 0, 100% 20%, 70% 50%, 100% 80%, 80% 100%, 50% 70%, 20% 100%, 0 80%, 30% 50%, 0 20%); }
.key.over::before { box-sizing: content-box; height: 2px; border: 1.5px solid #fff; outline: 1px solid var(--line); background: #000; }
.key.over.seed::before { background: repeating-linear-gradient(90deg, #d55e00 0 5px, #fff 5px 8px); }
.key.over.guide::before { height: 1px; background: #555; }
.key.over.measured::before { width: .45rem; height: .45rem; border-radius: 50%; }
.hashes { margin: .5rem 0; font-size: .82rem; }
details { margin: .5rem 0; }
summary { color: var(--soft); font-size: .9rem; }
@media (max-width: 640px) {
  .wrapped th:first-child { min-width: 8.5rem; }
  .overview .verdict, .overview thead th { white-space: normal; }
}
@media print {
  :root { ${light} }
  .claim { break-before: page; }
  details.numbers { display: none; }
  .wrapped table, .wrapped thead th { font-size: 7.5pt; }
  .wrapped th, .wrapped td { padding: .15rem .3rem; }
  .wrapped th:first-child { padding-left: 0; min-width: 7rem; }
  .hash { font-size: 7pt; }
}
`;
