import type { Observer, Recording as RecordingOf, RecordWriter } from '../../model/observable';
import type { Plan } from '../../model/plan';
import { capturedLayout, mayEndEarly } from '../captured';
import { cellTable, findBlock, type PlacedBlock } from '../cells';
import { memoryName, methodWords } from './state';
import type { PointTable } from './table';
import { emitAt } from './writer';

/** The observers' part of the kernel. */
export interface Recording {
  registers: string[];
  /** Before the first step that is observed. */
  begin: string[];
  /** The step of the next record, for every period above 1. */
  nextRecords: string[];
  /** Bounds of the inner loop by those steps. */
  stops: string[];
  recordEach: string[];
  /** The shortest time between records where all its steps and the record are written as one. */
  window: { period: number; record: string } | null;
  recordsBetween: string[];
  finish: string[];
  flush: string[];
  /** Words of workgroup memory: low words of all gathered cells, high words of sums. */
  shared: number;
  sharedHigh: number;
}

/** Where a block is gathered before it reaches the tallies. */
type Place =
  | { in: 'registers'; block: PlacedBlock; shared: number; sharedHigh: number }
  | { in: 'workgroup'; block: PlacedBlock; shared: number; sharedHigh: number }
  | { in: 'tallies'; block: PlacedBlock };

// More sums than this would spill out of a thread's registers.
const mostRegisterSums = 64;

/** Gives every block its place; histograms that do not fit into workgroup memory are counted in the tallies directly. */
function placeBlocks(plan: Plan, sharedWords: number) {
  const blocks = cellTable(plan).blocks;
  const sums = blocks.filter((b) => b.kind === 'sum').reduce((n, b) => n + b.count, 0);
  const inRegisters = (b: PlacedBlock) => b.kind === 'counter' || (b.kind === 'sum' && sums <= mostRegisterSums);
  let shared = 0;
  let sharedHigh = 0;
  const places = new Map<PlacedBlock, Place>();
  for (const block of blocks.filter(inRegisters)) {
    places.set(block, { in: 'registers', block, shared, sharedHigh });
    shared += block.count;
    if (block.kind === 'sum') sharedHigh += block.count;
  }
  for (const block of blocks.filter((b) => !inRegisters(b))) {
    const words = { counter: 1, histogram: 1, indexedSum: 2, sum: Number.POSITIVE_INFINITY }[block.kind] * block.count;
    const fits = shared + sharedHigh + words + 2 <= sharedWords;
    places.set(block, fits ? { in: 'workgroup', block, shared, sharedHigh } : { in: 'tallies', block });
    if (!fits) continue;
    shared += block.count;
    if (block.kind === 'indexedSum') sharedHigh += block.count;
  }
  return { places: [...places.values()], shared, sharedHigh };
}

/**
 * Arrays and not a variable each, and added up in a loop at the end, so that they stay in memory: software adapters carry every variable
 * around every loop, and with ten of them that is half of the time.
 */
const sumArrays = (block: PlacedBlock) => ({ low: `low${block.offset}`, high: `high${block.offset}` });

const register = (block: PlacedBlock, cell: number) => `c${block.offset + cell}`;

/** Writes the observers of a plan into the kernel. */
export function writeRecording(plan: Plan, table: PointTable, sharedWords: number, window: number | null): Recording {
  const { places, shared, sharedHigh } = placeBlocks(plan, sharedWords);
  const gathers = sharedWords > 0;
  const writers = new Writers(plan, table, places);
  const periods = [...new Set(plan.observers.flatMap(({ observer }) => periodsOf(observer)))];
  const spaced = periods.filter((every) => every > 1);
  const recordsBetween = spaced.map((every) => {
    const body = writers.records(every);
    return `if (step_index == next${every}) {\nnext${every} += ${every}u;\n${body}\n}`;
  });
  const own = writers.scheduled();
  return {
    registers: [...places.filter((p) => p.in === 'registers').flatMap(({ block }) => declareRegisters(block))],
    begin: writers.begin(),
    nextRecords: [...spaced.map((every) => `var next${every} = ${nextRecord(every)};`), ...own.map(({ open }) => open)],
    window: window === null ? null : { period: window, record: writers.records(window) },
    stops: [
      ...spaced.filter((every) => every !== window).map((every) => `stop = min(stop, next${every});`),
      ...own.map(({ stop }) => stop),
    ],
    recordEach: [...(periods.includes(1) ? [writers.records(1)] : [])],
    recordsBetween: [...recordsBetween, ...own.map(({ body }) => body)],
    finish: [...writers.finish(), ...finishStatements(plan)],
    flush: gathers ? flushStatements(places) : directFlush(places),
    shared: gathers ? shared : 0,
    sharedHigh: gathers ? sharedHigh : 0,
  };
}

