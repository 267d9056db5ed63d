import type { Claim, ClaimResults, ClaimSeries, Evidence } from '../model/claim';
import type { PointResult } from '../model/result';
import { carRows, standardCars } from './parts/cars';
import { curve, measuredAt } from './parts/curves';
import { chainMixingTime, doubleWellCorrelation, doubleWellDecay, mixingTime } from './parts/decays';
import { doubleWell } from './parts/doubleWell';
import { estimateAt, logarithm, slopeOf, slopeOfExact, transform } from './parts/estimates';
import { differs, equal } from './parts/evidence';

/** Step, temperature and lags of the wells ½k(x² + 10y²), whose smallest curvature is k. */
const well = { step: 0.05, temperature: 1, ratio: 10, lags: [0.75, 1.5, 3] };
const curvatures = [0.5, 1, 2];

const sgd = { steps: [0.1, 0.2, 0.4], slowLag: 8, fastLag: 0.4 };
const columns = ['weight', 'horsepower'];

/** `judged`: the lag near the mixing time of each temperature, later than all modes but the slowest. */
const wells = { step: 0.02, temperatures: [0.5, 0.35, 0.25], lags: [1, 2, 4, 8, 16], judged: [4, 8, 16] };
const curvatureOfWells = 8;

export const correlation: Claim = {
  id: 'correlation',
  title: 'Correlations decay at the smallest curvature inside a basin, and at the rate of crossing between basins',
  seedStep: '7',
  seedStatement:
    'Correlation function C(τ) = ⟨θ_t, θ_{t+τ}⟩ − ⟨θ⟩² decays as C(τ) ~ e^(−τ/τ_mix). Mixing Time: τ_mix ∝ 1/(ηλ_min)',
  seed: {
    verdict: 'holds with a condition',
    because:
      'it is true inside one basin while ηλ_max is small; between basins the mixing time grows exponentially in the barrier over the temperature, whatever the curvatures',
  },
  statement:
    'Inside one quadratic basin correlations decay at the slowest factor max|1 − ηλ| per step, exactly, for noisy gradient descent and for mini-batch SGD alike: the mixing time in steps times ηλ_min is −ηλ_min/ln(1 − ηλ_min), which tends to 1. Between basins the slowest rate is the spectral gap, which falls as exp(−ΔU/T) while the curvatures stay as they are.',
  source:
    'Pavliotis, Stochastic Processes and Applications (2014), §4.5 and 7.2; the chain’s correlations by its transition matrix',
  experiments: (scale) => ({
    basin: {
      title: 'Correlation in harmonic wells of several curvatures',
      variables: ['x', 'y'],
      potential: `k*(x^2 + ${well.ratio}*y^2)/2`,
      parameters: { k: curvatures },
      temperature: well.temperature,
      method: { name: 'euler-maruyama', step: well.step },
      ensemble: { particles: 2 ** 16 * scale, start: { kind: 'point', at: [0] } },
      burnIn: 400,
      steps: 600,
      observe: { sum: { kind: 'autocorrelation', of: 'x + y', lags: well.lags } },
    },
    regression: {
      title: 'Correlation of mini-batch SGD on the cars',
      variables: ['w[2]'],
      loss: '(dot(w, x) - mpg)^2/2',
      data: { rows: carRows([...columns, 'mpg']), columns: { x: columns, mpg: 'mpg' }, standardize: true },
      method: { name: 'sgd', step: sgd.steps, batch: 4 },
      ensemble: { particles: 12288 * scale, start: { kind: 'point', at: [-0.6, -0.2] } },
      burnIn: 400,
      steps: 800,
      observe: {
        slow: { kind: 'autocorrelation', of: 'w1 - w2', lags: [sgd.slowLag] },
        fast: { kind: 'autocorrelation', of: 'w1 + w2', lags: [sgd.fastLag] },
      },
    },
    basins: {
      title: 'Correlation between the wells at three temperatures',
      ...doubleWell,
      temperature: wells.temperatures,
      method: { name: 'leimkuhler-matthews', step: wells.step },
      ensemble: { particles: 2 ** 15 * scale, start: { kind: 'uniform', low: [-1.4], high: [1.4] } },
      // A symmetric start has nothing of the slowest mode, which is odd: what the burn-in has to outlive is even and fast.
      burnIn: 200,
      steps: 3200,
      observe: { x: { kind: 'autocorrelation', of: 'x', lags: wells.lags } },
    },
  }),
  judge: (results) => ({
    evidence: [...insideBasin(results), ...regressionEvidence(results), ...acrossBasins(results)],
    figure: {
      kind: 'curves',
      title: 'Decay of the autocorrelation in time',
      text: 'The autocorrelation on a logarithmic axis against time. Harmonic wells of curvature 0.5, 1 and 2 fall along straight lines at the rate of their smallest curvature. The double well, whose curvature of 8 would have it fall faster than all of them, falls more slowly, along lines whose slope is the spectral gap: the slower the colder it is.',
      x: { label: 'time' },
      y: { label: 'autocorrelation', scale: 'log' },
      series: seriesOf(results),
    },
  }),
};

/** Share of x in the variance of x + y, by the variance T/k/(1 − hk/2) that Euler–Maruyama has in a well. */
function slowShare(k: number): number {
  const variance = (curvature: number) => 1 / (curvature * (1 - (well.step * curvature) / 2));
  return variance(k) / (variance(k) + variance(well.ratio * k));
}

