import type { Browser } from 'puppeteer';
import { beforeAll, describe, expect, it } from 'vitest';
import { readExperiment, resolveExperiment } from '../../src/experiment';
import { sweepTable } from '../../src/report/sweepRows';
import { simulateOnCpu } from '../../src/simulation';
import { foreignHost, runText, says, servePage, startBrowser, texts, visit } from './browser';

let port: number;
let browser: Browser;

beforeAll(async () => {
  port = await servePage();
  browser = await startBrowser('software');
});

/** Leimkuhler–Matthews is exact on the harmonic well: mean 0, variance T. */
const harmonic = {
  variables: ['x'],
  potential: 'x^2/2',
  temperature: [0.5, 2],
  method: { name: 'leimkuhler-matthews', step: 0.2 },
  ensemble: { particles: 4096, seed: 3, start: { kind: 'normal', mean: [0], deviation: [1] } },
  burnIn: 60,
  steps: 100,
  observe: {
    moments: { kind: 'moments', of: ['x'], every: 10 },
    density: { kind: 'histogram', of: 'x', range: [-4, 4], bins: 20, every: 10 },
  },
  expect: { 'density.totalVariation': { below: 1e-6 } },
};

const sweep = JSON.stringify(harmonic);
const single = JSON.stringify({ ...harmonic, temperature: 0.5 });

/** What the page answers to an experiment that it refuses. */
function refusal(text: string): string {
  try {
    resolveExperiment(readExperiment(text));
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('the experiment was not refused');
}

describe('the page', () => {
  it('opens with a clean console, names its adapter and says loudly that it is software', async () => {
    const { page, complaints } = await visit(browser, port);
    expect(await texts(page, '#adapter')).toEqual([expect.stringMatching(/swiftshader/i)]);
    expect(await texts(page, '#note[role=alert]:not([hidden])')).toEqual([expect.stringContaining('slowly')]);
    expect(complaints).toEqual([]);
  });

  it("runs the command's own example, with fewer particles", async () => {
    const { page, complaints } = await visit(browser, port);
    await page.click('#run');
    await says(page, 'Done: 60,000,000 particle-steps');
    expect(await texts(page, 'tbody th')).toContain('barrier.exponent');
    expect(await texts(page, '.fails')).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('shows a sweep as one table with a row per point, each estimate near its exact value, and what does not hold', async () => {
    const { page, complaints } = await visit(browser, port);
    await runText(page, sweep);
    await says(page, 'Done');
    const { points } = await page.evaluate(async (text) => (await window.ergodic.run(text)).result, sweep);
    const shown = await page.$$eval('tr', (rows) => rows.map((row) => [...row.children].map((c) => c.textContent)));
    const { head, rows } = sweepTable(points, 110);
    const cells = rows.map((row) => row.map(({ text }) => text.trim()));
    expect(shown).toEqual([head.map((lines) => lines.join('.')), ...cells]);
    expect(shown.map(([place]) => place)).toEqual(['temperature', '0.5', '2']);
    const column = shown[0].indexOf('moments.variance.0');
    for (const [row, exact] of [0.5, 2].entries()) {
      const [value, error] = shown[row + 1][column]!.split(' ± ').map(Number);
      expect(Math.abs(value - exact)).toBeLessThan(4 * error);
    }
    const failure = `does not hold at ${points.length} of ${points.length} points`;
    expect(await texts(page, '.fails')).toEqual([expect.stringContaining(failure)]);
    expect(complaints).toEqual([]);
  });

  it('offers the result as a file', async () => {
    const { page } = await visit(browser, port);
    await runText(page, single);
    await says(page, 'Done');
    const saved = await page.$eval('a[download="result.json"]', async (link) =>
      (await fetch((link as HTMLAnchorElement).href)).json(),
    );
    expect(saved).toMatchObject({ machine: { software: true }, points: [{ temperature: 0.5 }] });
  });

  it('answers a formula that is wrong with a caret under the place, and runs again once it is mended', async () => {
    const { page, complaints } = await visit(browser, port);
    const wrong = JSON.stringify({ ...harmonic, potential: 'x^2/2 + tild*x' });
    await runText(page, single);
    await says(page, 'Done');
    await runText(page, wrong);
    await says(page, 'Not run');
    expect(refusal(wrong)).toMatch(/\n *\^/);
    expect(await texts(page, 'pre[role=alert]:not([hidden])')).toEqual([refusal(wrong)]);
    expect(await texts(page, 'tbody tr')).toEqual([]);
    await runText(page, single);
    await says(page, 'Done');
    expect(await texts(page, 'pre:not([hidden])')).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('stops a long run when asked', async () => {
    const { page, complaints } = await visit(browser, port);
    await runText(page, JSON.stringify({ ...harmonic, steps: 10_000_000 }));
    await page.waitForSelector('#stop:not(:disabled)');
    await page.waitForFunction(() => (document.getElementById('progress') as HTMLProgressElement).value > 0);
    await page.click('#stop');
    await says(page, 'Stopped.');
    expect(await page.$eval('#run', (button) => (button as HTMLButtonElement).disabled)).toBe(false);
    expect(complaints).toEqual([]);
  });
});

describe('the page without WebGPU', () => {
  it.each([
    ['no adapter', '127.0.0.1', /has WebGPU, but no adapter/],
    ['plain http from elsewhere', foreignHost, /plain http.*https/],
  ])('says so and runs the f64 twin: %s', async (_, host, reason) => {
    const { page } = await visit(await startBrowser('none'), port, host);
    expect(await texts(page, '#note:not([hidden])')).toEqual([expect.stringMatching(reason)]);
    expect(await texts(page, '#adapter')).toEqual([expect.stringContaining('twin')]);
    await runText(page, single);
    await says(page, 'Done');
    const counted = await page.evaluate(async (text) => [...(await window.ergodic.run(text)).tallies.low], single);
    const { low } = await simulateOnCpu(resolveExperiment(readExperiment(single)));
    expect(counted).toEqual([...low]);
    expect(await texts(page, 'tbody th')).toContain('moments.variance.0');
  });

  it('runs its example of few particles', async () => {
    const { page } = await visit(await startBrowser('none'), port);
    await page.click('#run');
    await says(page, 'Done: 6,000,000 particle-steps');
  });
});
