import { estimateTable } from '../cells';
import { formatNumber } from '../format';
import { facts, type Html, html } from '../html';
import { type Fields, isEstimate, isFields, readNumber } from '../read';
import type { KindReport } from './kind';

const quantities = [
  ['ensembleMean', 'mean over the ensemble at the end'],
  ['timeMean', 'mean of the time averages'],
  ['variance', 'variance of the time averages over particles'],
  ['effectiveSamples', 'effective samples of one particle'],
  ['ergodicityBreaking', 'ergodicity breaking, variance over squared mean'],
] as const;

const convergence = [
  ['split', 'Rank-normalised split R̂'],
  ['nested', 'Nested R̂'],
  ['chains', 'R̂ over all particles'],
] as const;

const verdicts = {
  yes: html`<span class="verdict holds">✓ ergodic</span>, as far as this run can tell: averages over time and over the ensemble agree, and
single particles differ no more than their correlations explain.`,
  no: html`<span class="verdict fails">✗ not ergodic</span> within this run: averages over time differ from one particle to another, or from the
ensemble, by more than their correlations explain. A longer run tells whether they meet.`,
  unknown: html`This run cannot tell whether averages over time and over the ensemble agree: it is too short beside the relaxation
time, or has too few particles.`,
};

function verdict(ergodic: unknown): Html | false {
  if (ergodic === undefined) return false;
  const key = ergodic === true ? 'yes' : ergodic === false ? 'no' : 'unknown';
  return html`<p>${verdicts[key]}</p>`;
}

/** A dash for what could not be had; nothing where the file does not speak of it. */
function convergenceFacts(rHat: unknown): Html | false {
  if (!isFields(rHat)) return false;
  return facts(
    convergence.flatMap(([key, title]): [string, string][] =>
      key in rHat ? [[title, formatNumber(readNumber(rHat[key]), 5)]] : [],
    ),
  );
}

const rowsOf = (report: Fields) =>
  quantities.flatMap(([key, label]) => {
    const estimate = report[key];
    return isEstimate(estimate) ? [{ label, estimate }] : [];
  });

/** Time averages of single particles against the average over the ensemble. */
export const timeAverage: KindReport = {
  render(report, { name }) {
    const rows = rowsOf(report);
    if (rows.length === 0) return null;
    return html`${verdict(report.ergodic)}${convergenceFacts(report.rHat)}
${estimateTable(`Time averages: ${name}`, 'quantity', rows)}`;
  },
};
