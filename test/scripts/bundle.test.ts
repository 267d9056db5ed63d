import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bundled, load, root } from './modules';

const { tarFiles, tarEnd, untar } = await load('tar');
const { checkBuild } = await load('files');
const { checkNode, collect } = await load('parts');
const { checkSize, pack } = await load('archive');

const folders: string[] = [];
const temporaryFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'ergodic-bundle-'));
  folders.push(folder);
  return folder;
};
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const file = (name: string, text: string, executable = false): Bundled => ({
  name,
  data: Buffer.from(text),
  executable,
});

describe('the tar writer', () => {
  const long = `${'folder/'.repeat(15)}${'n'.repeat(90)}`;
  const files = [file('b/run', 'go', true), file('a', ''), file(long, 'x'.repeat(513)), file('c', 'y'.repeat(512))];

  it('is read back by tar: names, contents, modes, one time', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'a.tar'), Buffer.concat([tarFiles(files), tarEnd]));
    execFileSync('tar', ['xf', 'a.tar'], { cwd: folder });
    for (const { name, data } of files) expect(readFileSync(join(folder, name))).toEqual(data);
    const listed = execFileSync('tar', ['tvf', 'a.tar'], { cwd: folder, encoding: 'utf8', env: { TZ: 'UTC' } });
    const lines = listed.trim().split('\n');
    expect(lines.map((line) => line.slice(0, 10))).toEqual(['-rw-r--r--', '-rwxr-xr-x', '-rw-r--r--', '-rw-r--r--']);
    for (const line of lines) expect(line).toMatch(/ 0\/0 .* 1985-10-26 08:15 /);
  });

  it('makes the same octets of the same files in any order', () => {
    expect(tarFiles([...files].reverse())).toEqual(tarFiles(files));
  });

  it('has a reader that gives back the files', () => {
    const short = files.filter(({ name }) => name !== long);
    const read = untar(Buffer.concat([tarFiles(short), tarEnd]));
    expect([...read.keys()]).toEqual(['a', 'b/run', 'c']);
    for (const { name, data } of short) expect(read.get(name)).toEqual(data);
  });

  it('refuses a name that no header holds', () => {
    expect(() => tarFiles([file(`a/${'n'.repeat(101)}`, '')])).toThrow(/too long a name/);
  });
});

describe('the build', () => {
  const source = 'src/cli/main.ts';
  const built = ['dist/cli.js', 'dist/index.js', 'dist/demo/index.html'];
  let fake: string;
  const date = (path: string, seconds: number) => utimesSync(join(fake, path), seconds, seconds);

  beforeAll(() => {
    fake = temporaryFolder();
    for (const path of [source, ...built]) {
      mkdirSync(dirname(join(fake, path)), { recursive: true });
      writeFileSync(join(fake, path), '');
      date(path, path === source ? 1000 : 1001);
    }
  });

  it('may be bundled when it is younger than its sources', () => expect(() => checkBuild(fake)).not.toThrow());

  it.each(built)('is refused when %s is older than a source', (path) => {
    date(path, 999);
    expect(() => checkBuild(fake)).toThrow(/^src\/cli\/main\.ts is newer .*: npm run build$/);
    date(path, 1001);
  });

  it('is refused when a part of it is missing', () => {
    rmSync(join(fake, 'dist/demo'), { recursive: true });
    expect(() => checkBuild(fake)).toThrow(/^dist\/demo\/index\.html: there is no such file.*: npm run build$/);
  });
});

describe('what cannot be bundled', () => {
  it('is a Node of another system, or in pieces', () => {
    expect(() => checkNode('linux', { node_shared: false, node_shared_openssl: 'false' })).not.toThrow();
    expect(() => checkNode('darwin', {})).toThrow(/^this is darwin; .* Linux machine/);
    expect(() => checkNode('linux', { node_shared_libuv: true })).toThrow(/\(node_shared_libuv\).*nodejs\.org/);
  });

  it('is more than 60 MB', () => {
    expect(() => checkSize(60e6)).not.toThrow();
    expect(() => checkSize(60e6 + 1e4)).toThrow(/has 60\.01 MB, expected at most 60\.00 MB/);
  });
});

