import { describe, expect, it } from 'vitest';
import type { ClaimRun } from '../../src/certificate';
import { claims } from '../../src/claims';
import { closeDevice } from '../../src/gpu/adapter';
import { freshGpu } from '../gpu/device';
import { caught, sabotages } from './sabotage';

// By one claim each; test/verify/certificate.verify.ts lists all claims that do.
describe('the certificate catches an engine with', () => {
  it.each(sabotages)('$name: $by', async (sabotage) => {
    const gpu = await freshGpu();
    try {
      const by = claims.filter(({ id }) => id === sabotage.by);
      expect(await caught(sabotage, by, gpu)).not.toEqual([]);
    } finally {
      await closeDevice(gpu);
    }
  });

  it('and nothing where it is whole', async () => {
    const gpu = await freshGpu();
    try {
      const whole = { name: 'nothing', by: 'mixing', plan: ({ plan }: ClaimRun) => ({ ...plan }) };
      const mixing = claims.filter(({ id }) => id === 'mixing');
      expect(await caught(whole, mixing, gpu)).toEqual([]);
    } finally {
      await closeDevice(gpu);
    }
  });
});
