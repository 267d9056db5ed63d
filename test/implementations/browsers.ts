import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import puppeteer, { type Browser, type Page } from 'puppeteer';
import { findChromium } from '../browser/chromium';
import type { Answer } from './agent';
import { agentBundle } from './bundle';
import type { Driver } from './drivers';
import { type Candidate, findProgram, type Implementation } from './implementation';

// The module hands itself to puppeteer as one function of texts.
const page = `<!doctype html><meta charset="utf-8"><title>Agent</title><script type="module">
import { answer } from './agent.js';
window.answer = async (request) => JSON.stringify(await answer(navigator.gpu, JSON.parse(request)));
</script>`;

declare global {
  interface Window {
    answer?(request: string): Promise<string>;
  }
}

/** Serves the agent on a free port of this computer, from which browsers allow WebGPU. */
async function serveAgent(): Promise<{ server: Server; address: string }> {
  const code = await agentBundle();
  const server = createServer(({ url }, response) => {
    const script = url === '/agent.js';
    response.setHeader('content-type', script ? 'text/javascript' : 'text/html');
    response.end(script ? code : page);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

async function implementationIn(browser: Browser, compiler: 'tint' | 'naga'): Promise<Implementation> {
  const { server, address } = await serveAgent();
  const opened: Page = await browser.newPage();
  await opened.goto(address);
  await opened.waitForFunction(() => window.answer !== undefined);
  return {
    program: (await browser.version()).replace('/', ' ').replace(/^f/, 'F'),
    compiler,
    async answer(request) {
      const text = await opened.evaluate((json) => window.answer!(json), JSON.stringify(request));
      return JSON.parse(text) as Answer;
    },
    async close() {
      await browser.close();
      server.close();
    },
  };
}

const software = ['--no-sandbox', '--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];

/** The Chromium of the tests of the page, on SwiftShader. */
export const chromium: Candidate = {
  name: 'Chromium',
  missing: () => null,
  async start() {
    const { executablePath, env } = findChromium();
    const browser = await puppeteer.launch({ executablePath, env, args: software, headless: 'shell' });
    return implementationIn(browser, 'tint');
  },
};

const findFirefox = () => findProgram('FIREFOX_EXECUTABLE_PATH', ['firefox-esr', 'firefox']);

/** Firefox with the WebGPU that it has switched off on Linux, on software adapters too. */
export function startFirefox(driver: Driver): Promise<Browser> {
  const extraPrefsFirefox = { 'dom.webgpu.enabled': true, 'gfx.webgpu.ignore-blocklist': true };
  const [executablePath, env] = [findFirefox(), driver.environment()];
  return puppeteer.launch({ browser: 'firefox', executablePath, env, extraPrefsFirefox, headless: true });
}

/** Firefox on one driver. */
export function firefoxOn(driver: Driver): Candidate {
  return {
    name: `Firefox on ${driver.name}`,
    missing() {
      const remedy = 'apt-get install firefox-esr, or set FIREFOX_EXECUTABLE_PATH';
      return findFirefox() === undefined ? `no firefox here; ${remedy}` : driver.missing();
    },
    start: async () => implementationIn(await startFirefox(driver), 'naga'),
  };
}
