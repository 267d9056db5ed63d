import { describe, expect, it } from 'vitest';
import { nullSets } from '../../src/claims/nullSets';
import { closeDevice } from '../../src/gpu/adapter';
import { freshGpu } from '../gpu/device';
import { caught, sabotages } from './sabotage';

describe('the certificate catches an engine with', () => {
  it.each(sabotages)('$name', async (sabotage) => {
    const gpu = await freshGpu();
    try {
      expect(await caught(sabotage, [nullSets], gpu)).not.toEqual([]);
    } finally {
      await closeDevice(gpu);
    }
  });
});
