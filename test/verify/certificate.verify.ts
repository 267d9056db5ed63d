import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Certificate } from '../../src/certificate';
import { claims } from '../../src/claims';
import { closeDevice } from '../../src/gpu/adapter';
import { caught, sabotages } from '../certificate/sabotage';
import { ergodic, temporaryFolder } from '../cli/command';
import { freshGpu } from '../gpu/device';

const minutes = 60_000;

describe('ergodic certify --quick', () => {
  it.each([1, 2, 3, 4, 5])('holds in every claim, with seed %d', { timeout: 10 * minutes }, async (seed) => {
    const out = temporaryFolder();
    const { status, stdout } = await ergodic(['certify', '--quick', '--seed', String(seed), '--out', out, '--quiet']);
    const certificate = JSON.parse(readFileSync(join(out, 'certificate.json'), 'utf8')) as Certificate;
    console.info(stdout);
    expect(certificate.claims.filter(({ verdict }) => verdict !== 'holds').map(({ id }) => id)).toEqual([]);
    expect([status, certificate.claims.length >= 14]).toEqual([0, true]);
    expect(certificate.timing.wall).toBeLessThan(360);
  });
});

// What test/certificate/sabotage.test.ts shows for one claim each, for all of them: which claims see what.
describe('the claims catch an engine with', () => {
  it.each(sabotages)('$name', { timeout: 15 * minutes }, async (sabotage) => {
    const gpu = await freshGpu();
    try {
      const failed = await caught(sabotage, claims, gpu);
      console.info(failed.join('\n'));
      expect(failed).not.toEqual([]);
    } finally {
      await closeDevice(gpu);
    }
  });
});
