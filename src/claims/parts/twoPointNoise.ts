import { createScope, parse } from '../../expression';
import { batchPassage, escapeExponent, eulerPassage, meanPassageTime } from '../../reference';

// The double well (x² − 1)², each row of which pulls with +s or −s besides, from −1 to the top of the barrier at 0.

export const slope = (x: number) => 4 * x ** 3 - 4 * x;
const [from, to] = [-1, 0];

/** Farther out even the strongest batch leads back: 4x³ − 4x is below −s there. */
const far = -1.5;

interface Noise {
  /** s. */
  strength: number;
  /** B rows of a batch, drawn with replacement. */
  batch: number;
}

/** Mean pull of a batch and its probability: binomial. */
export function pulls({ strength, batch }: Noise): { probability: number; pull: number }[] {
  let ways = 1;
  return Array.from({ length: batch + 1 }, (_, k) => {
    if (k > 0) ways *= (batch - k + 1) / k;
    return { probability: ways / 2 ** batch, pull: (strength * (2 * k - batch)) / batch };
  });
}

/** Temperature of the diffusion with the same variance: T = ηs²/(2B). */
const temperatureOf = ({ strength, batch }: Noise, eta: number): number => (eta * strength ** 2) / (2 * batch);

/** Each takes a tenth of a second and more. */
const known = new Map<string, { mean: number; error: number }>();

/** Mean time, steps × η, after which descent with step η is first seen at 0 or beyond it, and a bound on its error. */
export function descentTime(noise: Noise, eta: number): { mean: number; error: number } {
  const key = `${noise.strength}, ${noise.batch}, ${eta}`;
  const time = known.get(key) ?? newDescentTime(noise, eta);
  known.set(key, time);
  return time;
}

function newDescentTime(noise: Noise, eta: number): { mean: number; error: number } {
  const maps = pulls(noise).map(({ probability, pull }) => ({
    probability,
    next: (x: number) => x - eta * (slope(x) + pull),
  }));
  const { steps, error } = batchPassage({ maps, from, boundary: to, far });
  return { mean: eta * steps, error: 2 * eta * error };
}

/** The same with Gaussian noise of the same variance in every step. */
export function gaussianTime(noise: Noise, eta: number): number {
  const temperature = temperatureOf(noise, eta);
  const outside = [from - 5 * Math.sqrt(temperature), to] as const;
  return eulerPassage({ slope, temperature, step: eta, from, outside, distance: (x) => x, test: 'step-end' }).mean;
}

const { graph, ...scope } = createScope(['x']);
const potential = parse({ graph, ...scope }, '(x^2 - 1)^2');

/** The same of the diffusion itself. */
export const diffusionTime = (noise: Noise, eta: number): number =>
  meanPassageTime(graph, potential, [], temperatureOf(noise, eta), from, to)!;

/** ln τ grows as this over η. */
export const descentExponent = (noise: Noise): number =>
  escapeExponent({
    slopes: pulls(noise).map(({ probability, pull }) => ({ probability, slope: (x) => slope(x) + pull })),
    from,
    to,
  });

/** The same of the diffusion: the barrier, which is 1, over T/η. */
export const diffusionExponent = (noise: Noise): number => 1 / temperatureOf(noise, 1);