/** First step after the dispatch's first one that ends a period, counted from the end of burn-in. */
const nextRecord = (every: number) =>
  `dispatch.burn_in + ((dispatch.first_step - dispatch.burn_in) / ${every}u + 1u) * ${every}u`;

function declareRegisters(block: PlacedBlock): string[] {
  if (block.kind === 'sum') {
    const { low, high } = sumArrays(block);
    return [low, high].map((name) => `var ${name}: array<i32, ${block.count}>;`);
  }
  return Array.from({ length: block.count }, (_, i) => `var ${register(block, i)} = 0.0;`);
}

/** Periods of an observer's records; none where there is nothing to count. */
export function periodsOf({ blocks, due, every, sparse }: Observer): number[] {
  if (blocks.length === 0) return [];
  return [...(due === undefined ? [every] : []), ...(sparse === undefined ? [] : [sparse.every])];
}

const manySums = (block: PlacedBlock) => `sums${block.offset}`;

const isManySums = (place: Place) => place.in === 'tallies' && place.block.kind === 'sum';

function declareManySums(place: Place): string[] {
  return isManySums(place) ? [`var ${manySums(place.block)}: array<i32, ${place.block.count}>;`] : [];
}

/** More sums than registers hold go to the tallies in a loop: a statement each would take minutes to compile. */
function addManySums(place: Place): string[] {
  if (!isManySums(place)) return [];
  const { offset, count } = place.block;
  return [
    `for (var i = 0u; i < ${count}u; i++) {`,
    `let amount = ${manySums(place.block)}[i];`,
    `add_tally(tally_base + ${offset}u + i, bitcast<u32>(amount), bitcast<u32>(amount >> 31u));`,
    '}',
  ];
}

/** A branch as a loop: SwiftShader computes both sides of a branch, and leaves a loop out where no particle enters it. */
const onlyIf = (condition: string, body: string) => `for (var once = ${condition}; once; once = false) {\n${body}\n}`;

/** Puts the observers' statements into the kernel. */
class Writers {
  constructor(
    private readonly plan: Plan,
    private readonly table: PointTable,
    private readonly places: readonly Place[],
  ) {}

  /** All observers that record after every `every` steps, as one block that shares its subexpressions. */
  records(every: number): string {
    const all = this.observers();
    const due = all.filter(({ observer }) => observer.due === undefined && observer.every === every);
    const sparse = all.filter(({ observer }) => observer.sparse?.every === every);
    const clock = `(step_index - dispatch.burn_in${every === 1 ? ' + 1u' : ''})`;
    return [
      this.block(due, ({ record }) => record, clock, 'v'),
      ...(sparse.length === 0 ? [] : [this.block(sparse, ({ sparse }) => sparse!.record, clock, 'w')]),
    ].join('\n');
  }

  /** Observers whose memory says when the next record is due. */
  scheduled(): { open: string; stop: string; body: string }[] {
    const own = this.observers().filter(({ observer }) => observer.due !== undefined);
    return own.map(({ observer, index }) => {
      const next = `due${index}`;
      const clock = '(step_index - dispatch.burn_in)';
      const when = `dispatch.burn_in + ${observer.due!.wgsl({ memory: (i) => memoryName(index, i) })}`;
      const body = this.block([{ observer, index }], ({ record }) => record, clock, `o${index}_`);
      return {
        open: `var ${next} = ${when};`,
        stop: `stop = min(stop, ${next});`,
        body: `if (step_index == ${next}) {\n${body}\n${next} = ${when};\n}`,
      };
    });
  }

  begin(): string[] {
    const due = this.observers().filter(({ observer }) => observer.begin !== undefined);
    if (due.length === 0) return [];
    const body = this.block(due, ({ begin }) => begin!, '(0u)', 'b');
    const first = 'dispatch.first_step == dispatch.burn_in && dispatch.last_step > dispatch.first_step';
    return [onlyIf(first, body)];
  }

  finish(): string[] {
    const due = this.observers().filter(({ observer }) => observer.finish !== undefined);
    const clock = '(dispatch.last_step - dispatch.burn_in)';
    if (due.length === 0) return [];
    return [
      onlyIf(
        'dispatch.finish == 1u',
        this.block(due, ({ finish }) => finish!, clock, 'end'),
      ),
    ];
  }

