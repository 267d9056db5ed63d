import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import type { Result } from '../../src/model/result';
import { renderReport } from '../../src/report';
import { dataFacts } from '../../src/report/data';
import { formulas } from '../../src/report/experiment';
import { axesOf, pointText, settingsOf } from '../../src/report/settings';
import { doubleWellResult } from './fixtures';
import { gridResult } from './grids';

const formulasOf = (experiment: Record<string, unknown>) => formulas({ experiment } as Result);

describe('what was sampled', () => {
  it('is a potential, also of the catalogue, with its diffusion where it has one', () => {
    expect(formulasOf({ variables: ['x'], potential: 'x^2', diffusion: '1 + x^2' })).toEqual([
      'U(x) = x^2',
      'D(x) = 1 + x^2',
    ]);
    expect(formulasOf({ potential: { landscape: 'ring', parameters: { k: 2 } } })).toEqual([
      'U: ring, parameters\u00a0k\u00a02',
    ]);
  });

  it('is a loss over rows with its regularizer', () => {
    expect(formulasOf({ variables: ['w'], loss: '(w*x - y)^2', regularizer: 'w^2' })).toEqual([
      'loss of one row = (w*x - y)^2',
      'regularizer = w^2',
    ]);
  });

  it('is an equation for each coordinate', () => {
    expect(formulasOf({ variables: ['x', 'v'], drift: ['v', '-x'], noise: ['0', '1'] })).toEqual([
      'dx = (v) dt + (0) dW1',
      'dv = (-x) dt + (1) dW2',
    ]);
    const eight = Array.from({ length: 8 }, () => '0');
    expect(formulasOf({ drift: eight, noise: eight })).toHaveLength(7);
    expect(formulasOf({ drift: eight, noise: eight }).at(-1)).toBe('… and 2 more equations');
  });
});

describe('the data of a loss', () => {
  const factsOf = (data: unknown) => Object.fromEntries(dataFacts({ data }).filter(([, text]) => text !== ''));

  it('is a file, its columns, and what was done with them', () => {
    expect(factsOf('points.csv')).toEqual({ Data: 'points.csv' });
    const data = {
      file: 'cars.csv',
      rows: 1234,
      columns: { x: ['age', 'income'], y: 'spent' },
      standardize: true,
      test: 0.25,
    };
    expect(factsOf(data)).toEqual({
      Data: 'cars.csv, 1,234 rows',
      Columns: 'x\u00a0←\u00a0age, income; y\u00a0←\u00a0spent',
      Standardized: 'yes',
      'Held out for testing': '25 % of the rows',
    });
    expect(factsOf({ file: 'a.csv', standardize: ['x'], test: 'b.csv' })).toEqual({
      Data: 'a.csv',
      Standardized: 'x',
      'Held out for testing': 'b.csv',
    });
  });

  it.each([
    [[[1, 2]], '1 row in the experiment file'],
    [[{ x: 1 }, { x: 2 }], '2 rows in the experiment file'],
    [{ rows: [[1], [2], [3]], columns: { x: 'x' } }, '3 rows in the experiment file'],
    [{ x: [1, 2, 3, 4], y: [0, 0, 1, 1] }, '4 rows in the experiment file'],
    [{ columns: { x: [1, 2], y: [3, 4] } }, '2 rows in the experiment file'],
  ])('that stands in the experiment file, %j, is counted and not printed', (data, text) => {
    const { Data, ...others } = factsOf(data);
    expect(Data).toBe(text);
    expect(Object.values(others).join()).not.toMatch(/\d/);
  });

  it('is told at the top of the page, which leaves out a temperature that there is none of', () => {
    const result = doubleWellResult();
    const { potential: _, temperature: __, ...experiment } = result.experiment;
    result.experiment = { ...experiment, loss: '(w*x - y)^2', data: { file: 'cars.csv', test: 0.25 } };
    result.points[0] = {
      ...result.points[0],
      temperature: null,
      method: { name: 'sgd', step: 0.1, replacement: true },
    };
    const { document } = parseHTML(renderReport(result)) as unknown as { document: Document };
    const terms = [...document.querySelectorAll('.facts dt')].map((term) => term.textContent);
    expect(terms).toContain('Data');
    expect(terms).not.toContain('Temperature');
    expect(document.querySelector('header')!.textContent).toContain('loss of one row = (w*x - y)^2');
    expect(document.body.textContent).toContain('cars.csv');
  });
});

describe('the settings of a point', () => {
  const [point] = doubleWellResult().points;

  it('are flat, nested ones by dotted names, and without the name of the method', () => {
    const method = { name: 'sgld', replacement: false, decay: { a: 1, b: 2, gamma: 0.5 } };
    expect(settingsOf({ ...point, temperature: null, parameters: { k: 3 }, method })).toEqual({
      k: 3,
      replacement: false,
      'decay.a': 1,
      'decay.b': 2,
      'decay.gamma': 0.5,
    });
  });

  it('tell a parameter from a setting of the method by the same name', () => {
    expect(settingsOf({ ...point, parameters: { step: 7 } })).toEqual({
      step: 7,
      temperature: 0.25,
      'method.step': 0.02,
    });
  });

  it('make axes from the slowest to the fastest, whatever their kind', () => {
    const { points } = gridResult({ step: [0.1, 0.2], tilt: [0, 1, 2] });
    expect(axesOf(points)).toEqual(['step', 'tilt']);
    expect(pointText(points[4], ['step', 'tilt'])).toBe('step\u00a00.2, tilt\u00a01');
  });
});
