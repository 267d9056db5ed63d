import { type Malformed, wrong } from './bad';
import { data, diffusion, drift, points } from './bases';

const add = { kind: 'moments', of: ['loss'] };

/** What moves the particles, told twice, not at all or with what belongs elsewhere. */
const forms: Malformed[] = [
  wrong('a potential and a loss', data, { potential: 'w1^2' }, 'loss: found beside "potential"', 'one of the three'),
  wrong('a potential and a drift', drift, { potential: 'x^2' }, 'drift: found beside "potential"', 'one of the three'),
  wrong('a loss and a drift', data, { drift: ['0', '0'] }, 'found beside "loss"', 'one of the three'),
  wrong('nothing that moves', data, { loss: undefined }, 'found neither', '"potential"', '"loss" with "data"', '"drift"'),
  wrong('a loss without data', data, { data: undefined }, 'data: found nothing', 'table', '"points.csv"'),
  wrong('data beside a potential', diffusion, { data: 'points.csv' }, 'data: goes with "loss"', '"potential"'),
  wrong('a regularizer beside a potential', diffusion, { regularizer: 'x^2' }, 'regularizer: goes with "loss"', 'add it to'),
  wrong('noise beside a potential', diffusion, { noise: ['1'] }, 'noise: goes with "drift"', '"temperature"', '"diffusion"'),
  wrong('noise beside a loss', data, { noise: ['1', '1'] }, 'noise: goes with "drift"', '"temperature"'),
  wrong('a diffusion beside a loss', data, { diffusion: '1' }, 'diffusion: goes with "potential"', 'leave'),
  wrong('a diffusion beside a drift', drift, { diffusion: '1' }, 'diffusion: goes with "potential"', '"noise"'),
  wrong('a drift without noise', drift, { noise: undefined }, 'noise: found nothing', 'one formula', '"0" for none'),
  wrong('too few formulas of a drift', drift, { drift: ['y'] }, 'drift: found 1 formula', 'expected 2', 'x, y'),
  wrong('too many formulas of noise', drift, { noise: ['1', '1', '1'] }, 'noise: found 3 formulas', 'expected 2'),
  wrong('a drift that is one text', drift, { drift: '-x' }, 'drift: found "-x"', 'a list of texts'),
  wrong('a drift with a number in it', drift, { drift: ['-x', 0] }, 'drift.1: found 0', 'text', '"0"'),
  wrong('a formula of a drift that is wrong', drift, { drift: ['-x', '-z'] }, "drift.1: unknown name 'z'", '^'),
  wrong('an empty formula of noise', drift, { noise: ['', '1'] }, 'noise.0: found ""', 'at least 1 character'),
];

const heat: Malformed[] = [
  wrong('no temperature for mala', data, { method: { name: 'mala', step: 0.1 }, temperature: undefined }, 'temperature: found nothing', "'mala'"),
  wrong('a temperature for sgd', data, { 'method.name': 'sgd' }, 'temperature: found 0.5', "'sgd'", 'batches', 'leave it out'),
  wrong('a temperature for sgd-sde', data, { 'method.name': 'sgd-sde' }, 'temperature: found 0.5', "'sgd-sde'", 'leave it out'),
  wrong('a temperature beside a diffusion', diffusion, { temperature: 1 }, 'temperature: found 1', '"diffusion"', 'leave it out'),
  wrong('a temperature beside a drift', drift, { temperature: 1 }, 'temperature: found 1', '"noise"', 'leave it out'),
  wrong('a diffusion under another method', diffusion, { 'method.name': 'leimkuhler-matthews' }, "method.name: 'leimkuhler-matthews'", 'euler-maruyama', '"diffusion"'),
  wrong('a drift under another method', drift, { 'method.name': 'mala' }, "method.name: 'mala'", 'euler-maruyama', '"drift"'),
  wrong('a diffusion that is negative', diffusion, { diffusion: '-1 - x^2' }, 'diffusion: ', 'not a finite number', 'at least 0'),
  wrong('noise that is not defined at the start', drift, { noise: ['1', 'log(-1 - x^2)'] }, 'noise', 'noise in y', 'not a finite number'),
  wrong('a drift that is not defined at the start', drift, { drift: ['log(-1 - x^2)', '1'] }, 'drift', 'component in x'),
  wrong('sgd on a potential', diffusion, { diffusion: undefined, method: { name: 'sgd', step: 0.1, batch: 1 } }, "method.name: 'sgd'", 'mini-batches', '"loss" with "data"'),
  wrong('a momentum that the method lacks', data, { 'observe.a': { kind: 'moments', of: ['momentum(w1)'] } }, 'observe.a.of.0', 'momentum', "'sgld'", 'baoab'),
  wrong('the momentum of a formula', data, { method: { name: 'baoab', step: 0.1 }, 'observe.a': { kind: 'moments', of: ['momentum(w1^2)'] } }, 'observe.a.of.0', 'momentum', 'coordinate', '^'),
  wrong('momentum in a potential', diffusion, { potential: 'momentum(x)' }, 'potential: ', 'momentum', 'observables', '^'),
];

