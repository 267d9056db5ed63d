import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { version } from '../../package.json';
import {
  type Certificate,
  type CertificateSettings,
  type ClaimOutcome,
  type ClaimRun,
  certify,
  planRuns,
} from '../certificate';
import { claims } from '../claims';
import { ErgodicError, exitStatus } from '../errors';
import { nearest } from '../errors/nearest';
import { choices } from '../experiment';
import type { Gpu } from '../gpu/adapter';
import type { Claim } from '../model/claim';
import type { Result } from '../model/result';
import { formatCount } from '../report/format';
import { particleSteps } from '../results';
import { ClaimFolder } from './claimFolder';
import { renderClaims } from './claimTable';
import { countOn, wallClock } from './counting';
import { prepareFolder, writeWhole } from './files';
import { Interrupted, interruptible } from './interrupt';
import { lockFolder } from './lock';
import { withAdapter } from './machine';
import { type PartsView, partsView } from './partsProgress';
import { loadReport } from './report';

interface CertifyOptions {
  quick?: boolean;
  out: string;
  seed: string;
  particles?: string;
  adapter: string;
  resume?: boolean;
  checkpoint: string;
  json?: boolean;
  quiet?: boolean;
  dryRun?: boolean;
}

export function addCertify(program: Command): void {
  program
    .command('certify [claim...]')
    .description("the theorem's claims, each an experiment with a verdict: certificate.json and report.html in --out")
    .option('--quick', 'a sixteenth of the particles: minutes on a processor')
    .option('--out <dir>', 'folder of the certificate', join('runs', 'certificate'))
    .option('--seed <n>', 'seed of all random streams', '1')
    .option('--particles <n>', 'particles at each point of every experiment, in place of what the claims ask for')
    .option('--adapter <choice>', 'auto, software, or text from the name of an adapter', 'auto')
    .option(
      '--resume',
      'keeps the experiments in --out that are done, and goes on from the checkpoint of the one that is not',
    )
    .option('--checkpoint <seconds>', 'time between two checkpoints', '60')
    .option('--json', 'the certificate on standard output, and nothing else there')
    .option('--quiet', 'no progress')
    .option('--dry-run', 'only the experiments that would run')
    .action(run);
}

async function run(names: string[], options: CertifyOptions): Promise<void> {
  const settings = settingsOf(options);
  const runs = planRuns(names.length === 0 ? claims : names.map(find), settings);
  if (options.dryRun) return describeRuns(runs);
  const { out } = options;
  prepareFolder(out);
  const free = lockFolder(out);
  const certificate = await measure(runs, settings, options).finally(free);
  process.stdout.write(`${options.json ? JSON.stringify(certificate, null, 2) : renderClaims(certificate)}\n`);
  if (!options.quiet) process.stderr.write(`files in ${out}\n`);
  if (certificate.verdict !== 'holds') process.exitCode = exitStatus.doesNotHold;
}

function find(name: string): Claim {
  const claim = claims.find(({ id }) => id === name);
  if (claim !== undefined) return claim;
  const known = claims.map(({ id }) => id);
  throw new ErgodicError(
    'badInput',
    `'${name}' is none of the claims; ${nearest(name, known)}expected ${choices(known)}`,
  );
}

function settingsOf({ quick, seed, particles }: CertifyOptions): CertificateSettings {
  const size = quick === true ? 'quick' : 'full';
  return {
    size,
    seed: wholeOf('--seed', seed, 0, Number.MAX_SAFE_INTEGER),
    ...(particles !== undefined && { particles: wholeOf('--particles', particles, 1, 2 ** 48) }),
  };
}

function wholeOf(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text.trim()) && value >= least && value <= most) return value;
  throw new ErgodicError('badInput', `${option}: found '${text}', expected a whole number from ${least} to ${most}`);
}

function describeRuns(runs: readonly ClaimRun[]): void {
  const lines = runs.map(({ claim, name, plan }) => {
    const steps = formatCount(Number(particleSteps(plan)));
    return `${`${claim.id}/${name}`.padEnd(44)} ${steps.padStart(16)} particle-steps  ${plan.hash.slice(0, 12)}`;
  });
  const total = runs.reduce((sum, { plan }) => sum + Number(particleSteps(plan)), 0);
  process.stdout.write(`${[...lines, `${'in all'.padEnd(44)} ${formatCount(total).padStart(16)}`].join('\n')}\n`);
}

async function measure(
  runs: readonly ClaimRun[],
  settings: CertificateSettings,
  options: CertifyOptions,
): Promise<Certificate> {
  const { out } = options;
  const spent = wallClock();
  // Where the certificate is, everything is that it was made of.
  rmSync(join(out, 'certificate.json'), { force: true });
  const { outcomes, machine } = await runAll(runs, options);
  const certificate = certify(outcomes, settings, machine, spent());
  const report: any = await loadReport();
  if (report.renderCertificate) writeWhole(join(out, 'report.html'), report.renderCertificate(certificate));
  writeWhole(join(out, 'certificate.json'), `${JSON.stringify(certificate, null, 2)}\n`);
  return certificate;
}

interface Outcomes {
  outcomes: ClaimOutcome[];
  machine: Result['machine'];
}

async function runAll(runs: readonly ClaimRun[], options: CertifyOptions): Promise<Outcomes> {
  const view = partsView(
    runs.map(({ plan }) => Number(particleSteps(plan))),
    options,
  );
  try {
    return await interruptible((signal) =>
      withAdapter(options.adapter, (open) => runEach(runs, { open, signal, view, options })),
    );
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    const rest = `${options.out} holds what is done, from which the same command with --resume goes on`;
    throw new Interrupted(error.signal, error.exitStatus, rest);
  } finally {
    view.stop();
  }
}

interface Surroundings {
  open: () => Promise<Gpu>;
  signal: AbortSignal;
  view: PartsView;
  options: CertifyOptions;
}

async function runEach(runs: readonly ClaimRun[], surroundings: Surroundings): Promise<Outcomes> {
  const outcomes: ClaimOutcome[] = [];
  const machines: Result['machine'][] = [];
  for (const run of runs) {
    surroundings.view.begin(`${run.claim.id}: ${run.name}`);
    const { outcome, machine } = await runOne(run, surroundings);
    outcomes.push(outcome);
    machines.push(machine);
  }
  return { outcomes, machine: together(machines) };
}

async function runOne(run: ClaimRun, { open, signal, view, options }: Surroundings) {
  const folder = new ClaimFolder(join(options.out, run.claim.id, run.name), run);
  const kept = options.resume === true ? folder.kept() : null;
  if (kept !== null) return kept;
  const { counting, resumed } = folder.begin(options.resume === true, view);
  const counted = await countOn(open, signal, counting, options, resumed);
  signal.throwIfAborted();
  return folder.finish(counted);
}

/** Of the experiments of a certificate, all of which may have been run on other adapters. */
function together(machines: readonly Result['machine'][]): Result['machine'] {
  const adapters = [...new Set(machines.map(({ adapter }) => adapter))];
  return {
    adapter: adapters.join(', '),
    software: machines.some(({ software }) => software),
    version,
    deviceLosses: machines.reduce((sum, { deviceLosses }) => sum + (deviceLosses ?? 0), 0),
  };
}
