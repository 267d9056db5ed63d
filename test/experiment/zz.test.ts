import { it } from 'vitest';
import { ErgodicError } from '../../src/errors';
import { readExperiment, resolveExperiment } from '../../src/experiment';
import { tables } from './bases';
import { malformedData } from './malformedData';

const T = (p: string) => {
  if (!tables[p]) throw new ErgodicError('badInput', `${p}: there is no such file; expected a file`);
  return tables[p]();
};
it('x', () => {
  const out: string[] = [];
  let bad = 0;
  for (const m of malformedData) {
    let msg;
    try {
      resolveExperiment(readExperiment(m.text, { file: 'bad.json' }), 'bad.json', T);
      msg = 'ACCEPTED';
    } catch (e) {
      msg = e instanceof ErgodicError ? e.message : 'CRASH ' + (e as Error).stack;
    }
    const miss = m.says.filter((s) => !msg.includes(s as string));
    if (miss.length) bad++;
    out.push(
      `${miss.length ? 'XX' : 'ok'} ${m.what}\n    ${msg.split('\n').join('\n    ')}${miss.length ? '\n    MISSING ' + JSON.stringify(miss) : ''}`,
    );
  }
  console.log(out.join('\n'), bad);
});
