// Makes examples/data/welling-teh.csv: node bench/run.js bench/data/wellingTeh.ts
import { writeFileSync } from 'node:fs';

const count = 100;

/** Density of ½N(0, 2) + ½N(1, 2), and its distribution function by Simpson's rule from far below, where nothing is left. */
const density = (x: number) => (Math.exp(-(x ** 2) / 4) + Math.exp(-((x - 1) ** 2) / 4)) / (2 * Math.sqrt(4 * Math.PI));

function distribution(x: number): number {
  const [low, panels] = [-15, 2000];
  const h = (x - low) / panels;
  let sum = density(low) + density(x);
  for (let k = 1; k < panels; k++) sum += (k % 2 === 1 ? 4 : 2) * density(low + k * h);
  return (sum * h) / 3;
}

/** Where the distribution function is p, by bisection. */
function quantile(p: number): number {
  let [low, high] = [-15, 15];
  for (let k = 0; k < 60; k++) {
    const middle = (low + high) / 2;
    if (distribution(middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

export function main(): void {
  const rows = Array.from({ length: count }, (_, i) => quantile((i + 0.5) / count).toPrecision(9));
  writeFileSync(new URL('../../examples/data/welling-teh.csv', import.meta.url), `x\n${rows.join('\n')}\n`);
  console.log(`welling-teh.csv: ${count} rows`);
}
