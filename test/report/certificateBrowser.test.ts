import { describe, expect, it } from 'vitest';
import { renderCertificate } from '../../src/report';
import { startBrowser } from '../browser/browser';
import { certificateFixture } from './certificateFixtures';

/** Opens the page at a width, with all that folds unfolded. */
async function visit(width: number) {
  const browser = await startBrowser('none');
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('request', (request) => complaints.push(request.url()));
  await page.setViewport({ width, height: 900 });
  await page.setContent(renderCertificate(certificateFixture()), { waitUntil: 'load' });
  await page.$$eval('details', (all) => all.forEach((details) => void details.setAttribute('open', '')));
  return { page, complaints };
}

describe.each([390, 1280])('the page of a certificate in a browser %i pixels wide', (width) => {
  it('scrolls sideways in its tables alone, asks for nothing, and lets no text of a drawing out', async () => {
    const { page, complaints } = await visit(width);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    const wide = await page.evaluate((limit) => {
      const loose = [...document.body.querySelectorAll('*')].filter((element) => element.closest('.scroll') === null);
      const beyond = loose.filter((element) => {
        const { left, right, width } = element.getBoundingClientRect();
        return width > 0 && (right > limit + 0.5 || left < -0.5);
      });
      return beyond.map((element) => `${element.tagName} ${element.textContent?.slice(0, 40)}`);
    }, width);
    expect(wide).toEqual([]);
    expect(complaints.filter((text) => !text.startsWith('data:') && !text.startsWith('about:'))).toEqual([]);
  });

  it('shows one drawing of each figure', async () => {
    const { page } = await visit(width);
    const shown = await page.$$eval('svg', (all) => all.filter((svg) => svg.getBoundingClientRect().width > 0).length);
    expect(shown).toBe(7);
  });
});
