import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Result } from '../../src/model/result';
import { changed } from '../experiment/bad';
import { data, tables } from '../experiment/bases';
import { ergodic, temporaryFolder } from './command';

const noAdapter = ['--adapter', 'no such card'];
let folder: string;

/** Writes an experiment below a folder that is not the one the command runs in; its table lies in another beside it. */
function write(name: string, changes: Record<string, unknown>): string {
  const file = join(folder, 'experiments', name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(changed(data, { data: '../tables/points.csv', ...changes })));
  return file;
}

const sde = { temperature: undefined, method: { name: 'sgd-sde', step: 0.1, batch: 4 }, data: '../tables/large.csv' };

beforeAll(() => {
  folder = temporaryFolder();
  mkdirSync(join(folder, 'tables'));
  writeFileSync(join(folder, 'tables', 'points.csv'), tables['points.csv']());
  writeFileSync(join(folder, 'tables', 'large.csv'), `x,y\n${'1,2\n3,4\n'.repeat(600)}`);
});

describe('an experiment over a table', () => {
  it('finds the table beside itself, from wherever the command is started', async () => {
    const file = relative(process.cwd(), write('here.json', {}));
    const out = join(folder, 'out');
    const { status, stdout, stderr } = await ergodic(['run', file, '--out', out, '--quiet']);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain('moments.mean.1');
    const { experiment } = JSON.parse(readFileSync(join(out, 'result.json'), 'utf8')) as Result;
    expect(experiment).toMatchObject({
      data: { file: '../tables/points.csv', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
  });

  it('with rows in the file needs no other', async () => {
    const file = write('rows.json', {
      data: [
        { x: 1, y: 2 },
        { x: 2, y: 3 },
      ],
    });
    expect(await ergodic(['run', file, '--out', join(folder, 'rows'), '--quiet'])).toMatchObject({ status: 0 });
  });

  it('names the nearest table where its own is missing, before any adapter is asked', async () => {
    const file = write('missing.json', { data: '../tables/point.csv' });
    const { status, stderr } = await ergodic(['run', file, '--out', join(folder, 'none'), ...noAdapter]);
    expect([status, stderr]).toEqual([2, expect.stringContaining("there is no such file; did you mean 'points.csv'?")]);
    expect(stderr).toContain(`${file}: data: ${join(folder, 'tables', 'point.csv')}`);
  });
});

describe('a dry run', () => {
  it('says what a step reads', async () => {
    const text = async (file: string) => (await ergodic(['run', file, '--dry-run', ...noAdapter])).stdout;
    const loss = 'a step computes the gradient in 2 coordinates over';
    expect(await text(write('batch.json', { 'method.batch': [1, 3] }))).toContain(`${loss} 3 of 6 rows\n`);
    expect(await text(write('all.json', { method: { name: 'mala', step: 0.1 } }))).toContain(`${loss} all 6 rows\n`);
    expect(await text('examples/ring.json')).toContain('a step computes a gradient in 2 coordinates\n');
    expect(await text('examples/geometric-brownian-motion.json')).toContain(
      'computes drift and noise in 3 coordinates\n',
    );
  });

  it('warns of a normal for every row of a large table, and so does a run', async () => {
    const file = write('large.json', sde);
    const warning = 'sgd-sde draws a normal for each of the 1200 rows at every step: expect about ';
    const dry = await ergodic(['run', file, '--dry-run', ...noAdapter]);
    expect(dry.stdout).toContain('over all 1,200 rows and draws a normal for each of them\n');
    expect([dry.stdout, dry.stderr]).toEqual([expect.stringContaining(warning), expect.stringContaining(warning)]);
    const json = JSON.parse((await ergodic(['run', file, '--dry-run', '--json', ...noAdapter])).stdout);
    expect(json).toMatchObject({
      warnings: [expect.stringContaining(warning)],
      work: expect.stringContaining('1,200'),
    });
    const run = await ergodic(['run', file, '--out', join(folder, 'large'), '--particles', '64', '--quiet']);
    expect([run.status, run.stderr]).toEqual([0, expect.stringContaining(warning)]);
  });
});