const options: Malformed[] = [
  wrong('batch 0', data, { 'method.batch': 0 }, 'method.batch: found 0', 'at least 1'),
  wrong('batch 2.5', data, { 'method.batch': 2.5 }, 'method.batch: found 2.5', 'whole number'),
  wrong('a list of batches with a text', data, { 'method.batch': [1, '2'] }, 'method.batch.1: found "2"', 'a number'),
  wrong('no batch', data, { 'method.batch': undefined }, 'method.batch: found nothing', 'a number'),
  wrong('a batch above the rows, without replacement', data, { 'method.batch': 7, 'method.replacement': false }, 'method.batch: found 7', '6 training rows', '"replacement": true'),
  wrong('replacement in words', data, { 'method.replacement': 'no' }, 'method.replacement: found "no"', 'true or false'),
  wrong('a list of replacements', data, { 'method.replacement': [true, false] }, 'method.replacement', 'true or false'),
  wrong('step and decay', data, { 'method.decay': { a: 1, b: 1, gamma: 1 } }, 'method.step: found both', 'one of step or decay'),
  wrong('neither step nor decay', data, { 'method.step': undefined }, 'method.step: found neither', 'one of step or decay'),
  wrong('a decay without gamma', data, { 'method.step': undefined, 'method.decay': { a: 1, b: 1 } }, 'method.decay.gamma: found nothing', 'a number'),
  wrong('a decay with a misspelt member', data, { 'method.step': undefined, 'method.decay': { a: 1, b: 1, gama: 1 } }, 'method.decay.gama', "did you mean 'gamma'"),
  wrong('a decay that is a number', data, { 'method.step': undefined, 'method.decay': 0.5 }, 'method.decay: found 0.5', 'an object', 'gamma'),
  wrong('a decay from zero', data, { 'method.step': undefined, 'method.decay': { a: 1, b: 0, gamma: 1 } }, 'method.decay.b: found 0', 'at least 1e-30'),
  wrong('a misspelt option', data, { 'method.replacment': true }, 'method.replacment', "did you mean 'replacement'"),
  wrong('an option of sgd for sgld', data, { 'method.momentum': 0.9 }, 'method.momentum: unknown name', 'expected'),
  wrong('momentum 1', data, { temperature: undefined, method: { name: 'sgd', step: 0.1, batch: 1, momentum: 1 } }, 'method.momentum: found 1', 'at most 0.999999'),
  wrong('a negative friction', data, { method: { name: 'baoab', step: 0.1, friction: -1 } }, 'method.friction: found -1', 'at least 0'),
  wrong('a sweep over nested lists that is too large', data, { 'method.step': undefined, 'method.decay': { a: new Array(300).fill(1), b: new Array(300).fill(1), gamma: 1 } }, 'method.decay.a', '90000 points', 'method.decay.a 300 × method.decay.b 300'),
];

const columns: Malformed[] = [
  wrong('a loss without a column', data, { loss: 'w1^2 + w2^2' }, 'loss: ', 'no column of points.csv', 'x, y', '"potential"'),
  wrong('an unknown column', data, { loss: '(w1*z - y)^2' }, "loss: unknown name 'z'", '^', 'w1, w2', 'x, y'),
  wrong('a misspelt column', data, { loss: '(w1*x + w2*hight - y)^2' }, "unknown name 'hight'", "did you mean 'height'"),
  wrong('a misspelt column of text', data, { loss: '(w1*x + w2*colur - y)^2' }, "unknown name 'colur'", "did you mean 'colour'"),
  wrong('a column of text', data, { loss: '(w1*x + w2*colour - y)^2' }, 'data: points.csv, line 2, column "colour": found "red"', 'expected a number', '5 more'),
  wrong('a column called like a coordinate', data, { variables: ['x', 'w'], loss: '(w*x - y)^2' }, "column 'x'", 'coordinate', 'rename', '"columns"'),
  wrong('a column called like a parameter', data, { parameters: { x: 1 } }, "column 'x'", 'parameter', 'rename', '"columns"'),
  wrong('a column whose name is no name', data, { loss: '(w1*x + w2*arm length - y)^2' }, 'loss: ', '^'),
  wrong('a mapped name that is not in the table', data, { data: { file: 'points.csv', columns: { f: ['x', 'hight'], y: 'y' } } }, 'data: "columns", "f": points.csv has no column "hight"', "did you mean 'height'"),
  wrong('a mapped name that the loss misses', data, { data: { file: 'points.csv', columns: { f: ['x', 'height'] } } }, "loss: unknown name 'x'", 'f'),
  wrong('a mapped name with a space', data, { data: { file: 'points.csv', columns: { 'a b': 'x' } } }, 'data.columns.a b', 'a name of letters'),
  wrong('a mapped vector that is empty', data, { data: { file: 'points.csv', columns: { f: [] } } }, 'data.columns.f', 'at least 1 entry'),
  wrong('a column in the regularizer', data, { regularizer: 'w1^2 + y' }, "regularizer: 'y' at character 8", 'column of points.csv', '"loss"', '^'),
  wrong('a column in an observable', data, { 'observe.a': { kind: 'moments', of: ['w1*x'] } }, "observe.a.of.0: unknown name 'x'", '^'),
  wrong('a regularizer that is wrong', data, { regularizer: 'w1^2 + w9' }, "regularizer: unknown name 'w9'", '^', 'w1, w2'),
  wrong('loss in an observable without data', diffusion, { 'observe.a': add }, "unknown name 'loss'", '^'),
  wrong('testLoss without a test part', data, { 'observe.a': { kind: 'moments', of: ['testLoss'] } }, "unknown name 'testLoss'", '^'),
  wrong('a loss that is infinite at the start', data, { loss: 'log(w1 - 9*x - 9)*y' }, 'loss: ', 'not a finite number', 'the centre of the start'),
  wrong('the loss as a name within itself', data, { loss: 'loss + x*w1' }, "loss: unknown name 'loss'", '^'),
];