  private observers() {
    return this.plan.observers.map(({ observer }, index) => ({ observer, index }));
  }

  private block(
    due: readonly { observer: Observer; index: number }[],
    part: (observer: Observer) => RecordingOf,
    clock: string,
    prefix: string,
  ): string {
    const expressions = due.flatMap(({ observer }) => observer.expressions);
    const { lines, outputs } = emitAt(this.plan, this.table, expressions, this.plan.method.observed, prefix);
    let first = 0;
    const statements = due.flatMap(({ observer, index }) => {
      const values = outputs.slice(first, first + observer.expressions.length);
      first += observer.expressions.length;
      const own = this.places.filter(({ block }) => block.observer === index);
      const recording = part(observer);
      const written = recording.wgsl(this.writer(index, values, clock));
      const sums = observer.finish === undefined || recording === observer.finish ? own : [];
      return [...sums.flatMap(declareManySums), ...written, ...sums.flatMap(addManySums)];
    });
    return ['{', ...lines, ...statements, '}'].join('\n');
  }

  private writer(observer: number, values: readonly string[], clock: string): RecordWriter {
    const { plan, table, places } = this;
    const placeOf = (name: string) => {
      const block = findBlock(cellTable(plan), observer, name);
      return places.find((p) => p.block.offset === block.offset)!;
    };
    return {
      clock,
      value: (i) => values[i],
      setting: (i) => table.setting(observer, i),
      settingAt: (i) => `table[row + ${table.settingsStart(observer)}u + ${i}]`,
      memory: (i) => memoryName(observer, i),
      uniform: (name, draw) =>
        `let ${name} = uniform_open(random_words(dispatch.key, particle.address, ${observer}u, ${draw}, purpose_observer).x);`,
      // In f32: a software adapter adds a selected 1.0 twice as fast as an integer. A dispatch has below 2^24 steps.
      count: (name, cell, amount) => `${register(placeOf(name).block, cell)} += ${amount};`,
      countIf: (name, cell, condition) => `${register(placeOf(name).block, cell)} += select(0.0, 1.0, ${condition});`,
      bump(name, cell) {
        const place = placeOf(name);
        if (place.in === 'workgroup') return `atomicAdd(&shared_low[${place.shared}u + ${cell}], 1u);`;
        // No carry: the host fetches the tallies before a count can leave its word (run.ts).
        return `atomicAdd(&tallies[tally_base + ${place.block.offset}u + ${cell}], 1u);`;
      },
      add(name, cell, amount) {
        const place = placeOf(name);
        if (place.in !== 'registers') return `${manySums(place.block)}[${cell}] = ${amount};`;
        const { low, high } = sumArrays(place.block);
        return `${low}[${cell}] += ${amount} & 32767; ${high}[${cell}] += ${amount} >> 15u;`;
      },
      addRounded(name, cell, amount) {
        const place = placeOf(name);
        if (place.in !== 'registers') return `${manySums(place.block)}[${cell}] = i32(round(${amount}));`;
        const { low, high } = sumArrays(place.block);
        return `{ let x = ${amount}; let upper = high_part(x); ${high}[${cell}] += upper; ${low}[${cell}] += low_part(x, upper); }`;
      },
      addAt(name, cell, amount) {
        const place = placeOf(name);
        const words = `bitcast<u32>(${amount}), bitcast<u32>((${amount}) >> 31u)`;
        if (place.in !== 'workgroup') return `add_tally(tally_base + ${place.block.offset}u + ${cell}, ${words});`;
        return `add_shared_sum(${place.shared}u + ${cell}, ${place.sharedHigh}u + ${cell}, ${words});`;
      },
      particle: 'select(0xFFFFFFFFu, particle.address.x, (particle.address.y & 0xFFFFu) == 0u)',
      keep(index, record, value) {
        const { traces, perPoint } = capturedLayout(plan);
        const { offset, records } = traces.find((t) => t.observer === observer)!;
        return `captured[particle.point * ${perPoint}u + ${offset}u + (${index}) * ${records}u + ${record}] = ${value};`;
      },
    };
  }
}

