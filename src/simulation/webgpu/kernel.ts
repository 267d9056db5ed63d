import advanceText from '../../../shaders/advance.wgsl?raw';
import initialiseText from '../../../shaders/initialise.wgsl?raw';
import eigenText from '../../../shaders/lib/eigen.wgsl?raw';
import functionsText from '../../../shaders/lib/functions.wgsl?raw';
import normalText from '../../../shaders/lib/normal.wgsl?raw';
import particleText from '../../../shaders/lib/particle.wgsl?raw';
import tallyText from '../../../shaders/lib/tally.wgsl?raw';
import { compile } from '../../expression';
import type { Plan } from '../../model/plan';
import { capturedLayout } from '../captured';
import { cellTable } from '../cells';
import { blockShift, drawsAt } from '../draws';
import type { Tallies } from '../tallies';
import { addressedSource, pathSource, seek } from './draws';
import { lostStatements } from './ending';
import { randomLibrary, type Shifts } from './random';
import { periodsOf, type Recording, writeRecording } from './recording';
import { batchLibrary } from './rows';
import { shade } from './shading';
import { startStatements } from './start';
import { declareState, transferState } from './state';
import { PointTable } from './table';
import { stepWriter } from './writer';

export interface KernelOptions {
  /** Threads of a workgroup: a power of two, at most the tile. */
  workgroup: number;
  /** Words of workgroup memory that the kernel may use; with 0 everything is added to the tallies directly, without a barrier. */
  sharedWords: number;
  shifts: Shifts;
}

/** WGSL of one experiment: three kernels over the same bindings, and the table of numbers that they read. */
export interface Kernels {
  initialise: string;
  /** Steps without observers: burn-in. */
  advance: string;
  /** Steps with observers. */
  observe: string;
  table: PointTable;
  /** Steps that are always taken together: a dispatch that ends between them would never end. */
  stride: number;
}

/** Writes the kernels of a plan; `settings[point][observer]` are the observers' numbers. */
export function writeKernels(plan: Plan, settings: Tallies['settings'], options: KernelOptions): Kernels {
  const table = new PointTable(plan, settings);
  // The bodies come first: writing them tells the table which numbers they need.
  const draws = drawsAt(plan, 0);
  const odd = draws.normals % 2 === 1;
  const stride = strideOf(plan, odd);
  const step = (parity: 'even' | 'odd') => plan.method.step.wgsl(stepWriter(plan, table, pathSource(draws, parity)));
  const even = step('even');
  const pair: Steps = { even, odd: odd ? step('odd') : even };
  const window = windowOf(plan, odd);
  const recording = writeRecording(plan, table, options.sharedWords, window);
  const own = stepWriter(plan, table, addressedSource('purpose_method'));
  const start = [...startStatements(plan), ...plan.method.initialise.wgsl(own)];
  const shared = sharedValues(plan, table, options);
  const initialise = shade(initialiseText, {
    ...shared,
    VARIABLES: declareState(plan, 'all'),
    STORE: transferState(plan, 'store', 'all'),
    START: start,
  });
  const run = Math.max(stride, odd ? 2 : 1);
  const lost = (observed: boolean) => ({ LOST: lostStatements(plan, observed) });
  const loops = { ODD: odd, SINGLE: stride === 1, RUNS: run > 1 };
  const body = { ...shared, ...loops, SEEK: seek(draws, draws.pairs > 0 ? 'u32(drawPairs)' : '0u') };
  return {
    initialise: [prelude(plan, shared, options), initialise].join('\n'),
    advance: [
      prelude(plan, shared, options),
      shade(advanceText, {
        ...body,
        ...stateValues(plan, 'method'),
        ...silent,
        ...stepValues(pair, [], run),
        ...lost(false),
      }),
    ].join('\n'),
    observe: [
      prelude(plan, shared, options),
      ...libraries(plan),
      shade(advanceText, {
        ...body,
        ...stateValues(plan, 'all'),
        ...stepValues(pair, recording.recordEach, run, window ?? 0),
        ...recordingValues(plan, recording),
        ...lost(true),
      }),
    ].join('\n'),
    table,
    stride,
  };
}

/** Statements of a step, of the second of two that share a pair of normals where they do. */
interface Steps {
  even: string[];
  odd: string[];
}

/** Steps with the records of every step: alone, a run of them, and as many as lie between two records. */
function stepValues({ even, odd }: Steps, recordEach: string[], run: number, window = 0) {
  const step = (of: string[]) => ['{', ...of, ...recordEach, '}', 'step_index++;'];
  const runOf = (steps: number) => Array.from({ length: steps }, (_, i) => step(i % 2 === 0 ? even : odd)).flat();
  return { STEP: step(even), ODD_STEP: step(odd), RUN: runOf(run), LAST: run - 1, WINDOW_RUN: runOf(window) };
}

/** Longest time between records whose steps are all written out, and the most operations of steps that are. */
const longestWindow = 16;
const largestRun = 1000;

