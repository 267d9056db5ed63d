import { beforeAll, describe, expect, it } from 'vitest';
import { ErgodicError } from '../../src/errors';
import { readCheckpoint, writeCheckpoint } from '../../src/results/checkpoint';
import { type Checkpoint, simulateOnGpu } from '../../src/simulation';
import { album, pages, plans } from '../gpu/checkpointed';
import { testGpu } from '../gpu/device';

const plan = plans['three coordinates, with momenta'];
const origin = { experiment: plan.resolved, version: '1.2.3', adapter: 'a card', seconds: 12.5 };
let checkpoint: Checkpoint;
let bytes: Uint8Array;

beforeAll(async () => {
  const { kept, checkpoints } = album();
  await simulateOnGpu(plan, await testGpu(), { ...pages, checkpoints });
  checkpoint = kept[Math.floor(kept.length / 2)];
  // A particle that is lost, with bits of its own in its not-a-number.
  checkpoint.state[3] = 0x7fc0_1234;
  bytes = writeCheckpoint(checkpoint, origin);
});

describe('a checkpoint', () => {
  it('comes back to the last bit', () => {
    expect(readCheckpoint(bytes, 'file')).toEqual({ checkpoint, origin });
  });

  it('is refused when any bit of it has changed', () => {
    for (let i = 0; i < 200; i++) {
      const changed = bytes.slice();
      const place = i < 100 ? i : Math.floor(((i - 100) / 100) * bytes.length);
      changed[place] ^= 1 << (i % 8);
      expect(() => readCheckpoint(changed, 'file'), `octet ${place}`).toThrow(ErgodicError);
    }
  });

  it('is refused when a part is missing', () => {
    for (const length of [0, 1, 20, 85, 86, 100, Math.floor(bytes.length / 2), bytes.length - 1])
      expect(() => readCheckpoint(bytes.slice(0, length), 'file'), `${length}`).toThrow(/no whole checkpoint/);
  });

  it('of another format is named', () => {
    const text = new TextEncoder().encode('ergodic checkpoint 99 abc\n{}');
    expect(() => readCheckpoint(text, 'file')).toThrow(/its format is 'ergodic checkpoint 99/);
  });
});
