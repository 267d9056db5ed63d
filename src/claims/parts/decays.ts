import type { Estimate } from '../../model/estimate';
import { stationaryChain } from '../../reference/chain/stationaryChain';
import { steppedDoubleWell } from './doubleWell';
import { transform } from './estimates';

/** Mixing time times λ from the correlation a(t) = A e^{−t/τ} at one lag: λt/ln(A/a). */
export const mixingTime = (correlated: Estimate, amplitude: number, lag: number, lambda: number): Estimate =>
  transform(
    correlated,
    (a) => (lambda * lag) / Math.log(amplitude / a),
    (a) => (lambda * lag) / (a * Math.log(amplitude / a) ** 2),
  );

/** The same of a chain whose factor a step is 1 − hλ. */
export const chainMixingTime = (move: number) => -move / Math.log1p(-move);

/** ρ(t) of the chain in the double well by times of 8 and 16 is A e^{−rate·t}. */
export function doubleWellDecay(temperature: number, step: number) {
  const chain = stationaryChain('leimkuhler-matthews', steppedDoubleWell(temperature, step));
  const n = Math.round(8 / step);
  const [early, late] = chain.correlation((x) => x, [n, 2 * n]);
  const rate = Math.log(early / late) / (n * step);
  return { rate, amplitude: early * (early / late) };
}

/** Correlation of x of the chain in the double well, straight between whole steps, up to the time `longest`. */
export function doubleWellCorrelation(temperature: number, step: number, longest: number): (t: number) => number {
  const chain = stationaryChain('leimkuhler-matthews', steppedDoubleWell(temperature, step));
  const steps = Array.from({ length: Math.ceil(longest / step) + 2 }, (_, n) => n);
  const values = chain.correlation((x) => x, steps);
  return (t) => {
    const place = t / step;
    const n = Math.floor(place);
    return values[n] + (place - n) * (values[n + 1] - values[n]);
  };
}
