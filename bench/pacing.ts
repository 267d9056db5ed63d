// How long the device waits for the host: a run of the engine beside the same dispatches handed over at once.
//   node bench/run.js bench/pacing.ts [--particles 16384] [--steps 65536] [--rounds 5]
// Bar: below 2 % of the time, for dispatches of 200 ms (headless) and of 30 ms (a page).
import { parseArgs } from 'node:util';
import { openNodeGpu } from '../src/cli/adapters';
import { checkExperiment, resolveExperiment } from '../src/experiment';
import { closeDevice, type Gpu, openDevice } from '../src/gpu/adapter';
import type { Plan } from '../src/model/plan';
import { simulateOnGpu, Tallies } from '../src/simulation';
import { pilotSettings } from '../src/simulation/pilot';
import { Ensemble, suited } from '../src/simulation/webgpu/ensemble';

const experiment = (particles: number, steps: number) =>
  resolveExperiment(
    checkExperiment({
      variables: ['x', 'y'],
      potential: '(x^2 - 1)^2 + (y^2 - 1)^2',
      temperature: 0.25,
      method: { name: 'euler-maruyama', step: 0.01 },
      ensemble: { particles, start: { kind: 'uniform', low: [-1.5], high: [1.5] } },
      steps,
      observe: { m: { kind: 'moments', of: ['x'], every: 8 } },
    }),
  );

const timed = async (work: () => Promise<unknown>) => {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1e3;
};

/** Seconds of the steps alone, as the engine paces them. */
async function paced(plan: Plan, gpu: Gpu, budgetMs: number): Promise<number> {
  let begun = 0;
  let ended = 0;
  const onStage = (stage: string) => {
    if (stage === 'steps') begun = performance.now();
    if (stage === 'collect') ended = performance.now();
  };
  await simulateOnGpu(plan, gpu, { budgetMs, onStage });
  return (ended - begun) / 1e3;
}

async function handedOver(plan: Plan, gpu: Gpu, dispatch: number): Promise<number> {
  const tallies = new Tallies(plan, pilotSettings(plan));
  const { tilesPerPoint, tile } = plan.layout;
  const ensemble = await Ensemble.create(gpu.device, plan, tallies, {
    ...suited(gpu.info.software),
    pageParticles: tilesPerPoint * tile,
  });
  const seconds = await timed(async () => {
    ensemble.load(0, tilesPerPoint);
    while (ensemble.steps < plan.steps) ensemble.advance(Math.min(dispatch, plan.steps - ensemble.steps));
    await ensemble.collect(tallies);
  });
  ensemble.destroy();
  return seconds;
}

export async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      particles: { type: 'string', default: `${2 ** 14}` },
      steps: { type: 'string', default: `${2 ** 16}` },
      rounds: { type: 'string', default: '5' },
    },
  });
  const plan = experiment(Number(values.particles), Number(values.steps));
  // Kept: Dawn ends with the last reference to its object.
  const node = await openNodeGpu('auto');
  const gpu = await openDevice(node.gpu, { adapter: 'auto' });
  console.log(
    `${gpu.info.adapter}; ${values.particles} particles, ${values.steps} steps, the fastest of ${values.rounds}`,
  );
  const best = {
    'handed over at once': Number.POSITIVE_INFINITY,
    'paced to 200 ms': Number.POSITIVE_INFINITY,
    'paced to 30 ms': Number.POSITIVE_INFINITY,
  };
  for (let round = 0; round <= Number(values.rounds); round++) {
    const now = {
      'handed over at once': await handedOver(plan, gpu, 512),
      'paced to 200 ms': await paced(plan, gpu, 200),
      'paced to 30 ms': await paced(plan, gpu, 30),
    };
    for (const name of Object.keys(best) as (keyof typeof best)[])
      if (round > 0) best[name] = Math.min(best[name], now[name]);
  }
  const whole = best['handed over at once'];
  for (const [name, seconds] of Object.entries(best))
    console.log(`${name.padEnd(22)} ${seconds.toFixed(3)} s  idle ${(100 * (1 - whole / seconds)).toFixed(1)} %`);
  await closeDevice(gpu);
  await node.close();
}
