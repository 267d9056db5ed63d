import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { version } from '../../package.json';
import { type Certificate, type CertificateSettings, certify, planRuns } from '../certificate';
import { claims } from '../claims';
import { ErgodicError } from '../errors';
import { nearest } from '../errors/nearest';
import { choices } from '../experiment';
import type { Claim } from '../model/claim';
import type { Result } from '../model/result';
import { mergeShards } from '../results/merge';
import type { FinishedClaimRun } from './claimFolder';
import { folderOf } from './claimRuns';
import { readText, writeWhole } from './files';
import { loadReport } from './report';
import { readShards, shardFolders } from './shardFolder';
import { together } from './shardMachines';

/** @throws ErgodicError badInput with the nearest name where there is no such claim */
export function claimNamed(name: string): Claim {
  const claim = claims.find(({ id }) => id === name);
  if (claim !== undefined) return claim;
  const known = claims.map(({ id }) => id);
  const message = `'${name}' is none of the claims; ${nearest(name, known)}expected ${choices(known)}`;
  throw new ErgodicError('badInput', message);
}

/** What a certificate in a folder is made with, so that its parts can be put together. */
interface KeptSettings extends CertificateSettings {
  claims: string[];
}

const settingsFile = (out: string): string => join(out, 'certify.json');

/**
 * @param part whether what is run is a part, beside which others may be in the folder
 * @throws ErgodicError shardsDoNotFit where the folder is that of another certificate's parts
 */
export function keepSettings(
  out: string,
  chosen: readonly Claim[],
  settings: CertificateSettings,
  part: boolean,
): void {
  const kept: KeptSettings = { claims: chosen.map(({ id }) => id), ...settings };
  const text = `${JSON.stringify(kept, null, 2)}\n`;
  const file = settingsFile(out);
  if (part && existsSync(file) && readText(file) !== text) {
    const found = `${out} holds another certificate (${file}): other claims, size, seed or particles`;
    throw new ErgodicError('shardsDoNotFit', `${found}; remove it, or name another folder by --out`);
  }
  writeWhole(file, text);
}

export const isCertificate = (out: string): boolean => existsSync(settingsFile(out));

/** Judges what was run, and writes the certificate and its page. */
export async function writeCertificate(
  out: string,
  finished: readonly FinishedClaimRun[],
  settings: CertificateSettings,
  wall: number,
): Promise<Certificate> {
  // Where the certificate is, everything is that it was made of.
  rmSync(join(out, 'certificate.json'), { force: true });
  const outcomes = finished.map(({ outcome }) => outcome);
  const machine = machineOf(finished.map((one) => one.machine));
  const certificate = certify(outcomes, settings, machine, wall);
  const { renderCertificate } = await loadReport();
  writeWhole(join(out, 'report.html'), renderCertificate(certificate));
  writeWhole(join(out, 'certificate.json'), `${JSON.stringify(certificate, null, 2)}\n`);
  return certificate;
}

/** Of the experiments of a certificate, all of which may have been run on other adapters. */
function machineOf(machines: readonly Result['machine'][]): Result['machine'] {
  const adapters = [...new Set(machines.map(({ adapter }) => adapter))];
  return {
    adapter: adapters.join(', '),
    software: machines.some(({ software }) => software),
    version,
    deviceLosses: machines.reduce((sum, { deviceLosses }) => sum + (deviceLosses ?? 0), 0),
  };
}

/**
 * Adds the parts of every experiment of a certificate, and judges it.
 *
 * @param directories folders of the same certificate; the first takes the result
 * @throws ErgodicError shardsDoNotFit as `mergeShards`
 */
export async function mergeCertificate(directories: readonly string[], partial: boolean): Promise<Certificate> {
  const out = directories[0];
  const { claims: names, ...settings } = JSON.parse(readText(settingsFile(out))) as KeptSettings;
  const finished: FinishedClaimRun[] = [];
  let wall = 0;
  for (const run of planRuns(names.map(claimNamed), settings)) {
    const places = directories.map((directory) => join(directory, run.claim.id, run.name)).filter(existsSync);
    const shards = readShards(shardFolders(places));
    if (shards.length === 0) throw noShards(`${run.claim.id}/${run.name}`, out);
    const tallies = mergeShards(run.plan, shards, version, partial);
    const { machine, seconds } = together(shards);
    wall += seconds;
    finished.push(folderOf(out, run).finish({ tallies, machine, seconds }));
  }
  return writeCertificate(out, finished, settings, wall);
}

function noShards(experiment: string, out: string): ErgodicError {
  const message = `found no shard of ${experiment} below ${out}; make them by ergodic certify --shard i/n for i from 1 to n`;
  return new ErgodicError('shardsDoNotFit', message);
}
