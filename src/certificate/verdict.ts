import type { Evidence, Verdict } from '../model/claim';
import { studentLimit } from '../statistics';

/** Chance that a certificate of a correct engine has a claim that fails. */
export const falseAlarms = 1e-3;

/** Evidence with its verdict. */
export interface JudgedEvidence extends Evidence {
  /** See `Evidence`; null where the value or its error could not be had, or where a count that admits no error is off. */
  z: number | null;
  /** |z| beyond which a correct engine comes so rarely that all evidence together does in one certificate of a thousand. */
  limit: number;
  verdict: Verdict;
  /** How many times as many particles would settle it, where it is inconclusive; null where none would. */
  settledBy?: number | null;
}

/**
 * Judges one of `count` numbers, at a false-alarm rate of 1/1000 over all of them (Bonferroni): Student's t of the groups behind
 * its standard error, two-sided.
 */
export function judgeEvidence(evidence: Evidence, count: number): JudgedEvidence {
  const limit = studentLimit(falseAlarms / count, evidence.freedom ?? Number.POSITIVE_INFINITY);
  const z = score(evidence);
  const verdict = verdictOf(evidence, z, limit);
  return {
    ...evidence,
    z,
    limit,
    verdict,
    ...(verdict === 'inconclusive' && { settledBy: settledBy(evidence, z, limit) }),
  };
}

function score({ test, value, standardError, expected, bias }: Evidence): number | null {
  if (value === null || standardError === null) return null;
  const off = value - expected;
  if (test === 'equal') {
    const beyond = Math.max(0, Math.abs(off) - bias);
    if (beyond === 0) return 0;
    return standardError === 0 ? null : (Math.sign(off) * beyond) / standardError;
  }
  if (standardError === 0) return null;
  return (test === 'above' ? off : -off) / standardError;
}

function verdictOf(evidence: Evidence, z: number | null, limit: number): Verdict {
  const { test, value, standardError, bias, resolution } = evidence;
  if (value === null || standardError === null) return 'inconclusive';
  if (z === null) return 'fails';
  if (test !== 'equal') return z > limit ? 'holds' : z < -limit ? 'fails' : 'inconclusive';
  if (Math.abs(z) > limit) return 'fails';
  return standardError > 0 && limit * standardError + bias > resolution ? 'inconclusive' : 'holds';
}

/** Standard errors fall as one over the root of the number of particles. */
function settledBy(
  { test, standardError, bias, resolution }: Evidence,
  z: number | null,
  limit: number,
): number | null {
  if (z === null || standardError === null) return null;
  if (test !== 'equal') return z > 0 ? (limit / z) ** 2 : null;
  return resolution > bias ? ((limit * standardError) / (resolution - bias)) ** 2 : null;
}

/** One that fails fails them all; one that says nothing leaves them open. */
export function verdictOver(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('fails')) return 'fails';
  return verdicts.includes('inconclusive') ? 'inconclusive' : 'holds';
}
