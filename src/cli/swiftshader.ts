import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { home } from './home';

/** A folder with SwiftShader, the Vulkan driver that runs on the processor; the loader is missing in some packages. */
export interface SwiftShader {
  from: string;
  manifest: string;
  loader?: string;
}

/** `auto`: an installed browser, else the npm package; the others name one of the two, which tests need. */
export type SwiftShaderSource = 'auto' | 'browser' | 'package';

const manifestName = 'vk_swiftshader_icd.json';

const browserFolders = [
  '/usr/lib/chromium',
  '/usr/lib/chromium-browser',
  '/usr/lib64/chromium-browser',
  '/opt/google/chrome',
  '/opt/chromium.org/chromium',
  '/opt/microsoft/msedge',
  '/opt/brave.com/brave',
  '/snap/chromium/current/usr/lib/chromium-browser',
];

function cacheFolder(): string {
  return process.env.XDG_CACHE_HOME || join(home(), '.cache');
}

function children(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
}

/** Browsers that Puppeteer and Playwright have downloaded, newest name first: cache/[browser/]version/platform. */
function downloadedBrowsers(): string[] {
  const puppeteer = process.env.PUPPETEER_CACHE_DIR || join(cacheFolder(), 'puppeteer');
  const playwright = process.env.PLAYWRIGHT_BROWSERS_PATH || join(cacheFolder(), 'ms-playwright');
  const versions = ['chrome', 'chrome-headless-shell'].flatMap((name) => children(join(puppeteer, name)));
  const browsers = children(playwright).filter((path) => basename(path).startsWith('chromium'));
  return [...versions, ...browsers].reverse().flatMap(children);
}

function inFolder(folder: string): SwiftShader | undefined {
  const [driver, manifest, loader] = ['libvk_swiftshader.so', manifestName, 'libvulkan.so.1'].map((n) =>
    join(folder, n),
  );
  if (!existsSync(driver) || !existsSync(manifest)) return undefined;
  return { from: folder, manifest, loader: existsSync(loader) ? loader : undefined };
}

/** The files of an uncompressed tar archive (POSIX.1-1988 headers of 512 octets; sizes in octal digits). */
export function readTar(archive: Uint8Array): { name: string; data: Uint8Array }[] {
  const files: { name: string; data: Uint8Array }[] = [];
  const text = (at: number, length: number) =>
    new TextDecoder().decode(archive.subarray(at, at + length)).replace(/\0.*$/s, '');
  for (let at = 0; at + 512 <= archive.length && archive[at] !== 0; ) {
    const size = Number.parseInt(text(at + 124, 12), 8) || 0;
    const type = text(at + 156, 1);
    if (type === '0' || type === '')
      files.push({ name: text(at, 100), data: archive.subarray(at + 512, at + 512 + size) });
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}

/** The folder of the npm package `@sparticuz/chromium`, seen from this program or from where it was started. */
function packageFolder(): string | undefined {
  for (const base of [import.meta.url, join(process.cwd(), 'package.json')]) {
    try {
      return join(dirname(createRequire(base).resolve('@sparticuz/chromium')), '../..');
    } catch {
      // Not installed there.
    }
  }
  return undefined;
}

/** Writes the archive's files to `target` at once: another process sees all of them or none. */
function unpack(archive: string, target: string): void {
  const parent = dirname(target);
  mkdirSync(parent, { recursive: true, mode: 0o700 });
  const draft = mkdtempSync(join(parent, 'unpacking-'));
  try {
    for (const { name, data } of readTar(brotliDecompressSync(readFileSync(archive)))) {
      writeFileSync(join(draft, basename(name)), data, { mode: 0o700 });
    }
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(join(target, manifestName))) throw error;
  }
}

/** SwiftShader out of the npm package, unpacked once into the user's cache (15 MB; the package's browser is left packed). */
export function fromPackage(cache = cacheFolder()): SwiftShader | undefined {
  const folder = process.platform === 'linux' && process.arch === 'x64' ? packageFolder() : undefined;
  if (folder === undefined) return undefined;
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  const target = join(cache, 'ergodic', `swiftshader-${version}`);
  const archive = join(folder, 'bin', 'swiftshader.tar.br');
  if (!existsSync(join(target, manifestName)) && existsSync(archive)) unpack(archive, target);
  return inFolder(target);
}

/** Every SwiftShader that this machine has, the cheapest to reach first; nothing is unpacked before it is asked for. */
export function* swiftShaders(source: SwiftShaderSource = 'auto'): Generator<SwiftShader> {
  if (process.platform !== 'linux') return;
  const folders = source === 'package' ? [] : [...browserFolders, ...downloadedBrowsers()];
  for (const folder of folders) {
    const found = inFolder(folder);
    if (found) yield found;
  }
  const unpacked = source === 'browser' ? undefined : fromPackage();
  if (unpacked) yield unpacked;
}
