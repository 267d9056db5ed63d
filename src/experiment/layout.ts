import { ErgodicError } from '../errors';
import type { Layout } from '../model/plan';

const largestTile = 256;
const mostGroups = 64;
const fewestGroups = 8;
const mostTallyBytes = 64 * 2 ** 20;
const bytesPerCell = 8;
/** Tiles are numbered by 32-bit words on the device. */
const mostTiles = 2 ** 32;

/**
 * Numbers particles and groups: a function of the experiment alone, so that any machine counts the same.
 *
 * @param particles at each sweep point
 * @param cells tally cells of all observables at one sweep point
 * @throws ErgodicError badInput when the tallies cannot fit in eight groups; the message says what fits
 */
export function layOut(particles: number, cells: number, points: number): Layout {
  const tile = tileFor(particles);
  const tilesPerPoint = Math.ceil(particles / tile);
  if (tilesPerPoint * points >= mostTiles) {
    const message = `${particles} particles at ${points} points; expected fewer than ${mostTiles * tile} in all`;
    throw new ErgodicError('badInput', message);
  }
  return { particles, tile, tilesPerPoint, groups: groupsFor(tilesPerPoint, cells, points) };
}

/** Memory of all tallies in bytes. */
export function tallyBytes(cells: number, groups: number, points: number): number {
  return bytesPerCell * cells * groups * points;
}

function tileFor(particles: number): number {
  let tile = largestTile;
  while (tile > 1 && Math.ceil(particles / tile) < mostGroups) tile /= 2;
  return tile;
}

function groupsFor(tiles: number, cells: number, points: number): number {
  let groups = Math.min(mostGroups, tiles);
  const fits = () => tallyBytes(cells, groups, points) <= mostTallyBytes;
  while (!fits() && groups > fewestGroups) groups = Math.max(fewestGroups, Math.floor(groups / 2));
  if (!fits()) throw tooLarge(groups, cells, points);
  return groups;
}

function tooLarge(groups: number, cells: number, points: number): ErgodicError {
  const mebibytes = (tallyBytes(cells, groups, points) / 2 ** 20).toPrecision(3);
  const room = Math.floor(mostTallyBytes / (bytesPerCell * groups));
  const advice = [`at most ${Math.floor(room / points)} cells at ${points} points`];
  if (cells <= room) advice.push(`${Math.floor(room / cells)} points of ${cells} cells`);
  return new ErgodicError(
    'badInput',
    `${cells} tally cells at ${points} sweep point${points === 1 ? '' : 's'} take ${mebibytes} MiB; 64 MiB fit: ${advice.join(', or ')}`,
  );
}