/** The shortest time between records where its steps are written out one after the other, null where they are not. */
function windowOf(plan: Plan, odd: boolean): number | null {
  const spaced = plan.observers.flatMap(({ observer }) => periodsOf(observer)).filter((every) => every > 1);
  const shortest = Math.min(...spaced);
  if (!(shortest <= longestWindow)) return null;
  // The first step of a window draws the pair of normals that the second shares.
  if (odd && (shortest % 2 === 1 || plan.burnIn % 2 === 1)) return null;
  const small = shortest * stepSize(plan) <= largestRun && recordSize(plan, shortest) <= largestRun;
  return small ? shortest : null;
}

/** Most steps that are written one after the other. */
const longestRun = 8;

/** Steps that are always taken together, a power of two: no stretch of steps begins or ends between them, nor does any block. */
function strideOf(plan: Plan, odd: boolean): number {
  const { burnIn, steps, observers } = plan;
  const periods = observers.flatMap(({ observer }) => [...periodsOf(observer), observer.due?.unit ?? 1]);
  const stops = [burnIn, steps, 2 ** blockShift(plan), ...periods.filter((n) => n > 1)];
  const size = stepSize(plan);
  let stride = 1;
  while (
    stride < longestRun &&
    stops.every((n) => n % (2 * stride) === 0) &&
    // In odd dimensions two steps are written in any case.
    ((odd && stride === 1) || 2 * stride * size <= largestRun)
  )
    stride *= 2;
  return stride;
}

/** Operations of a step and of what is recorded after each, about; a step over rows counts as large. */
function stepSize(plan: Plan): number {
  const { rows, slope } = plan.target;
  return rows === null ? compile(slope).nodes.length + recordSize(plan, 1) : Number.POSITIVE_INFINITY;
}

/** Operations of what is recorded every so often. */
function recordSize({ observers }: Plan, every: number): number {
  const due = observers.map(({ observer }) => observer).filter((observer) => periodsOf(observer).includes(every));
  const blocks = due.flatMap((observer) => observer.blocks).filter(({ kind }) => kind === 'sum' || kind === 'counter');
  const cells = blocks.reduce((n, { count }) => n + count, 0);
  return compile(due.flatMap(({ expressions }) => [...expressions])).nodes.length + 10 * cells;
}

function stateValues(plan: Plan, part: 'method' | 'all') {
  return {
    VARIABLES: declareState(plan, part),
    LOAD: transferState(plan, 'load', part),
    STORE: transferState(plan, 'store', part),
  };
}

const silent = {
  RECORDS: false,
  GATHERS: false,
  CAPTURES: false,
  REGISTERS: [],
  BEGIN: [],
  NEXT_RECORDS: [],
  STOPS: [],
  RECORDS_BETWEEN: [],
  WINDOW: false,
  PERIOD: 0,
  WINDOW_RECORD: [],
  FINISH: [],
  FLUSH: [],
  SHARED: 1,
  SHARED_HIGH: 1,
  TOTAL: 0,
};

function recordingValues(plan: Plan, recording: Recording) {
  const { layout, points } = plan;
  return {
    RECORDS: true,
    GATHERS: recording.shared > 0,
    CAPTURES: capturedLayout(plan).perPoint > 0,
    BEGIN: recording.begin,
    REGISTERS: recording.registers,
    NEXT_RECORDS: recording.nextRecords,
    STOPS: recording.stops,
    RECORDS_BETWEEN: recording.recordsBetween,
    WINDOW: recording.window !== null,
    PERIOD: recording.window?.period ?? 0,
    WINDOW_RECORD: recording.window?.record ?? [],
    FINISH: recording.finish,
    FLUSH: recording.flush,
    SHARED: Math.max(1, recording.shared),
    SHARED_HIGH: Math.max(1, recording.sharedHigh),
    TOTAL: points.length * layout.groups * cellTable(plan).count,
  };
}

function sharedValues(plan: Plan, table: PointTable, { workgroup }: KernelOptions) {
  const shift = blockShift(plan);
  return {
    WORKGROUP: workgroup,
    TILE_SHIFT: Math.log2(plan.layout.tile),
    GROUPS: plan.layout.groups,
    CELLS: cellTable(plan).count,
    BLOCK_SHIFT: shift,
    BLOCK_MASK: 2 ** shift - 1,
    ROW: table.width,
    LOADS: table.loads(),
    DATA: plan.target.rows !== null,
  };
}

function prelude(plan: Plan, values: ReturnType<typeof sharedValues>, { shifts }: KernelOptions): string {
  return [
    randomLibrary(plan.random, shifts),
    normalText,
    functionsText,
    tallyText,
    batchLibrary(plan),
    shade(particleText, values),
  ].join('\n');
}

/** Functions that observers call, each library once. */
function libraries(plan: Plan): string[] {
  const { library } = plan.observers.map(({ observer }) => observer).find((o) => o.library !== undefined) ?? {};
  if (library === undefined) return [];
  const { size } = library;
  return [shade(eigenText, { SIZE: size, ENTRIES: (size * (size + 1)) / 2, PAIR: size === 2 })];
}
