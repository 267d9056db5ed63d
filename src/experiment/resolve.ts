import { createScope, type Node, parse, type Scope } from '../expression';
import { methods } from '../methods';
import type { Method } from '../model/method';
import type { Layout, Plan, Start, SweepPoint } from '../model/plan';
import { type ExpandedFile, expand } from './expand';
import { readExpectations } from './expectations';
import { checkFinite } from './finite';
import { hashExperiment } from './hash';
import { layOut } from './layout';
import { type NamedObserver, readObservers } from './observers';
import { Problems } from './problems';
import type { ExperimentFile } from './schema';
import { broadcastStart } from './start';
import { findAxes, sweepPoints } from './sweep';

const mostSteps = 2 ** 31;

/**
 * Resolves an experiment: defaults, landscape, names, formulas, sweep grid, groups and hash. No GPU is opened.
 *
 * @param name the file's name, for messages
 * @throws ErgodicError badInput listing what is wrong and where
 */
export function resolveExperiment(file: ExperimentFile, name = 'experiment'): Plan {
  const problems = new Problems(name);
  const expanded = expand(file, problems);
  const scope = expanded && readScope(expanded, problems);
  problems.raise();
  return resolveIn(expanded!, scope!, problems);
}

function resolveIn(file: ExpandedFile, scope: Scope, problems: Problems): Plan {
  const method = methods.find((m) => m.name === file.method.name) as Method;
  const start = broadcastStart(file.ensemble.start, scope.graph.coordinates.length, problems);
  const points = sweepPoints(file, scope.graph.parameters, problems);
  const potential = problems.attempt('potential', () => parse(scope, file.potential));
  const observers = readObservers(file, scope, problems);
  const expectations = readExpectations(file, observers, problems);
  checkSteps(file, problems);
  checkMethod(method, points, problems);
  problems.raise();
  checkFinite(scope, potential as Node, start, points, problems);
  const layout = problems.attempt('observe', () =>
    layOut(file.ensemble.particles, countCells(observers), points.length),
  );
  checkCounts(file, observers, problems);
  problems.raise();
  return assemble(
    file,
    { scope, potential: potential as Node, method, points, start, observers, expectations },
    layout!,
  );
}

type Parts = Pick<Plan, 'scope' | 'potential' | 'method' | 'points' | 'start' | 'observers' | 'expectations'>;

function assemble(file: ExpandedFile, parts: Parts, layout: Layout): Plan {
  const resolved = writeResolved(file, parts.start);
  const axes = findAxes(file).map((axis) => axis.path);
  return {
    ...parts,
    title: file.title,
    resolved,
    hash: hashExperiment(resolved, axes),
    random: file.random,
    seed: file.ensemble.seed,
    layout,
    burnIn: file.burnIn,
    steps: file.steps,
  };
}

/** The file again, with everything that was left out; it resolves to the same plan. */
function writeResolved(file: ExpandedFile, start: Start): Record<string, unknown> {
  const { $schema: _schema, title, ...rest } = file;
  const { ensemble } = rest;
  return { ...(title === '' ? {} : { title }), ...rest, ensemble: { ...ensemble, start } };
}

/** Tally cells of one group at one sweep point: those of all observers, and one for particles that left the finite numbers. */
export function countCells(observers: readonly NamedObserver[]): number {
  return observers.flatMap((o) => o.observer.blocks).reduce((sum, block) => sum + block.count, 1);
}

function readScope(file: ExpandedFile, problems: Problems): Scope | undefined {
  const names = Object.keys(file.parameters);
  if (problems.attempt('variables', () => createScope(file.variables)) === undefined) return undefined;
  return problems.attempt('parameters', () => createScope(file.variables, names));
}

function checkSteps(file: ExpandedFile, problems: Problems): void {
  const total = file.burnIn + file.steps;
  if (total >= mostSteps) {
    problems.add('steps', `burnIn + steps is ${total}; expected less than 2^31`);
  }
}

/** A coefficient that vanishes or overflows in single precision would freeze or blow up every particle. */
function checkMethod(method: Method, points: readonly SweepPoint[], problems: Problems): void {
  for (const point of points) {
    const coefficients = Object.entries(method.coefficients(point.method, point.temperature));
    const bad = coefficients.find(([, v]) => !Number.isFinite(Math.fround(v)) || (v !== 0 && Math.fround(v) === 0));
    if (bad === undefined) continue;
    const at = `step ${point.method.step} and temperature ${point.temperature}`;
    const expected = 'expected a step and a temperature nearer to 1; rescale the problem';
    problems.add('method', `its ${bad[0]} at ${at} is ${bad[1]}, beyond single precision; ${expected}`);
    return;
  }
}

/** A cell holds 64 bits: no count may reach 2^63. */
function checkCounts(file: ExpandedFile, observers: readonly NamedObserver[], problems: Problems): void {
  for (const { name, observer } of observers) {
    const records = Math.floor(file.steps / observer.every);
    if (file.ensemble.particles * records < 2 ** 63) continue;
    const found = `${file.ensemble.particles} particles × ${records} records`;
    problems.add(`observe.${name}.every`, `found ${found}; expected fewer than 2^63 samples, record less often`);
  }
}
