import type { CertifiedClaim, CertifiedExperiment } from '../../certificate';
import { formatCount } from '../format';
import { type Html, html, table } from '../html';
import { counted } from './words';

const digits = 12;

const short = (hash: string): Html => html`<code title="${hash}">${hash.slice(0, digits)}</code>`;

const whole = ({ name, hash, tallies }: CertifiedExperiment): Html =>
  html`<dt>${name}</dt><dd>experiment <code class="hash">${hash}</code></dd><dd>counts <code class="hash">${tallies}</code></dd>`;

/** What was run for a claim, by which it can be told whether another run was the same. */
export function experimentList({ title, experiments, particleSteps }: CertifiedClaim): Html {
  const rows = experiments.map((one) => [
    html`<code>${one.name}</code>`,
    formatCount(one.particles),
    formatCount(one.particleSteps),
    String(one.seed),
    short(one.hash),
    short(one.tallies),
  ]);
  const summary = `${counted(experiments.length, 'experiment')}, ${formatCount(particleSteps)} particle-steps`;
  return html`<details class="experiments"><summary>${summary}</summary>${table({
    caption: `Experiments behind “${title}”`,
    head: ['experiment', 'particles a point', 'particle-steps', 'seed', 'hash of the experiment', 'hash of its counts'],
    rows,
  })}<dl class="hashes">${experiments.map(whole)}</dl></details>`;
}
