import { describe, expect, it } from 'vitest';
import { runText, says, servePage, texts, visit } from '../browser/browser';
import { firefoxOn, startFirefox } from './browsers';
import { lavapipe } from './drivers';
import { doubleWell } from './experiments';
import { checkImplementation } from './suite';

const firefox = firefoxOn(lavapipe);

checkImplementation(firefox);

describe.skipIf(firefox.missing() !== null)('the built page in Firefox', () => {
  it('has an adapter, says that it is software, and runs an experiment', async () => {
    const browser = await startFirefox(lavapipe);
    try {
      const { page, complaints } = await visit(browser, await servePage());
      expect(await texts(page, '#note[role=alert]:not([hidden])')).toEqual([
        expect.stringMatching(/^Software adapter/),
      ]);
      await runText(page, JSON.stringify(doubleWell.experiment));
      await says(page, 'Done: 2,867,200 particle-steps');
      expect(await texts(page, '#failure:not([hidden])')).toEqual([]);
      expect(complaints).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});
