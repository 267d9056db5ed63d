import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { load, root } from './modules';

const { collect } = await load('parts');
const { pack } = await load('archive');

let folder: string;
let bundle: string;
const dawn = `node_modules/webgpu/dist/${process.platform}-${process.arch}/dawn.node`;
const bare = { HOME: '', PATH: '/usr/bin:/bin' };

/** Runs a program with no environment but a path that has no node of this checkout's packages, and an empty home. */
function run(program: string, args: string[], env: Record<string, string> = {}) {
  return spawnSync(program, args, { cwd: folder, encoding: 'utf8', env: { ...bare, HOME: folder, ...env } });
}

const ergodic = (args: string[], env?: Record<string, string>) => run(join(bundle, 'ergodic'), args, env);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ergodic bundled-'));
  bundle = join(folder, 'ergodic-1.2.3');
  const { archive, rows } = await pack(collect(root, { version: '1.2.3', software: true }), 'ergodic-1.2.3');
  expect(rows.reduce((sum, { packed }) => sum + packed, 0)).toBeLessThan(60e6);
  writeFileSync(join(folder, 'a.tar.gz'), archive);
  execFileSync('tar', ['xzf', 'a.tar.gz'], { cwd: folder });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The drivers of the adapters that `doctor` finds. */
function driversIn(stdout: string): string[] {
  return (JSON.parse(stdout) as { adapters: { driver: string }[] }).adapters.map(({ driver }) => driver);
}

describe('an unpacked bundle', () => {
  it('runs an experiment on the software adapter', () => {
    const example = join(bundle, 'examples/double-well.json');
    const sizes = ['--particles', '10000', '--steps', '200', '--set', 'expect={}'];
    const { status, stderr } = ergodic(['run', example, ...sizes, '--out', 'out', '--adapter', 'software']);
    expect(status, stderr).toBe(0);
    const result = JSON.parse(readFileSync(join(folder, 'out/result.json'), 'utf8'));
    expect(result.machine.software).toBe(true);
    const { value, standardError, reference } = result.points[0].observables.barrier.radii[0].occupancy;
    expect(Math.abs(value - reference) / standardError).toBeLessThan(5);
    expect(readFileSync(join(folder, 'out/report.html'), 'utf8')).toContain('<svg');
  });

  it('runs its own Node', () => {
    expect(JSON.parse(ergodic(['doctor', '--json']).stdout).node).toBe(process.version);
  });

  it('brings the Vulkan loader to a driver that has none, also without the software adapter', () => {
    const driver = join(bundle, 'lib/chromium-swiftshader');
    renameSync(driver, join(folder, 'driver'));
    const manifest = join(folder, 'driver/linux-x64/vk_swiftshader_icd.json');
    const { stdout, stderr } = ergodic(['doctor', '--json'], { VK_DRIVER_FILES: manifest });
    renameSync(join(folder, 'driver'), driver);
    expect(driversIn(stdout), stderr).toContain('system');
  });

  it('says what a machine lacks for Dawn', () => {
    const whole = readFileSync(join(bundle, dawn));
    const later = Buffer.from(whole);
    later.write('99', whole.toString('latin1').search(/\0GLIBC_2\.\d\d\0/) + '\0GLIBC_2.'.length);
    writeFileSync(join(bundle, dawn), later);
    const { status, stderr } = ergodic(['methods']);
    writeFileSync(join(bundle, dawn), whole);
    expect(status).toBe(0);
    expect(stderr).toMatch(
      /^ergodic: WebGPU \(Dawn\) will not load .* glibc 2\.\d+ .*GLIBCXX_3\.4\.\d+; found:\n.*GLIBC_2\.99/,
    );
    expect(ergodic(['methods']).stderr).toBe('');
  });
});

// A namespace without network and without the browsers of this machine, whose adapters the command would find first.
const [unshare, ...alone] = ['unshare', '-rmn', 'sh', '-c'];
const hide =
  'for folder in /opt /snap /usr/lib/chromium*; do [ ! -d $folder ] || mount -t tmpfs none $folder; done; exec "$@"';

describe.skipIf(spawnSync(unshare, [...alone, 'mount -t tmpfs none /opt']).status !== 0)('alone', () => {
  it('finds the software adapter that it brings, without network and home', () => {
    const { stdout, stderr } = run(unshare, [...alone, hide, 'sh', join(bundle, 'ergodic'), 'doctor', '--json'], {
      HOME: '',
    });
    expect(driversIn(stdout), stderr).toContain(join(bundle, 'lib/chromium-swiftshader/linux-x64'));
  });
});
