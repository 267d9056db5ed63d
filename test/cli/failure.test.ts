import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { reportFailure } from '../../src/cli/failure';
import { prepareFolder, readText, writeWhole } from '../../src/cli/files';
import { Interrupted, interruptible } from '../../src/cli/interrupt';
import { ErgodicError } from '../../src/errors';
import { temporaryFolder } from './command';

afterEach(() => {
  vi.restoreAllMocks();
});

function told(error: unknown): [number, string] {
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const status = reportFailure(error);
  return [status, write.mock.calls.map(([text]) => text).join('')];
}

describe('a failure', () => {
  it.each([
    ['badInput', 2],
    ['noAdapter', 3],
    ['deviceLost', 4],
    ['shardsDoNotFit', 5],
  ] as const)('of the family %s ends with %i and its message alone', (family, status) => {
    expect(told(new ErgodicError(family, 'what and why'))).toEqual([status, 'ergodic: what and why\n']);
  });

  it('of the program itself ends with 1, a short stack and a request to report it', () => {
    const [status, text] = told(new TypeError('boom'));
    expect([status, text]).toEqual([1, expect.stringContaining('TypeError: boom')]);
    expect(text).toMatch(/ {4}at .+[\s\S]+Please report it/);
    expect(text.split('\n').length).toBeLessThan(12);
    expect(told('a text that was thrown')[0]).toBe(1);
  });

  it('by a signal ends with 128 and the number of the signal', async () => {
    const stopped = interruptible(async (signal) => {
      process.emit('SIGTERM', 'SIGTERM');
      signal.throwIfAborted();
    });
    await expect(stopped).rejects.toThrow(Interrupted);
    expect(told(await stopped.catch((e) => e))).toEqual([143, expect.stringContaining('stopped by SIGTERM')]);
  });
});

describe('files', () => {
  it('are replaced as a whole, and no draft stays', () => {
    const folder = temporaryFolder();
    const path = join(folder, 'result.json');
    writeWhole(path, 'first');
    writeWhole(path, 'second');
    expect([readFileSync(path, 'utf8'), readdirSync(folder)]).toEqual(['second', ['result.json']]);
    mkdirSync(join(folder, 'taken'));
    expect(() => writeWhole(join(folder, 'taken'), 'x')).toThrow('cannot be written');
    expect(readdirSync(folder).sort()).toEqual(['result.json', 'taken']);
  });

  it('a folder is made with those above it, and left empty', () => {
    const folder = join(temporaryFolder(), 'a', 'b');
    prepareFolder(folder);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('that are not there are answered with the nearest name', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'double-well.json'), '{}');
    expect(() => readText(join(folder, 'duoble-well.json'))).toThrow("did you mean 'double-well.json'?");
    expect(() => readText(folder)).toThrow('this is a folder');
  });
});
