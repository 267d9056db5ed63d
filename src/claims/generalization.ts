import type { Claim, ClaimResults, ClaimSeries } from '../model/claim';
import type { Estimate } from '../model/estimate';
import type { PointResult } from '../model/result';
import { combine, estimateAt, referenceAt, slopeOf, transform } from './parts/estimates';
import { differs, equal } from './parts/evidence';
import { batches, factors, network, plane } from './parts/generalizationRuns';
import { excess, halfSquares, splitCars } from './parts/heldOutCars';

export const generalization: Claim = {
  id: 'generalization',
  title: 'Flatter is preferred, and no better on held-out data',
  seedStep: '8',
  seedStatement:
    'SGD Selects Flat Minima. Among equivalent minima (same loss), SGD prefers those with: Smaller Hessian eigenvalues, Larger basin volume, Better generalization',
  seed: {
    verdict: 'holds with a condition',
    because:
      'smaller Hessian eigenvalues are preferred, but better generalization does not come with them: among minima that are one and the same function there is none to gain, and a hotter network is flatter and worse',
  },
  statement:
    'On a table of cars, SGD with smaller batches sits where the Hessian of a small tanh network has a smaller trace and largest eigenvalue, and yet its training loss, its held-out loss and the gap between them rise with η/B. Among the minima of a factored slope, which are all the same function, the noise moves SGD to the flattest: the imbalance of the factors decays by η²C/B a step, C the variance of a row’s slope, and the held-out loss at the minima stays what it was. For a plane both losses rise by ½ tr(HΣ) exactly.',
  source:
    'Second moments: Mandt, Hoffman & Blei 2017, JMLR 18:134. Minima that are one function: Dinh et al. 2017, arXiv:1703.04933. The imbalance: (a² − w²)′ = (a² − w²)(1 − η²g²), by one step',
  experiments: (scale) => ({
    network: network.experiment(scale),
    plane: plane.experiment(scale),
    coarse: factors.experiment('coarse', scale),
    fine: factors.experiment('fine', scale),
  }),
  judge: (results) => ({
    evidence: [...networkEvidence(results.network), ...planeEvidence(results.plane), ...factorEvidence(results)],
    figure: {
      kind: 'curves',
      title: 'Loss against the flatness of where SGD is',
      text: 'Mean losses against the mean trace of the Hessian. The network’s training and held-out loss fall as the trace grows with larger batches: the flattest is the worst. The held-out loss of the factored slope is the same at a trace of 3.5 and, after the noise has moved it to flatter minima, of about 2.',
      x: { label: 'mean trace of the Hessian' },
      y: { label: 'mean loss (half squared error, mpg in standard deviations)' },
      series: [...networkSeries(results.network), ...factorSeries(results)],
    },
  }),
};

const trace = (point: PointResult) => estimateAt(point, 'hessian.trace');
const lossAt = (point: PointResult, which: 0 | 1 | 2) => estimateAt(point, `losses.mean.${which}`);
const less = (e: Estimate, constant: number) =>
  transform(
    e,
    (x) => x - constant,
    () => 1,
  );

/** Slopes against the temperature η/B. */
function networkEvidence(points: readonly PointResult[]) {
  const slope = (of: (point: PointResult) => Estimate) =>
    slopeOf(points.map((point, i) => ({ x: network.rate / batches[i], y: of(point) })));
  const with_ = 'of the network with η/B';
  const largest = slope((point) => estimateAt(point, 'hessian.largest'));
  return [
    differs(`growth of the trace of the Hessian ${with_}`, slope(trace), 'below', 0),
    differs(`growth of the largest eigenvalue ${with_}`, largest, 'below', 0),
    differs(
      `growth of the training loss ${with_}`,
      slope((point) => lossAt(point, 0)),
      'above',
      0,
    ),
    differs(
      `growth of the held-out loss ${with_}`,
      slope((point) => lossAt(point, 1)),
      'above',
      0,
      { against: true },
    ),
    differs(
      `growth of the gap between them ${with_}`,
      slope((point) => lossAt(point, 2)),
      'above',
      0,
      { against: true },
    ),
  ];
}

/** Losses above those of the least squares, of the smallest and the largest batch. */
function planeEvidence(points: readonly PointResult[]) {
  const { train, test } = splitCars(plane.columns);
  const of = [
    ['training', train],
    ['held-out', test],
  ] as const;
  return [0, batches.length - 1].flatMap((b) => {
    const point = points[b];
    const theta = [0, 1, 2].map((i) => referenceAt(point, `weights.mean.${i}`));
    const sigma = theta.map((_, i) => theta.map((__, j) => referenceAt(point, `weights.covariance.${i}.${j}`)));
    return of.map(([name, rows], which) => {
      const above = less(lossAt(point, which as 0 | 1), halfSquares(rows, theta));
      const quantity = `${name} loss of the plane above that of the least squares, B = ${batches[b]}`;
      return equal(quantity, above, excess(rows, sigma), { within: 0.1 });
    });
  });
}

/** What is linear in η is taken out by two rates: twice the finer less the coarser. */
const extrapolated = (coarse: Estimate, fine: Estimate) =>
  combine([
    [2, fine],
    [-1, coarse],
  ]);

function factorEvidence(results: ClaimResults) {
  const [coarse, fine] = (['coarse', 'fine'] as const).map((size) => {
    const [point] = results[size];
    const share = factors.rates[size] ** 2 * factors.steps[size];
    const left = estimateAt(point, 'end.mean.0');
    const rate = transform(
      left,
      (x) => -Math.log(x / factors.imbalance) / share,
      (x) => 1 / (x * share),
    );
    return { rate, loss: estimateAt(point, 'end.mean.1'), trace: trace(point) };
  });
  // The next order in the step, of the size of (η tr H)².
  const rest = 2 * (factors.rates.fine * factors.trace) ** 2;
  const { variance, heldOutLoss } = factors;
  const rate = 'decay of the factors’ imbalance by η²/B and step, as η → 0';
  const loss = 'held-out loss of the factored slope at flatter minima, as η → 0';
  return [
    equal(rate, extrapolated(coarse.rate, fine.rate), variance, { within: 0.1, bias: rest * variance }),
    differs('trace of the Hessian of the factored slope after it', fine.trace, 'below', 0.8 * factors.trace),
    equal(loss, extrapolated(coarse.loss, fine.loss), heldOutLoss, {
      within: 0.05,
      bias: rest * heldOutLoss,
      against: true,
    }),
  ];
}

/** A point for every x and y that could be had. */
const measured = (name: string, set: number, places: readonly (readonly [Estimate, Estimate])[]): ClaimSeries => ({
  name,
  role: 'measured',
  set,
  points: places.flatMap(([x, y]) =>
    x.value === null || y.value === null ? [] : [{ x: x.value, y: y.value, error: y.standardError ?? 0 }],
  ),
});

const networkSeries = (points: readonly PointResult[]) => [
  measured(
    'network, training',
    0,
    points.map((point) => [trace(point), lossAt(point, 0)]),
  ),
  measured(
    'network, held out',
    1,
    points.map((point) => [trace(point), lossAt(point, 1)]),
  ),
];

function factorSeries({ fine: [point] }: ClaimResults): ClaimSeries[] {
  const y = factors.heldOutLoss;
  const floor = 2 * Math.abs(factors.beta) * factors.square;
  return [
    measured('factored slope, held out', 2, [[trace(point), estimateAt(point, 'end.mean.1')]]),
    { name: 'exact, at its minima', role: 'exact', set: 2, points: [floor, factors.trace].map((x) => ({ x, y })) },
  ];
}