describe('the command line', () => {
  const script = fileURLToPath(new URL('../../scripts/bundle.js', import.meta.url));
  const run = (...args: string[]) => spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' });

  it('shows its options, and names one that it does not know', () => {
    const help = run('--help');
    expect([help.status, help.stderr]).toEqual([0, '']);
    expect(help.stdout).toContain('--no-software');
    const wrong = run('--sofware');
    expect([wrong.status, wrong.stdout]).toEqual([2, '']);
    expect(wrong.stderr).toMatch(/^bundle: Unknown option '--sofware'[\s\S]*--no-software/);
  });
});

/** Packages that dist imports, and those whose code rolldown has put into it, each below a line `// node_modules/…`. */
function packagesOfTheBuild(): string[] {
  const named =
    /^(?:import .*from |import |.*\bimport\()"((?:@[^/"]+\/)?[^/"]+)|\/\/ node_modules\/((?:@[^/]+\/)?[^/]+)/gm;
  const { files } = collect(root, { version: '1.2.3', software: false }).find(({ part }) => part === 'command')!;
  const scripts = files.filter(({ name }) => /^dist\/(chunks\/)?[^/]+\.js$/.test(name));
  const found = scripts.flatMap(({ data }) =>
    [...data.toString().matchAll(named)].map((match) => match[1] ?? match[2]),
  );
  return [...new Set(found)].filter((name) => !name.startsWith('node:') && !name.startsWith('.'));
}

describe('the parts', () => {
  let files: string[];
  const partsOf = (software: boolean) => collect(root, { version: '1.2.3', software });
  const names = (software: boolean) => partsOf(software).flatMap((part) => part.files.map(({ name }) => name));

  beforeAll(() => {
    files = names(true);
  });

  it('have no types, maps, tests or packages of development, and each name once', () => {
    expect(
      files.filter((name) => /\.(ts|mts|cts|map)$|\/tests?\/|node_modules\/(typescript|vite|@types)\//.test(name)),
    ).toEqual([]);
    expect(new Set(files).size).toBe(files.length);
  });

  it('have Dawn for one platform', () => {
    const binary = `node_modules/webgpu/dist/${process.platform}-${process.arch}/dawn.node`;
    expect(files.filter((name) => name.endsWith('.node'))).toEqual([binary]);
  });

  it('have the licence of every package that is in them or in the build', () => {
    const licensed = new Set(files.map((name) => name.match(/^licences\/(.*)\/[^/]+$/)?.[1]));
    const nested = (name: string) => name.match(/^node_modules\/(.*node_modules\/)?(@[^/]+\/)?[^/]+/)?.[0];
    const bundled = new Set(
      files.flatMap((name) => nested(name) ?? []).map((path) => path.replace('node_modules/', '')),
    );
    expect(bundled.size).toBeGreaterThan(50);
    expect([...bundled].filter((path) => !licensed.has(path))).toEqual([]);
    expect(packagesOfTheBuild()).toContain('wgsl-preprocessor');
    expect(packagesOfTheBuild().filter((name) => !licensed.has(name))).toEqual([]);
    for (const name of ['LICENSE', 'node/LICENSE', 'vulkan/LICENSE']) expect(files).toContain(`licences/${name}`);
  });

  it('are without the software adapter where that was asked for', () => {
    const isDriver = (name: string) => name.includes('swiftshader');
    expect(files.filter(isDriver)).toHaveLength(2);
    const lean = names(false);
    expect(lean.filter(isDriver)).toEqual([]);
    expect(lean).toContain('lib/vulkan/libvulkan.so.1');
  });

  it('become the same archive twice', async () => {
    const small = () => partsOf(true).filter(({ part }) => ['command', 'examples', 'licences'].includes(part));
    const [once, again] = [await pack(small(), 'x'), await pack(small(), 'x')];
    expect(again.archive.equals(once.archive)).toBe(true);
    expect(once.rows.map(({ part }) => part)).toEqual(['command', 'examples', 'licences']);
  });
});
