import { expect, it } from 'vitest';
import { createScope, gradient, parse } from '../../src/expression';
import { kernelOf } from '../expression/kernel';
import { single } from '../expression/precision';
import { bounded } from '../expression/roundoff';
import { asFloats, runCompute, testDevice } from '../gpu/device';
import { Dice } from './dice';
import { drawFormula, type Formula } from './formulas';
import { isMessage } from './tally';

const [seed, formulas, perKernel, points] = [7, 100, 20, 64];
const parameters = [0.75, 1.375];
type Job = Parameters<typeof kernelOf>[0][number];

/** A formula of the grammar that is not refused, with its value and gradient. */
function jobOf(formula: Formula): Job | undefined {
  const scope = createScope(formula.space.variables, formula.space.parameters);
  try {
    const value = parse(scope, formula.text);
    return { formula: formula as unknown as Job['formula'], outputs: [value, ...gradient(scope.graph, value)] };
  } catch (error) {
    if (isMessage(error)) return undefined;
    throw error;
  }
}

function draw(): Job[] {
  const jobs: Job[] = [];
  for (let index = 0; jobs.length < formulas; index++) {
    const formula = drawFormula(new Dice(seed, 'device', index));
    const job = formula.tree && jobOf(formula);
    if (job) jobs.push(job);
  }
  return jobs;
}

interface Count {
  agreed: number;
  differing: number;
  uncertain: number;
}

type Places = readonly (readonly number[])[];

async function compare(jobs: readonly Job[], places: Places, count: Count): Promise<void> {
  const { code, host, rows } = kernelOf(jobs, parameters, points);
  const buffers = [Float32Array.from(places.flat()), host, 4 * rows * points];
  const [, , words] = await runCompute(await testDevice(), { code, buffers, workgroups: points / 64 });
  const found = asFloats(words);
  jobs
    .flatMap(({ outputs }) => outputs)
    .forEach((output, row) => {
      places.forEach((point, k) => {
        const [{ value, error }] = bounded([output], { point, parameters }, single);
        if (!Number.isFinite(error)) count.uncertain++;
        else if (Math.abs(found[row * points + k] - value) <= error) count.agreed++;
        else count.differing++;
      });
    });
}

it('formulas inside and outside of their domains compile on the device, and agree with f64 where f64 is certain', async () => {
  const dice = new Dice(seed, 'places', 0);
  const places = dice.list(points, () => dice.list(4, () => (2 * dice.between(-3072, 3072) + 1) / 2048));
  const jobs = draw();
  const count: Count = { agreed: 0, differing: 0, uncertain: 0 };
  for (let first = 0; first < formulas; first += perKernel)
    await compare(jobs.slice(first, first + perKernel), places, count);
  const { agreed, differing, uncertain } = count;
  expect(agreed / (agreed + differing + uncertain)).toBeGreaterThan(0.3);
  // WGSL allows (pi - x) + 1 to be computed as (pi + 1) - x (W3C Recommendation, §15.7.5), which the bound does not count.
  expect(agreed / (agreed + differing), JSON.stringify(count)).toBeGreaterThan(0.999);
});
