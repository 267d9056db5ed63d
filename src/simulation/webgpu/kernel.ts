import advanceText from '../../../shaders/advance.wgsl?raw';
import initialiseText from '../../../shaders/initialise.wgsl?raw';
import eigenText from '../../../shaders/lib/eigen.wgsl?raw';
import functionsText from '../../../shaders/lib/functions.wgsl?raw';
import normalText from '../../../shaders/lib/normal.wgsl?raw';
import particleText from '../../../shaders/lib/particle.wgsl?raw';
import philoxText from '../../../shaders/lib/philox.wgsl?raw';
import streamFastText from '../../../shaders/lib/stream-fast.wgsl?raw';
import streamPhiloxText from '../../../shaders/lib/stream-philox.wgsl?raw';
import tallyText from '../../../shaders/lib/tally.wgsl?raw';
import type { Plan } from '../../model/plan';
import { capturedLayout, mayEndEarly } from '../captured';
import { cellTable } from '../cells';
import { blockShift, drawsAt } from '../draws';
import type { Tallies } from '../tallies';
import { addressedSource, pathSource, seek } from './draws';
import { type Recording, writeRecording } from './recording';
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
}

/** WGSL of one experiment: three kernels over the same bindings, and the table of numbers that they read. */
export interface Kernels {
  initialise: string;
  /** Steps without observers: burn-in. */
  advance: string;
  /** Steps with observers. */
  observe: string;
  table: PointTable;
  /** Whether steps are taken two by two alone: a dispatch that ends at an odd step would never end. */
  byTwos: boolean;
}

/** Writes the kernels of a plan; `settings[point][observer]` are the observers' numbers. */
export function writeKernels(plan: Plan, settings: Tallies['settings'], options: KernelOptions): Kernels {
  const table = new PointTable(plan, settings);
  // The bodies come first: writing them tells the table which numbers they need.
  const draws = drawsAt(plan, 0);
  const odd = draws.normals % 2 === 1;
  const byTwos = odd && stopsAreEven(plan);
  const step = (parity: 'even' | 'odd') => plan.method.step.wgsl(stepWriter(plan, table, pathSource(draws, parity)));
  const steps = { ODD: odd, SINGLE: !byTwos, STEP: step('even'), ODD_STEP: odd ? step('odd') : [] };
  const recording = writeRecording(plan, table, options.sharedWords);
  const own = stepWriter(plan, table, addressedSource('purpose_method'));
  const start = [...startStatements(plan), ...plan.method.initialise.wgsl(own)];
  const shared = sharedValues(plan, table, options);
  const initialise = shade(initialiseText, {
    ...shared,
    VARIABLES: declareState(plan, 'all'),
    STORE: transferState(plan, 'store', 'all'),
    START: start,
  });
  const body = { ...shared, ...steps, SEEK: seek(draws, draws.pairs > 0 ? 'u32(drawPairs)' : '0u') };
  return {
    initialise: [prelude(plan, shared), initialise].join('\n'),
    advance: [prelude(plan, shared), shade(advanceText, { ...body, ...stateValues(plan, 'method'), ...silent })].join(
      '\n',
    ),
    observe: [
      prelude(plan, shared),
      ...libraries(plan),
      shade(advanceText, { ...body, ...stateValues(plan, 'all'), ...recordingValues(plan, recording) }),
    ].join('\n'),
    table,
    byTwos,
  };
}

/** Whether no stretch of steps begins or ends at an odd step: dispatches do not (pacer.ts), nor do blocks. */
function stopsAreEven({ burnIn, steps, observers }: Plan): boolean {
  const periods = observers.flatMap(({ observer: { every, due, sparse } }) => [
    due?.unit ?? every,
    ...(sparse === undefined ? [] : [sparse.every]),
  ]);
  return [burnIn, steps, ...periods.filter((n) => n > 1)].every((n) => n % 2 === 0);
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
  ENDS: false,
  REGISTERS: [],
  BEGIN: [],
  NEXT_RECORDS: [],
  STOPS: [],
  RECORD_EACH: [],
  RECORDS_BETWEEN: [],
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
    ENDS: mayEndEarly(plan),
    BEGIN: recording.begin,
    REGISTERS: recording.registers,
    NEXT_RECORDS: recording.nextRecords,
    STOPS: recording.stops,
    RECORD_EACH: recording.recordEach,
    RECORDS_BETWEEN: recording.recordsBetween,
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

function prelude(plan: Plan, values: ReturnType<typeof sharedValues>): string {
  const stream = plan.random === 'philox' ? streamPhiloxText : streamFastText;
  return [
    philoxText,
    stream,
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
