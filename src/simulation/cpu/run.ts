import type { Plan } from '../../model/plan';
import { mayEndEarly } from '../captured';
import { blockShift } from '../draws';
import { checkStopped, type SimulationOptions } from '../options';
import { pilotSettings } from '../pilot';
import { tilesOf } from '../shards';
import { Tallies } from '../tallies';
import { Batch } from './twin';
import { type PointRun, Watch } from './watch';

// Tiles between two looks at the clock.
const tilesAtOnce = 16;

/** Runs a plan on the f64 twin: the same particles, random integers and cells as on the GPU, one thread. */
export async function simulateOnCpu(plan: Plan, options: SimulationOptions = {}): Promise<Tallies> {
  const settings = pilotSettings(plan);
  const tallies = new Tallies(plan, settings);
  const { particles, tile, tilesPerPoint } = plan.layout;
  const tiles = options.tiles ?? { first: 0, end: tilesOf(plan) };
  const total =
    ((tiles.end - tiles.first) / tilesOf(plan)) * particles * plan.points.length * (plan.burnIn + plan.steps);
  let done = 0;
  for (let t = tiles.first; t < tiles.end; t++) {
    const point = Math.floor(t / tilesPerPoint);
    const first = (t % tilesPerPoint) * tile;
    const batch = new Batch(plan, point, first, Math.min(tile, particles - first));
    runBatch({ plan, point, tallies, settings: settings[point] }, batch, first);
    captureSnapshots(plan, point, first, batch, tallies);
    done += batch.count * (plan.burnIn + plan.steps);
    if ((t - tiles.first) % tilesAtOnce === 0) {
      options.onProgress?.({ done, total });
      // Lets the page, a signal or a timer in between.
      await new Promise((resolve) => setTimeout(resolve, 0));
      checkStopped(options.signal);
    }
  }
  return tallies;
}

function runBatch(run: PointRun, batch: Batch, first: number): void {
  const { plan, point, tallies } = run;
  const group = (first / plan.layout.tile) % plan.layout.groups;
  const watches = plan.observers.map((_, o) => new Watch(run, batch, o, first, group));
  const ends = mayEndEarly(plan);
  const settled = (k: number) => ends && watches.every((watch) => watch.settled(k));
  const block = 2 ** blockShift(plan);
  for (let step = 1; step <= plan.burnIn + plan.steps; step++) {
    const before = step - 1 - plan.burnIn;
    if (before === 0) for (const watch of watches) watch.begin();
    batch.advance();
    const recorded = step - plan.burnIn;
    if (recorded === 0) batch.takeAccepted();
    for (const watch of watches) watch.record(recorded);
    if (step % block === 0 && batch.nonFinite(settled) > 0) tallies.foundLost(point, step);
  }
  for (const watch of watches) watch.finish();
  const lost = batch.nonFinite(settled);
  if (lost > 0) tallies.foundLost(point, plan.burnIn + plan.steps);
  tallies.add(tallies.index(point, group, 0), lost);
  if (plan.method.accepted !== undefined) tallies.add(tallies.index(point, group, 1), batch.takeAccepted());
}

function captureSnapshots(plan: Plan, point: number, first: number, batch: Batch, tallies: Tallies): void {
  const dimension = plan.scope.graph.coordinates.length;
  for (const { name, observer } of plan.observers) {
    if (observer.snapshot === undefined) continue;
    const count = Math.min(observer.snapshot, plan.layout.particles);
    const array = tallies.snapshot(name, count * dimension);
    for (let k = 0; k < batch.count && first + k < count; k++) {
      batch.position.forEach((column, i) => {
        array[(point * count + first + k) * dimension + i] = column[k];
      });
    }
  }
}