function insideBasin({ basin }: ClaimResults): Evidence[] {
  const found = basin.map((point) => {
    const { k } = point.parameters;
    // By 1.5/k the faster mode is down to e^−15.
    const i = well.lags.indexOf(1.5 / k);
    return { k, time: mixingTime(estimateAt(point, `sum.values.${i}`), slowShare(k), well.lags[i], k) };
  });
  const line = found.map(({ k, time }) => ({
    x: Math.log(k),
    y: logarithm(
      transform(
        time,
        (t) => t / k,
        () => 1 / k,
      ),
    ),
  }));
  const exact = found.map(({ k }) => Math.log(chainMixingTime(well.step * k) / k));
  return [
    ...found.map(({ k, time }) =>
      equal(`mixing time × λ_min in a well with λ_min = ${k}`, time, chainMixingTime(well.step * k), { within: 0.05 }),
    ),
    equal('exponent of the mixing time in λ_min', slopeOf(line), slopeOfExact(line, exact), { resolution: 0.05 }),
  ];
}

/** Eigenvalues 1 ∓ r of the correlation matrix of the two columns, whose vectors are (1, ∓1). */
const { slow: slowest, fast: fastest } = (() => {
  const {
    columns: [a, b],
    count,
  } = standardCars(columns);
  const r = a.reduce((sum, value, i) => sum + value * b[i], 0) / count;
  return { slow: 1 - r, fast: 1 + r };
})();

function regressionEvidence({ regression }: ClaimResults): Evidence[] {
  const along = (name: 'slow' | 'fast', lambda: number, lag: number, words: string) =>
    regression.map((point) => {
      const step = Number(point.method.step);
      const found = mixingTime(estimateAt(point, `${name}.values.0`), 1, lag, lambda);
      return equal(`${words} of SGD on the cars at η = ${step}`, found, chainMixingTime(step * lambda), {
        within: 0.07,
      });
    });
  return [
    ...along('slow', slowest, sgd.slowLag, 'mixing time in steps × ηλ_min'),
    ...along('fast', fastest, sgd.fastLag, 'correlation time in steps × ηλ_max'),
  ];
}

function acrossBasins({ basins }: ClaimResults): Evidence[] {
  const decays = wells.temperatures.map((temperature) => doubleWellDecay(temperature, wells.step));
  const gaps = basins.map((point, i) => {
    const lag = wells.judged[i];
    const correlated = estimateAt(point, `x.values.${wells.lags.indexOf(lag)}`);
    return transform(
      correlated,
      (a) => Math.log(decays[i].amplitude / a) / lag,
      (a) => 1 / (a * lag),
    );
  });
  const exact = decays.map(({ rate }) => rate);
  const line = gaps.map((gap, i) => ({ x: 1 / wells.temperatures[i], y: logarithm(gap) }));
  const expected = slopeOfExact(line, exact.map(Math.log));
  const slope = 'slope of the logarithm of the slowest rate between two wells in 1/T, the barrier being 1';
  return [
    ...gaps.map((gap, i) => {
      const quantity = `slowest rate between two wells of curvature 8, T = ${wells.temperatures[i]}`;
      return equal(quantity, gap, exact[i], { within: 0.1 });
    }),
    differs('slowest rate at T = 0.25, and the curvature λ_min', gaps[2], 'below', curvatureOfWells, { against: true }),
    equal(slope, slopeOf(line), expected, { within: 0.06 }),
    differs(slope, slopeOf(line), 'below', 0, { against: true }),
  ];
}

/** Below this nothing is drawn: the errors of what is measured are as large. */
const least = 0.003;
const longest = 16;

function seriesOf({ basin, basins }: ClaimResults): ClaimSeries[] {
  const measured = (point: PointResult, name: string, lags: readonly number[], title: string, set: number) => {
    const kept = lags.map((t, i) => ({ t, value: estimateAt(point, `${name}.values.${i}`) }));
    const shown = kept.filter(({ value }) => (value.value ?? 0) > least);
    return measuredAt(
      title,
      set,
      shown.map(({ t }) => t),
      shown.map(({ value }) => value),
    );
  };
  const harmonic = basin.flatMap((point, set) => {
    const { k } = point.parameters;
    const title = `harmonic well, curvature ${k}`;
    const end = Math.min(longest, Math.log(1 / least) / k);
    return [
      measured(point, 'sum', well.lags, title, set),
      curve('exact', 'exact', set, 0, end, (t) => harmonicCorrelation(k, t)),
    ];
  });
  const double = basins.flatMap((point, i) => {
    const set = basin.length + i;
    const exact = doubleWellCorrelation(point.temperature!, wells.step, longest);
    return [
      measured(point, 'x', wells.lags, `double well, T = ${point.temperature}`, set),
      curve('exact', 'exact', set, 0, longest, exact),
    ];
  });
  const end = Math.log(1 / least) / curvatureOfWells;
  const seed = (t: number) => Math.exp(-curvatureOfWells * t);
  return [...harmonic, ...double, curve('exp(−t × curvature 8) of the double well', 'seed', 0, 0, end, seed)];
}

/** Of x + y in the chain. */
function harmonicCorrelation(k: number, t: number): number {
  const share = slowShare(k);
  const decay = (curvature: number) => (1 - well.step * curvature) ** (t / well.step);
  return share * decay(k) + (1 - share) * decay(well.ratio * k);
}
