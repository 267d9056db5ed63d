import type { CertifiedClaim, JudgedEvidence } from '../../certificate';

/** |z| as a share of its limit; null for counts without error and where there is no z. */
export function shareOfLimit({ z, limit, standardError }: JudgedEvidence): number | null {
  if (typeof z !== 'number' || !standardError || !Number.isFinite(z)) return null;
  return z / limit;
}

const shares = ({ evidence }: CertifiedClaim, equal: boolean): number[] =>
  evidence.filter(({ test }) => (test === 'equal') === equal).flatMap((one) => shareOfLimit(one) ?? []);

/** The largest |z| / limit of the numbers that have to agree: beyond 1 the claim fails. Null where there are none. */
export function worstAgreement(claim: CertifiedClaim): number | null {
  const all = shares(claim, true).map(Math.abs);
  return all.length > 0 ? Math.max(...all) : null;
}

/** The smallest z / limit of the numbers that have to differ: up to 1 nothing is shown. Null where there are none. */
export function leastDifference(claim: CertifiedClaim): number | null {
  const all = shares(claim, false);
  return all.length > 0 ? Math.min(...all) : null;
}
