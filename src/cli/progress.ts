import { SingleBar } from 'cli-progress';
import { formatRate, formatSeconds } from '../report/format';
import { colorsFor } from './colors';

/** How a run shows that it lives: on standard error, so that standard output stays the result's. */
export interface ProgressView {
  start(adapter: { adapter: string; software: boolean }): void;
  /** Particle-steps made, and to make in all. */
  update(done: number, total: number): void;
  /** Something that a person should know although the run goes on. */
  say(message: string): void;
  stop(): void;
}

export const warn = (stream: NodeJS.WriteStream) => (message: string) => void stream.write(`! ${message}\n`);

export const quiet = (stream: NodeJS.WriteStream): ProgressView => ({
  start() {},
  update() {},
  say: warn(stream),
  stop() {},
});

/** A bar in a terminal, a plain line now and then elsewhere, nothing with `quiet`. */
export function progressView(options: { quiet?: boolean }, stream: NodeJS.WriteStream = process.stderr): ProgressView {
  if (options.quiet === true) return quiet(stream);
  return stream.isTTY ? bar(stream) : lines(stream);
}

function bar(stream: NodeJS.WriteStream): ProgressView {
  const colors = colorsFor(stream);
  const format = `  ${colors.cyan('{bar}')} {percentage} %  {rate}  {left}`;
  const view = new SingleBar({
    format,
    stream,
    barsize: 30,
    hideCursor: true,
    barCompleteChar: '█',
    barIncompleteChar: '░',
  });
  const clock = stopwatch();
  return {
    start(adapter) {
      stream.write(`${describe(adapter)}\n`);
      clock.start();
      view.start(1, 0, { rate: '', left: '' });
    },
    update(done, total) {
      view.setTotal(total);
      view.update(done, clock.tell(done, total));
    },
    say(message) {
      // On a line of its own, above the bar.
      stream.write('\n');
      warn(stream)(message);
    },
    stop: () => view.stop(),
  };
}

const firstLine = 5;
const betweenLines = 15;

function lines(stream: NodeJS.WriteStream): ProgressView {
  const clock = stopwatch();
  let next = firstLine;
  return {
    start(adapter) {
      stream.write(`${describe(adapter)}\n`);
      clock.start();
    },
    update(done, total) {
      const { rate, left } = clock.tell(done, total);
      if (clock.seconds() < next || done === total) return;
      next = clock.seconds() + betweenLines;
      stream.write(`${Math.floor((100 * done) / total)} %  ${rate}  ${left}\n`);
    },
    say: warn(stream),
    stop() {},
  };
}

export function describe({ adapter, software }: { adapter: string; software: boolean }): string {
  return software ? `${adapter} (software: the processor does the work of a graphics card, slowly)` : adapter;
}

/** Seconds since the start, and the rate since the first report: what precedes that one is mostly compilation. */
export function stopwatch() {
  let begun = performance.now();
  let first: { done: number; at: number } | undefined;
  const seconds = () => (performance.now() - begun) / 1000;
  return {
    start() {
      begun = performance.now();
    },
    seconds,
    tell(done: number, total: number) {
      first ??= { done, at: seconds() };
      const rate = (done - first.done) / Math.max(seconds() - first.at, 1e-3);
      if (rate <= 0) return { rate: '', left: '' };
      return { rate: `${formatRate(rate)} particle-steps/s`, left: `${formatSeconds((total - done) / rate)} left` };
    },
  };
}
