import { createScope, type Node, type Scope, withFormulas } from '../expression';
import { methods } from '../methods';
import { methodContext } from '../methods/parts/context';
import type { Method } from '../model/method';
import type { Plan, Start, SweepPoint } from '../model/plan';
import type { Target } from '../model/target';
import { type ExpandedFile, expand } from './expand';
import { readExpectations } from './expectations';
import { checkFinite } from './finite';
import { hashExperiment } from './hash';
import { layOut } from './layout';
import { type NamedObserver, readObservers } from './observers';
import { Problems } from './problems';
import { noTables, type Tables } from './rows';
import { type ExperimentFile, stepGroups } from './schema';
import { choices } from './show';
import { broadcastStart } from './start';
import { findAxes, sweepPoints } from './sweep';
import { checkForms, checkTarget, readTarget } from './target';

const mostSteps = 2 ** 31;

/**
 * Resolves an experiment: defaults, landscape, names, formulas, tables, sweep grid, groups and hash. No GPU is opened.
 *
 * @param name the file's name, for messages
 * @param tables reads the text of tables that the file names
 * @throws ErgodicError badInput listing what is wrong and where
 */
export function resolveExperiment(file: ExperimentFile, name = 'experiment', tables: Tables = noTables): Plan {
  const problems = new Problems(name);
  const expanded = expand(file, problems);
  const scope = expanded && readScope(expanded, problems);
  problems.raise();
  return resolveIn(expanded!, scope!, tables, problems);
}

function resolveIn(file: ExpandedFile, scope: Scope, tables: Tables, problems: Problems): Plan {
  const method = methods.find((m) => m.name === file.method.name) as Method;
  const start = broadcastStart(file.ensemble.start, scope.graph.coordinates.length, problems);
  const formed = checkForms(file, problems);
  const settled = [checkStepGiven(file, method, problems), formed && checkTarget(file, method, problems)].every(
    Boolean,
  );
  const points = sweepPoints(file, scope.graph.parameters, problems);
  const read = formed ? readTarget(file, scope, tables, problems) : undefined;
  if (read === undefined) checkFormulas(file, scope, method, start, problems);
  if (read === undefined || points.length === 0) problems.raise();
  const { target, data } = read!;
  const parts = { scope: observerScope(scope, method, target), target, start, method, points };
  const observers = readObservers(file, parts, problems);
  const expectations = readExpectations(file, observers, points[0], problems);
  checkSteps(file, problems);
  checkBatches(method, target, points, problems);
  if (settled) checkMethod(method, target, points, problems);
  problems.raise();
  checkFinite(scope, target, start, points, problems);
  const layout = problems.attempt('observe', () =>
    layOut(file.ensemble.particles, countCells(observers, method), points.length),
  );
  checkCounts(file, observers, problems);
  problems.raise();
  const resolved = writeResolved(file, start, data);
  return {
    scope,
    target,
    method,
    points,
    start,
    observers,
    expectations,
    title: file.title,
    resolved,
    hash: hashExperiment(
      resolved,
      findAxes(file).map((axis) => axis.path),
    ),
    random: file.random,
    seed: file.ensemble.seed,
    layout: layout!,
    burnIn: file.burnIn,
    steps: file.steps,
    warnings: [...warningsOf(method, target, points), ...warningsOfObservers(observers)],
  };
}

/** Where what moves the particles cannot be read, formulas of observables can: all that is wrong is told at once. */
function checkFormulas(file: ExpandedFile, scope: Scope, method: Method, start: Start, problems: Problems): void {
  const { graph } = scope;
  const target = { slope: graph.coordinates.map(() => graph.zero), potential: null, noise: null, rows: null };
  const losses: Record<string, Node> = file.loss === undefined ? {} : { loss: graph.zero, testLoss: graph.zero };
  const known = { ...withFormulas(scope, losses), momentum: method.momentum !== undefined };
  const parts = { scope: known, target, start, method, points: [] };
  readObservers(file, parts, new FormulaProblems(problems));
}

/** Keeps what is wrong with a formula, and drops what depends on more than the formula. */
class FormulaProblems extends Problems {
  constructor(private readonly kept: Problems) {
    super(kept.file);
  }

  override add(): void {}

  override attempt<T>(path: string, work: () => T): T | undefined {
    return this.kept.attempt(path, work);
  }
}

/** What formulas of observables may name. */
function observerScope(scope: Scope, method: Method, { rows }: Target): Scope {
  const { graph } = scope;
  const formulas = {
    ...(rows && { loss: graph.rowMean(rows.loss, rows.train) }),
    ...(rows?.test && { testLoss: graph.rowMean(rows.loss, rows.test) }),
  };
  return { ...withFormulas(scope, formulas), momentum: method.momentum !== undefined };
}

function warningsOf(method: Method, target: Target, points: readonly SweepPoint[]): string[] {
  const warnings = points.map((point) => method.warn?.(point.method, methodContext(target, point)) ?? []);
  return [...new Set(warnings.flat())];
}

const warningsOfObservers = (observers: readonly NamedObserver[]) =>
  observers.flatMap(({ name, observer }) => (observer.warnings ?? []).map((warning) => `${name}: ${warning}`));

/** The file again, with everything that was left out; it resolves to the same plan. */
function writeResolved(file: ExpandedFile, start: Start, data: unknown): Record<string, unknown> {
  const { $schema: _schema, title, ...rest } = file;
  const { ensemble } = rest;
  const written = { ...(title === '' ? {} : { title }), ...rest, ensemble: { ...ensemble, start } };
  return data === undefined ? written : { ...written, data };
}

/** Tally cells of one group at one sweep point: those of all observers, of particles that left the finite numbers, of accepted steps. */
export function countCells(observers: readonly NamedObserver[], { accepted }: Pick<Method, 'accepted'>): number {
  const own = accepted === undefined ? 1 : 2;
  return observers.flatMap((o) => o.observer.blocks).reduce((sum, block) => sum + block.count, own);
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

function checkStepGiven(file: ExpandedFile, method: Method, problems: Problems): boolean {
  const names = ['step', ...stepGroups(method)];
  const given = names.filter((name) => file.method[name] !== undefined);
  if (given.length === 1) return true;
  const found = given.length === 0 ? 'neither' : `both ${given.join(' and ')}`;
  problems.add('method.step', `found ${found}, expected one of ${choices(names)}`);
  return false;
}

function checkBatches(method: Method, { rows }: Target, points: readonly SweepPoint[], problems: Problems): void {
  if (!method.batches || rows === null) return;
  const most = Math.max(...points.map((point) => Number(point.method.batch)));
  if (points[0].method.replacement === true || most <= rows.train.count) return;
  const expected = `expected at most the ${rows.train.count} training rows, or "replacement": true`;
  problems.add('method.batch', `found ${most} without replacement, ${expected}`);
}

/** A coefficient that vanishes or overflows in single precision would freeze or blow up every particle. */
function checkMethod(method: Method, target: Target, points: readonly SweepPoint[], problems: Problems): void {
  for (const point of points) {
    const coefficients = Object.entries(method.coefficients(point.method, methodContext(target, point)));
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
