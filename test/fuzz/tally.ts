import { ErgodicError } from '../../src/errors';

/** Longest that reading one input may take, in milliseconds. */
export const longest = 1000;
const mostShown = 400;

/** Something that must not happen: what, on which input. */
export interface Fault {
  kind: 'crashed' | 'disagreed' | 'slow';
  index: number;
  input: string;
  detail: string;
}

/** A name to count under, or what went wrong. */
export type Outcome = string | Pick<Fault, 'kind' | 'detail'>;

/** What became of the inputs of one family. */
export class Tally {
  readonly counts = new Map<string, number>();
  readonly faults: Fault[] = [];
  slowest = { ms: 0, input: '' };

  constructor(
    readonly family: string,
    readonly seed: number,
  ) {}

  count(outcome: string): void {
    this.counts.set(outcome, (this.counts.get(outcome) ?? 0) + 1);
  }

  of(outcome: string): number {
    return this.counts.get(outcome) ?? 0;
  }

  private fault(kind: Fault['kind'], index: number, input: string, detail: string): void {
    this.count(kind);
    this.faults.push({ kind, index, input: shorten(input), detail: shorten(detail) });
  }

  /** Counts what became of an input, or keeps the fault. */
  record(outcome: Outcome, index: number, input: string): void {
    if (typeof outcome === 'string') this.count(outcome);
    else this.fault(outcome.kind, index, input, outcome.detail);
  }

  time(ms: number, index: number, input: string): void {
    if (ms > this.slowest.ms) this.slowest = { ms, input: shorten(input) };
    if (ms > longest) this.fault('slow', index, input, `${Math.round(ms)} ms`);
  }

  /** One line, and a paragraph for every fault. */
  describe(): string {
    const counts = [...this.counts].map(([outcome, n]) => `${n} ${outcome}`).join(', ');
    const { ms, input } = this.slowest;
    const line = `${this.family}: ${counts}; slowest ${ms.toFixed(0)} ms`;
    const faults = this.distinct().map(({ kind, index, input: on, detail, times }) => {
      const more = times > 1 ? ` and ${times - 1} more like it` : '';
      return `  ${kind} (seed ${this.seed}, number ${index}${more}): ${on}\n    ${detail}`;
    });
    return [line, ...(ms > longest / 2 ? [`  slowest: ${input}`] : []), ...faults].join('\n');
  }

  /** The first of all faults that differ in no more than numbers. */
  private distinct(): (Fault & { times: number })[] {
    const first = new Map<string, Fault & { times: number }>();
    for (const fault of this.faults) {
      const key = `${fault.kind} ${fault.detail.replace(/[\d.e+-]+|'\w+'/g, '#')}`;
      const before = first.get(key);
      if (before) before.times++;
      else first.set(key, { ...fault, times: 1 });
    }
    return [...first.values()];
  }
}

/** An input as a message quotes it: on one line, cut in the middle. */
export function shorten(text: string): string {
  const cut = text.length > mostShown ? `${text.slice(0, 300)} … (${text.length}) … ${text.slice(-60)}` : text;
  return JSON.stringify(cut);
}

/**
 * Milliseconds since a moment, as they would pass on a processor of our own: of the clock or of the processor's time, whichever is less,
 * since other programs may hold the processor and a collector of garbage may hold two.
 */
export function stopwatch(): () => number {
  const [start, used] = [performance.now(), process.cpuUsage()];
  return () => {
    const { user, system } = process.cpuUsage(used);
    return Math.min(performance.now() - start, (user + system) / 1000);
  };
}

/** Result or error of `work`, and the least time of up to three tries. */
export function timed<T>(work: () => T): { result?: T; error?: unknown; ms: number } {
  let ms = Number.POSITIVE_INFINITY;
  for (let attempt = 0; ; attempt++) {
    const elapsed = stopwatch();
    const outcome = caught(work);
    ms = Math.min(ms, elapsed());
    if (ms <= longest || attempt === 2) return { ...outcome, ms };
  }
}

function caught<T>(work: () => T): { result?: T; error?: unknown } {
  try {
    return { result: work() };
  } catch (error) {
    return { error: error ?? new Error('thrown without a value') };
  }
}

/** Whether an error is one that a person can act upon. */
export const isMessage = (error: unknown): error is ErgodicError =>
  error instanceof ErgodicError && error.failure === 'badInput' && error.message.trim() !== '';

/** A clear message, or a crash. */
export function outcomeOf(error: unknown): Outcome {
  if (isMessage(error)) return 'rejected';
  const stack = error instanceof Error ? error.stack : undefined;
  return { kind: 'crashed', detail: stack?.split('\n').slice(0, 4).join(' ') ?? String(error) };
}
