import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import puppeteer, { type Browser, type Page } from 'puppeteer';
import { preview } from 'vite';
import { afterAll } from 'vitest';
import { findChromium } from './chromium';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A name for this computer that browsers take for a foreign one, from which plain http brings no WebGPU. */
export const foreignHost = 'ergodic.test';

const always = ['--no-sandbox', `--host-resolver-rules=MAP ${foreignHost} 127.0.0.1`];
const software = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];

const closing: (() => Promise<unknown>)[] = [];

afterAll(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** Serves the built page on a free port until the tests of the file are done; returns the port. */
export async function servePage(): Promise<number> {
  if (!existsSync(join(root, 'dist/demo/index.html'))) throw new Error('the page is not built; npm run build');
  const server = await preview({
    root,
    configFile: false,
    logLevel: 'warn',
    build: { outDir: 'dist/demo' },
    preview: { host: '127.0.0.1', port: 0, allowedHosts: [foreignHost] },
  });
  closing.push(() => server.close());
  const bound = server.httpServer.address();
  if (bound === null || typeof bound === 'string') throw new Error('the page is served on no port');
  return bound.port;
}

/** Starts a headless browser until the tests of the file are done; with WebGPU on SwiftShader, or with no adapter. */
export async function startBrowser(adapter: 'software' | 'none'): Promise<Browser> {
  const { executablePath, env } = findChromium();
  const args = adapter === 'software' ? [...always, ...software] : always;
  const browser = await puppeteer.launch({ executablePath, env, args, headless: 'shell' });
  closing.push(() => browser.close());
  return browser;
}

/** A page that is open and has found its engine, and what went wrong on it: nothing should. */
export interface Visit {
  page: Page;
  /** Errors and warnings in the console, exceptions, and every request that left `host`. */
  complaints: string[];
}

export async function visit(browser: Browser, port: number, host = '127.0.0.1'): Promise<Visit> {
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`exception: ${error}`));
  page.on('console', (message) => {
    if (['error', 'warn'].includes(message.type())) complaints.push(message.text());
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (!['data:', 'blob:'].includes(url.protocol) && url.host !== `${host}:${port}`) complaints.push(request.url());
  });
  await page.goto(`http://${host}:${port}/`);
  await says(page, 'Ready.');
  return { page, complaints };
}

/** Waits until the page's status begins with `text`. */
export async function says(page: Page, text: string): Promise<void> {
  const begins = (start: string) => document.getElementById('status')?.textContent?.startsWith(start);
  await page.waitForFunction(begins, { timeout: 60_000 }, text);
}

/** Texts of the elements that fit a selector. */
export function texts(page: Page, selector: string): Promise<string[]> {
  return page.$$eval(selector, (found) => found.map((element) => element.textContent ?? ''));
}

/** Writes an experiment into the page and runs it, by the keyboard alone. */
export async function runText(page: Page, text: string): Promise<void> {
  await page.$eval(
    '#experiment',
    (area, value) => {
      (area as HTMLTextAreaElement).value = value;
      (area as HTMLTextAreaElement).focus();
    },
    text,
  );
  await page.keyboard.down('Control');
  await page.keyboard.press('Enter');
  await page.keyboard.up('Control');
}
