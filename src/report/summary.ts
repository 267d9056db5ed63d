import type { Result } from '../model/result';
import { dataFacts } from './data';
import { type Judged, judged } from './expectations';
import { ensembleFacts, formulas, methodText } from './experiment';
import { formatCount, formatNumber, formatSeconds } from './format';
import { type Content, facts, type Html, html, table } from './html';
import { axesOf, pointText, settingText } from './settings';

const titleOf = ({ experiment }: Result): string =>
  typeof experiment.title === 'string' && experiment.title !== '' ? experiment.title : 'Ergodic run';

/** Loud where a processor stood in for a GPU. */
export function softwareBanner({ machine }: Pick<Result, 'machine'>): Html | false {
  return (
    machine.software &&
    html`<p class="banner software"><strong>Software adapter.</strong> These numbers were computed on a processor that stands
in for a GPU: ${machine.adapter}. The statistics hold as they are; times and rates say nothing about a GPU.</p>`
  );
}

/** One line for each sweep point that lost particles; a few points by name, the rest counted. */
function lostBanner({ points }: Result): Html | false {
  const axes = axesOf(points);
  const lost = points.filter(({ nonFinite }) => nonFinite > 0);
  const total = lost.reduce((sum, { nonFinite }) => sum + nonFinite, 0);
  const at = lost.slice(0, 4).map((point) => `${formatCount(point.nonFinite)} at ${pointText(point, axes)}`);
  const where = axes.length > 0 ? ` (${[...at, ...(lost.length > 4 ? ['…'] : [])].join('; ')})` : '';
  return (
    total > 0 &&
    html`<p class="banner lost"><strong>${formatCount(total)} ${total === 1 ? 'particle' : 'particles'} left the finite
numbers</strong>${where}. Most often the step is too long for
the steepest places they reached.</p>`
  );
}

/** What was to be known before the run, and of a single point after it; the points of a sweep have their own sections. */
function warningList({ warnings = [], points }: Result): Html | false {
  const own = points.length === 1 ? (points[0].warnings ?? []) : [];
  const all = [...warnings, ...own];
  return all.length > 0 && html`<ul class="banner warnings">${all.map((text) => html`<li>${text}.</li>`)}</ul>`;
}

const limitTexts: Readonly<Record<string, (x: number) => string>> = {
  below: (x) => `below ${formatNumber(x)}`,
  above: (x) => `above ${formatNumber(x)}`,
  near: (x) => `near ${formatNumber(x, 8)}`,
  standardErrors: (x) => `within ${formatNumber(x)} standard errors`,
  within: (x) => `allowance ${formatNumber(x)}`,
};

const limitText = (limit: Record<string, number>): string =>
  Object.entries(limit)
    .map(([key, x]) => limitTexts[key]?.(x) ?? `${key} ${settingText(x)}`)
    .join(', ');

const verdict = (holds: boolean): Html =>
  holds ? html`<span class="verdict holds">✓ holds</span>` : html`<span class="verdict fails">✗ fails</span>`;

/** Failures that are named in the table. */
const mostFailures = 4;

/** What was found: the value of a single point, or where in a sweep it fails. */
function foundCell({ total, failures, value, holds }: Judged, axes: readonly string[]): Content {
  if (total === 1) return formatNumber(value);
  if (holds) return `at all ${total} points`;
  const named = failures.slice(0, mostFailures).map(({ value: found, point }) => {
    const at = point && axes.length > 0 ? ` at ${pointText(point, axes)}` : '';
    return html`<br>${formatNumber(found)}${at}`;
  });
  return html`fails at ${failures.length} of ${total} points${named}${failures.length > mostFailures && html`<br>…`}`;
}

function expectations(result: Result): Html | false {
  const axes = axesOf(result.points);
  const head = ['estimate', 'verdict', 'found', 'expected'];
  const rows = judged(result).map((one): Content[] => [
    html`<code>${one.path}</code>`,
    verdict(one.holds),
    foundCell(one, axes),
    limitText(one.limit),
  ]);
  return (
    rows.length > 0 &&
    html`<section><h2>Expectations</h2>${table({ caption: 'What the experiment file expects', head, rows })}</section>`
  );
}

function overall(result: Result): Html | false {
  const list = judged(result);
  const held = list.filter(({ holds }) => holds).length;
  const text = `${held} of ${list.length} ${list.length === 1 ? 'expectation holds' : 'expectations hold'}`;
  return list.length > 0 && html`<p class="overall ${held === list.length ? 'holds' : 'fails'}">${text}</p>`;
}

const rateText = (rate: number): string => (rate < 1e6 ? formatCount(Math.round(rate)) : formatNumber(rate, 3));

function machineFacts({ machine, timing, hash }: Result): [string, Html | string][] {
  return [
    ['Adapter', machine.software ? html`${machine.adapter} <strong class="far">software</strong>` : machine.adapter],
    ['Wall time', formatSeconds(timing.wall)],
    ['Particle-steps', formatCount(timing.particleSteps)],
    ['Particle-steps per second', rateText(timing.rate)],
    ['Version', machine.version],
    ['Hash', html`<code class="hash">${hash}</code>`],
  ];
}

/** The top of the page: what ran, on what, and whether it came out as expected. */
export function summary(result: Result): Html {
  const { experiment } = result;
  return html`<header><h1>${titleOf(result)}</h1>
${overall(result)}
${formulas(result).map((formula) => html`<p class="formula"><code>${formula}</code></p>`)}</header>
${softwareBanner(result)}${lostBanner(result)}${warningList(result)}
<section><h2>What ran</h2>${facts([
    ...dataFacts(experiment),
    ['Temperature', settingText(experiment.temperature)],
    ['Method', methodText(result)],
    ['Parameters', settingText(experiment.parameters)],
    ...ensembleFacts(result),
    ...machineFacts(result),
  ])}</section>
${expectations(result)}`;
}

export { titleOf };