/** After a page's last step: particles that are no longer finite, and the coordinates of the first ones. */
function finishStatements(plan: Plan): string[] {
  const { accepted } = plan.method;
  const ends = mayEndEarly(plan);
  const memory = (o: number) => ({ memory: (i: number) => memoryName(o, i) });
  const settled = plan.observers.map(({ observer }, o) => observer.settled?.wgsl(memory(o))).join(' & ');
  return [
    ...finiteStatements(plan),
    // A run that may end early follows a particle until it is settled, whenever it ends.
    ...(ends ? [`let settled = ${settled};`, 'finite = finite | settled;'] : []),
    'if (dispatch.finish == 1u && !finite) { c0 += 1.0; mark_lost(particle.point, step_index); }',
    ...(accepted === undefined ? [] : [`c1 += ${accepted};`]),
    ...(ends ? ['if (!settled) { atomicStore(&marks[0], 1u); }'] : []),
    ...snapshotStatements(plan),
  ];
}

const finiteStatements = (plan: Plan) => [
  'var finite = true;',
  ...methodWords(plan).map((name) => `finite = finite & is_finite(${name});`),
];

/** Where a block of steps ends: marks the step when a particle is no longer finite, unless nothing depends on it any more. */
export function lostStatements(plan: Plan, observed: boolean): string[] {
  const memory = (o: number) => ({ memory: (i: number) => memoryName(o, i) });
  const settled = plan.observers.map(({ observer }, o) => observer.settled?.wgsl(memory(o)));
  const condition = observed && mayEndEarly(plan) ? `finite | (${settled.join(' & ')})` : 'finite';
  return [...finiteStatements(plan), `if (!(${condition})) { mark_lost(particle.point, step_index); }`];
}

function snapshotStatements(plan: Plan): string[] {
  const { snapshot: count, perPoint } = capturedLayout(plan);
  if (count === 0) return [];
  const { coordinates } = plan.scope.graph;
  const place = `particle.point * ${perPoint}u + particle.address.x * ${coordinates.length}u`;
  const copies = coordinates.map((_, i) => `captured[${place} + ${i}u] = ${plan.method.observed}${i};`);
  const first = `(particle.address.y & 0xFFFFu) == 0u && particle.address.x < ${count}u`;
  return [`if (dispatch.finish == 1u && ${first}) {`, ...copies, '}'];
}

/** Registers to workgroup memory, workgroup memory to tallies. */
function flushStatements(places: readonly Place[]): string[] {
  const gathered = places.filter((p) => p.in !== 'tallies');
  const toShared = gathered.flatMap((place) => (place.in === 'registers' ? registersToShared(place) : []));
  const toTallies = gathered.map((place) => {
    const { block, shared, sharedHigh } = place;
    const isSum = block.kind === 'sum' || block.kind === 'indexedSum';
    const high = isSum ? `atomicLoad(&shared_high[${sharedHigh}u + i])` : '0u';
    return `for (var i = lane; i < ${block.count}u; i += workgroup_threads) {
      let low = atomicLoad(&shared_low[${shared}u + i]);
      let high = ${high};
      if ((low | high) != 0u) { add_tally(tally_base + ${block.offset}u + i, low, high); }
    }`;
  });
  return ['if (particle.alive) {', ...toShared, '}', 'workgroupBarrier();', ...toTallies];
}

/** Adds up a block of sums: `add` is told of the cell and its two words. */
function flushSums(block: PlacedBlock, add: (cell: string, low: string, high: string) => string): string {
  const { low, high } = sumArrays(block);
  return `for (var i = 0u; i < ${block.count}u; i++) {
    let words = sum_words(${low}[i], ${high}[i]);
    ${add('i', 'words.x', 'words.y')}
  }`;
}

/** Registers to tallies. */
function directFlush(places: readonly Place[]): string[] {
  const adds = places.flatMap(({ in: place, block }) => {
    if (place !== 'registers') return [];
    const first = `tally_base + ${block.offset}u`;
    if (block.kind === 'sum')
      return [flushSums(block, (cell, low, high) => `add_tally(${first} + ${cell}, ${low}, ${high});`)];
    return Array.from({ length: block.count }, (_, i) => {
      const name = register(block, i);
      return `if (${name} != 0.0) { add_tally(${first} + ${i}u, u32(${name}), 0u); }`;
    });
  });
  return ['if (particle.alive) {', ...adds, '}'];
}

function registersToShared({ block, shared, sharedHigh }: Extract<Place, { in: 'registers' }>): string[] {
  if (block.kind === 'sum') {
    const cell = (first: number) => `${first}u + i`;
    return [
      flushSums(block, (_, low, high) => `add_shared_sum(${cell(shared)}, ${cell(sharedHigh)}, ${low}, ${high});`),
    ];
  }
  return Array.from({ length: block.count }, (_, i) => {
    const name = register(block, i);
    return `if (${name} != 0.0) { atomicAdd(&shared_low[${shared + i}u], u32(${name})); }`;
  });
}
