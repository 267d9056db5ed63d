import type { Observer, Recording as RecordingOf, RecordWriter } from '../../model/observable';
import type { Plan } from '../../model/plan';
import { capturedLayout } from '../captured';
import { cellTable, findBlock, type PlacedBlock } from '../cells';
import { finishStatements } from './ending';
import { directFlush, flushStatements } from './flush';
import { declareRegisters, type Place, placeBlocks, register, sumArrays } from './places';
import { memoryName } from './state';
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