const tables: Malformed[] = [
  wrong('a table that is not there', data, { data: 'nowhere.csv' }, "data: 'nowhere.csv'", 'no such file'),
  wrong('an empty table', data, { data: 'empty.csv' }, 'data: empty.csv: found nothing', 'a header row'),
  wrong('ragged rows', data, { data: 'ragged.csv' }, 'data: ragged.csv, line 3: found 1 cell, expected 2'),
  wrong('JSON where rows are no objects', data, { data: 'numbers.json' }, 'data: numbers.json, row 1: found 1', 'an object'),
  wrong('a constant column, standardised', data, { data: { file: 'points.csv', standardize: true }, loss: '(w1*x + w2*one - y)^2' }, 'data: "standardize": column "one" of points.csv is 3', 'standard deviation'),
  wrong('an unknown name to standardise', data, { data: { file: 'points.csv', standardize: ['hight'] } }, 'data: "standardize": unknown name "hight"', "did you mean 'height'"),
  wrong('standardise in words', data, { data: { file: 'points.csv', standardize: 'yes' } }, 'data.standardize: found "yes"', 'true or false', 'a list'),
  wrong('a test share that leaves nothing', data, { data: { file: 'points.csv', test: 0.95 } }, 'data: "test": 0.95 of the 6 rows of points.csv is 6 rows', 'one kept'),
  wrong('a test share of nothing', data, { data: { file: 'points.csv', test: 0.05 } }, 'is 0 rows', 'one held out'),
  wrong('a test share of all', data, { data: { file: 'points.csv', test: 1 } }, 'data.test: found 1', 'less than 1'),
  wrong('a test table that is not there', data, { data: { file: 'points.csv', test: 'nowhere.csv' } }, "data: 'nowhere.csv'"),
  wrong('a test table without a column', data, { data: { file: 'points.csv', test: 'ragged.json' } }, 'data: "test" needs the columns of points.csv: ragged.json has no column "y"'),
  wrong('a checksum of another table', data, { data: { file: 'points.csv', sha256: '0'.repeat(64) } }, 'data.sha256: found 0000', 'points.csv', 'has changed', 'leave "sha256" out'),
  wrong('a checksum that is none', data, { data: { file: 'points.csv', sha256: 'abc' } }, 'data.sha256: found "abc"', '64 hexadecimal digits'),
  wrong('a checksum of rows in the experiment', data, { data: { rows: points, sha256: '0'.repeat(64) } }, 'data.sha256', '"rows"', 'leave it out'),
  wrong('a file and rows', data, { data: { file: 'points.csv', rows: points } }, 'data: found both "file" and "rows"', 'one of the two'),
  wrong('neither file nor rows', data, { data: { standardize: true } }, 'data: found neither "file" nor "rows"', 'one of the two'),
  wrong('no rows', data, { data: [] }, 'data: ', 'at least 1 entry'),
  wrong('a row that is a number', data, { data: [{ x: 1, y: 2 }, 3] }, 'data.1: found 3', 'an object'),
  wrong('a row that lacks a key', data, { data: [{ x: 1, y: 2 }, { x: 3 }] }, 'data: rows, row 2, column "y": found no such key'),
  wrong('a number for a table', data, { data: 7 }, 'data: found 7', 'a file', 'a list of rows'),
  wrong('a misspelt field of data', data, { data: { file: 'points.csv', standardise: true } }, 'data.standardise', "did you mean 'standardize'"),
  wrong('too many rows', data, { data: 'many.csv' }, 'data: many.csv: found 2097153 rows', 'at most 2097152', 'a sample'),
];

export const malformedData: readonly Malformed[] = [...forms, ...heat, ...options, ...columns, ...tables];
