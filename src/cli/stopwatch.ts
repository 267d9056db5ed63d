/** Names what a command is doing, one thing after the other, and keeps how long each takes. */
export class Stopwatch {
  private readonly parts: { name: string; from: number }[] = [{ name: 'start of Node and the command', from: 0 }];

  /** From now on time goes to `name`. */
  begin(name: string): void {
    this.parts.push({ name, from: performance.now() });
  }

  /** Seconds of each thing so far, in order, since the process began. */
  seconds(): Record<string, number> {
    const now = performance.now();
    const ends = [...this.parts.slice(1).map(({ from }) => from), now];
    const all: Record<string, number> = {};
    this.parts.forEach(({ name, from }, i) => {
      all[name] = (all[name] ?? 0) + (ends[i] - from) / 1000;
    });
    return all;
  }

  /** A line for each, and their sum. */
  render(): string {
    const rows = Object.entries(this.seconds());
    const total = rows.reduce((sum, [, s]) => sum + s, 0);
    return [...rows, ['in all', total] as const]
      .map(([name, s]) => `${s.toFixed(3).padStart(9)} s  ${name}`)
      .join('\n');
  }
}
