import { canonicalJson, digest } from '../experiment/hash';
import type { Claim, ClaimFigure, SeedVerdict, Verdict } from '../model/claim';
import type { PointResult, Result } from '../model/result';
import { asCount, particleSteps } from '../results';
import type { CertificateSettings, ClaimRun } from './plan';
import { falseAlarms, type JudgedEvidence, judgeEvidence, verdictOver } from './verdict';

export const certificateSchema = 'ergodic-certificate/1';

/** One experiment behind a claim, as the certificate names it. */
export interface CertifiedExperiment {
  name: string;
  /** Of the resolved experiment. */
  hash: string;
  /** SHA-256 of everything that was counted: on one kind of adapter the same whenever it is run again. */
  tallies: string;
  seed: number;
  particles: number;
  particleSteps: number | string;
}

export interface CertifiedClaim {
  id: string;
  title: string;
  seedStep: string;
  seedStatement: string;
  /** Undecided where the true statement does not hold. */
  seedVerdict: SeedVerdict | 'undecided';
  seedBecause: string;
  statement: string;
  source: string;
  /** Of `statement`. */
  verdict: Verdict;
  evidence: JudgedEvidence[];
  /** Particles at each point that would settle it, where it is inconclusive; null where more would not. */
  particlesNeeded?: number | null;
  figure: ClaimFigure;
  experiments: CertifiedExperiment[];
  particleSteps: number | string;
}

/** `certificate.json`. */
export interface Certificate {
  schema: string;
  version: string;
  size: 'quick' | 'full';
  seed: number;
  /** At each point of every experiment, where it was asked for. */
  particles?: number;
  machine: Result['machine'];
  /** Seconds, and particle-steps in all. */
  timing: { wall: number; particleSteps: number | string };
  falseAlarms: number;
  claims: CertifiedClaim[];
  verdict: Verdict;
  /** SHA-256 of version and experiments: another machine that repeats the certificate has the same. */
  signature: string;
}

/** One experiment that was run. */
export interface ClaimOutcome {
  run: ClaimRun;
  points: readonly PointResult[];
  /** SHA-256 of what was counted. */
  tallies: string;
}

/**
 * Judges all claims by what their experiments gave. A pure function of it, but for machine and time.
 *
 * @param outcomes every experiment of every claim
 */
export function certify(
  outcomes: readonly ClaimOutcome[],
  settings: CertificateSettings,
  machine: Result['machine'],
  wall: number,
): Certificate {
  const claims = [...new Set(outcomes.map(({ run }) => run.claim))];
  const own = claims.map((claim) => outcomes.filter(({ run }) => run.claim === claim));
  const judgements = claims.map((claim, c) => claim.judge(resultsOf(own[c])));
  const count = judgements.reduce((sum, { evidence }) => sum + evidence.length, 0);
  const certified = claims.map((claim, c) => {
    const evidence = judgements[c].evidence.map((one) => judgeEvidence(one, count));
    return certifiedClaim(claim, own[c], evidence, judgements[c].figure);
  });
  const { version } = machine;
  const { size, seed, particles } = settings;
  return {
    schema: certificateSchema,
    version,
    size,
    seed,
    ...(particles !== undefined && { particles }),
    machine,
    timing: { wall, particleSteps: asCount(stepsOf(outcomes)) },
    falseAlarms,
    claims: certified,
    verdict: verdictOver(certified.map(({ verdict }) => verdict)),
    signature: signatureOf(version, certified),
  };
}

const resultsOf = (outcomes: readonly ClaimOutcome[]) =>
  Object.fromEntries(outcomes.map(({ run, points }) => [run.name, points]));

const stepsOf = (outcomes: readonly ClaimOutcome[]): bigint =>
  outcomes.reduce((sum, { run }) => sum + BigInt(particleSteps(run.plan)), 0n);

function certifiedClaim(
  claim: Claim,
  outcomes: readonly ClaimOutcome[],
  evidence: JudgedEvidence[],
  figure: ClaimFigure,
): CertifiedClaim {
  const verdict = verdictOver(evidence.map((one) => one.verdict));
  const { id, title, seedStep, seedStatement, statement, source } = claim;
  return {
    ...{ id, title, seedStep, seedStatement },
    seedVerdict: verdict === 'holds' ? claim.seed.verdict : 'undecided',
    seedBecause: claim.seed.because,
    ...{ statement, source, verdict, evidence },
    ...(verdict === 'inconclusive' && { particlesNeeded: particlesNeeded(outcomes, evidence) }),
    figure,
    experiments: outcomes.map(experimentOf),
    particleSteps: asCount(stepsOf(outcomes)),
  };
}

function experimentOf({ run: { name, plan }, tallies }: ClaimOutcome): CertifiedExperiment {
  const { hash, seed, layout } = plan;
  return { name, hash, tallies, seed, particles: layout.particles, particleSteps: asCount(particleSteps(plan)) };
}

function particlesNeeded(outcomes: readonly ClaimOutcome[], evidence: readonly JudgedEvidence[]): number | null {
  const open = evidence.filter((one) => one.verdict === 'inconclusive').map((one) => one.settledBy ?? null);
  if (open.includes(null)) return null;
  const most = Math.max(...outcomes.map(({ run }) => run.plan.layout.particles));
  return Math.ceil(most * Math.max(...open.map(Number)));
}

function signatureOf(version: string, claims: readonly CertifiedClaim[]): string {
  const signed = claims.map(({ id, experiments }) => ({ id, experiments: experiments.map(({ hash }) => hash) }));
  return digest(canonicalJson({ version, claims: signed }));
}
