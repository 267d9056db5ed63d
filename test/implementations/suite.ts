import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from './agent';
import { bareness, counts, type devices, type Finding, integers, references, requestOn, twinned } from './checks';
import type { Candidate, Implementation } from './implementation';

type DeviceName = keyof typeof devices;

const agreement = {
  whole: 'agrees with the f64 twin on every method, observable and function',
  bare: 'agrees with the f64 twin on the double well',
};

/** All checks on one implementation, on the whole device and on a bare one; says why where its program is not here. */
export function checkImplementation(candidate: Candidate): void {
  const missing = candidate.missing();
  if (missing !== null) console.log(`SKIPPED ${candidate.name}: ${missing}`);
  describe.skipIf(missing !== null)(`${candidate.name}${missing === null ? '' : ` (SKIPPED: ${missing})`}`, () => {
    let started: Implementation | undefined;
    let answers: Record<DeviceName, Answer>;

    beforeAll(async () => {
      started = await candidate.start();
      answers = {
        whole: await started.answer(requestOn('whole')),
        bare: await started.answer(requestOn('bare')),
      };
    });
    afterAll(async () => started?.close());

    it('opens a bare device when asked to', () => nothingWrong(bareness(answers.bare)));

    describe.each(['whole', 'bare'] as const)('the %s device', (device) => {
      it('draws the known random integers', () => nothingWrong(integers(answers[device])));
      it('counts what the f64 twin counts where all arithmetic is exact', async () =>
        nothingWrong(await counts(answers[device])));
      it('agrees with exact values of the double well', async () => nothingWrong(await references(answers[device])));
      it(agreement[device], async () => nothingWrong(await twinned(answers[device])));
    });
  });
}

function nothingWrong({ looked, wrong }: Finding): void {
  expect(wrong).toEqual([]);
  expect(looked).toBeGreaterThan(0);
}
