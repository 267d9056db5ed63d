import { describe, type ProgressView, quiet, stopwatch, warn } from './progress';

/** Progress over several runs, one after the other. */
export interface PartsView extends ProgressView {
  /** From now on the next run is on its way, or was done before. */
  begin(name: string): void;
}

/**
 * A line for each run as it begins, with the share of all work that is done.
 *
 * @param sizes particle-steps of every run
 */
export function partsView(
  sizes: readonly number[],
  options: { quiet?: boolean },
  stream: NodeJS.WriteStream = process.stderr,
): PartsView {
  if (options.quiet === true) return { ...quiet(stream), begin() {} };
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const clock = stopwatch();
  clock.start();
  const inPlace = stream.isTTY === true;
  let [part, before, adapter, name] = [-1, 0, '', ''];
  const line = (done: number) => {
    const share = `${String(Math.floor((100 * done) / total)).padStart(3)} %`;
    return `${share}  ${String(part + 1).padStart(2)} of ${sizes.length}  ${name}`;
  };
  return {
    begin(next) {
      before += part < 0 ? 0 : sizes[part];
      part++;
      name = next;
      stream.write(inPlace ? `\r\x1b[K${line(before)}` : `${line(before)}\n`);
    },
    start(found) {
      const text = describe(found);
      if (text !== adapter) stream.write(inPlace ? `\r\x1b[K${text}\n` : `${text}\n`);
      adapter = text;
    },
    update(done) {
      if (!inPlace) return;
      const { rate, left } = clock.tell(before + done, total);
      stream.write(`\r\x1b[K${line(before + done)}  ${rate}  ${left}`);
    },
    say: (message) => warn(stream)(inPlace ? `\n${message}` : message),
    // After every run of its own, and once more at the end.
    stop() {
      if (inPlace && part === sizes.length - 1) stream.write('\n');
    },
  };
}
