import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { ErgodicError } from '../errors';
import { codeOf } from './files';

/**
 * Keeps a folder of results to one run at a time.
 *
 * @param name of the part of a run that is to be kept, where several share the folder
 * @returns what gives the folder free again
 * @throws ErgodicError badInput while another run writes into it
 */
export function lockFolder(folder: string, name = ''): () => void {
  const file = join(folder, `.running${name}`);
  const own = `${hostname()} ${process.pid}`;
  for (let tries = 0; ; tries++) {
    try {
      writeFileSync(file, own, { flag: 'wx' });
      break;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST' || tries > 1) throw error;
      const holder = holderOf(file);
      if (holder !== null) throw taken(folder, holder, file);
      // Its run was killed before it could tidy up.
      rmSync(file, { force: true });
    }
  }
  const free = () => rmSync(file, { force: true });
  process.once('exit', free);
  return () => {
    process.off('exit', free);
    free();
  };
}

/** Who holds a folder; null where that run is known to have ended. */
function holderOf(file: string): string | null {
  const [host, pid] = readFileSync(file, 'utf8').split(' ');
  if (host === hostname() && !isAlive(Number(pid))) return null;
  return `process ${pid} on ${host}`;
}

function isAlive(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

function taken(folder: string, holder: string, file: string): ErgodicError {
  const message = `--out ${folder}: another run (${holder}) writes there; wait for it, name another folder, or remove ${file} if that run is no more`;
  return new ErgodicError('badInput', message);
}
