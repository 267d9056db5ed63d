import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { load } from './modules';

const { launcher } = await load('texts');
const machine = process.arch === 'arm64' ? 'AArch64' : 'x86-64';
let folder: string;
let top: string;

function program(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), `#!/bin/sh\n${text}\n`);
  chmodSync(join(folder, path), 0o755);
}

const says = (text: string) => `cat <<'END'\n${text}\nEND`;

/** The real launcher in front of a Node that tells how it was started; `ldconfig` and `ldd` say what the tests let them. */
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'ergodic launcher-')));
  top = join(folder, 'top');
  program('top/bin/node', 'printf "%s\\n" "$LD_LIBRARY_PATH" "$PLAYWRIGHT_BROWSERS_PATH" "$HOME" "$@"');
  program('top/ergodic', launcher('glibc 2.34'));
  mkdirSync(join(top, 'lib/vulkan'), { recursive: true });
  mkdirSync(join(top, 'lib/chromium-swiftshader'));
  mkdirSync(join(folder, 'deep/links'), { recursive: true });
  symlinkSync('../../top/ergodic', join(folder, 'deep/links/near'));
  symlinkSync(join(folder, 'deep/links/near'), join(folder, 'far'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Starts the launcher on a machine with these libraries; returns what it passes on, and what it says. */
function start(command: string[], { libraries = '', linked = '', env = {} } = {}) {
  program('tools/ldconfig', says(libraries));
  program('tools/ldd', `exec >&2\n${says(linked)}`);
  const PATH = `${folder}/tools:${folder}/deep/links:/usr/bin:/bin`;
  const child = spawnSync(command[0], command.slice(1), {
    cwd: top,
    encoding: 'utf8',
    env: { PATH, HOME: '/h', ...env },
  });
  const [loader, browsers, home, ...args] = child.stdout.split('\n');
  return { loader, browsers, home, args: args.slice(0, -1), stderr: child.stderr };
}

describe('the launcher', () => {
  it.each([
    ['by its path', ['./ergodic']],
    ['by a shell', ['sh', 'ergodic']],
    ['through PATH and a relative link', ['near']],
    ['through two links', ['../far']],
  ])('started %s finds its folder and passes every argument on', (_, command) => {
    const { args, stderr } = start([...command, 'run', 'a b', '']);
    expect(args).toEqual([join(top, 'bin/ergodic.js'), 'run', 'a b', '']);
    expect(stderr).toBe('');
  });

  const line = (name: string, kind: string) => `\t${name} (libc6,${kind}) => /lib/${name}`;

  it('brings the Vulkan loader where the system has none for this processor', () => {
    const ours = join(top, 'lib/vulkan');
    expect(start(['./ergodic']).loader).toBe(ours);
    expect(start(['./ergodic'], { libraries: line('libvulkan.so.1', 'hard-float') }).loader).toBe(ours);
    expect(start(['./ergodic'], { libraries: line('libvulkan.so.1', machine) }).loader).toBe('');
  });

  it('lets the libraries of LD_LIBRARY_PATH come first', () => {
    const env = { LD_LIBRARY_PATH: '/modules/vulkan' };
    expect(start(['./ergodic'], { env }).loader).toBe(`/modules/vulkan:${top}/lib/vulkan`);
  });

  it('shows the software adapter to the command, and has a home where there is none', () => {
    expect(start(['./ergodic'])).toMatchObject({ browsers: join(top, 'lib'), home: '/h' });
    expect(start(['./ergodic'], { env: { HOME: '' } }).home).toBe('/');
  });

  it('says what Dawn lacks, and goes on', () => {
    const linked = `dawn.node: version \`GLIBC_2.34' not found\n${line('libm.so.6', machine)}\n\tlibx.so => not found`;
    const { stderr, args } = start(['./ergodic', 'methods'], { linked });
    expect(args.at(-1)).toBe('methods');
    expect(stderr).toMatch(
      /expected at least glibc 2\.34; found:\n.*GLIBC_2\.34' not found\n.*libx\.so.*\n.*LD_LIBRARY_PATH\.\n$/,
    );
  });
});
