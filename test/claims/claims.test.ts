import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type ClaimOutcome, planRuns } from '../../src/certificate';
import { claims } from '../../src/claims';
import type { Claim } from '../../src/model/claim';
import { judged, outcomeOf } from '../certificate/outcomes';
import { testGpu } from '../gpu/device';

/** Words of the seed without marks of mathematics and typesetting. */
const words = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^a-z]+/g, ' ')
    .split(' ')
    .filter((word) => word.length > 3);

const made = new Map<string, ClaimOutcome[]>();

/** The claim's experiments with few particles. */
async function small(claim: Claim): Promise<ClaimOutcome[]> {
  const known = made.get(claim.id);
  if (known !== undefined) return known;
  const outcomes: ClaimOutcome[] = [];
  const gpu = await testGpu();
  for (const run of planRuns([claim], { size: 'quick', seed: 1, particles: 256 }))
    outcomes.push(await outcomeOf(run, gpu));
  made.set(claim.id, outcomes);
  return outcomes;
}

describe('the claims', () => {
  it('are at least fourteen, each with its own name, and cover the ten steps', () => {
    expect(claims.length).toBeGreaterThanOrEqual(14);
    expect(new Set(claims.map(({ id }) => id)).size).toBe(claims.length);
    const steps = new Set(claims.flatMap(({ seedStep }) => seedStep.match(/\d+/g) ?? []));
    expect([...steps].map(Number).sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });
});

describe.each(claims)('$id', (claim) => {
  it('has experiments that grow with the scale, and only in their particles', () => {
    const [quick, full] = (['quick', 'full'] as const).map((size) => planRuns([claim], { size, seed: 1 }));
    expect(quick.length).toBeGreaterThan(0);
    quick.forEach(({ plan }, i) => {
      expect(full[i].plan.layout.particles).toBe(16 * plan.layout.particles);
      expect({ ...full[i].plan.resolved, ensemble: null }).toEqual({ ...plan.resolved, ensemble: null });
    });
    const seeds = new Set(quick.map(({ plan }) => plan.seed));
    expect(seeds.size).toBe(quick.length);
  });

  // A hundredth or so of a quick certificate: nothing that a correct engine counts may fail, and little will be settled.
  it('is not refuted by a small ensemble, and judges what it gives', { timeout: 60_000 }, async () => {
    const { evidence } = judged(claim, await small(claim));
    expect(evidence.filter(({ verdict }) => verdict === 'fails')).toEqual([]);
    expect(evidence.length).toBeGreaterThanOrEqual(4);
    for (const { quantity, expected, bias, resolution } of evidence) {
      expect([expected, bias, resolution].every(Number.isFinite), quantity).toBe(true);
      expect(bias).toBeGreaterThanOrEqual(0);
    }
    expect(new Set(evidence.map(({ quantity, test }) => `${quantity} ${test}`)).size).toBe(evidence.length);
    // What is not granted to the seed is shown.
    if (claim.seed.verdict !== 'holds') expect(evidence.some(({ against }) => against)).toBe(true);
  });

  it('draws what it measured, with axes', async () => {
    const outcomes = await small(claim);
    const { figure } = claim.judge(Object.fromEntries(outcomes.map(({ run, points }) => [run.name, points])));
    expect([figure.title, figure.text, figure.x.label, figure.y.label].every((text) => text.length > 0)).toBe(true);
    const roles = figure.series.map(({ role }) => role);
    if (figure.kind === 'curves') expect(roles).toEqual(expect.arrayContaining(['measured', 'exact']));
    else expect(figure.cells.length).toBeGreaterThan(3);
  });
});

it('words of the seed are the seed’s', () => {
  const seed = new Set(words(readFileSync('docs/theorem.md', 'utf8')));
  for (const { id, seedStatement } of claims) {
    const strange = words(seedStatement).filter((word) => !seed.has(word));
    expect(strange, id).toEqual([]);
  }
});
