import { readExperiment, resolveExperiment } from '../../src/experiment';
import type { Estimate } from '../../src/model/estimate';
import type { Plan } from '../../src/model/plan';
import { exactLaw } from '../../src/results/exact';
import { simulateOnCpu, Tallies } from '../../src/simulation';
import { type IntegerJob, integerJobs } from '../gpu/knownAnswers';
import type { Answer, Outcome, Request, Words } from './agent';
import { catalogue, doubleWell, exact, type Named } from './experiments';

/** Which device is asked for: all that the adapter has, or what every WebGPU device has. */
export const devices = {
  whole: { limits: 'adapter', features: 'adapter' },
  bare: { limits: 'default', features: 'none' },
} as const satisfies Record<string, Request['device']>;

/** The two kernels that an experiment can become: as for hardware, and as for software adapters. */
const kinds = [
  { shifts: 'integer', gather: 'workgroup' },
  { shifts: 'float', gather: 'tallies' },
] as const;

interface Run {
  named: Named;
  kind: (typeof kinds)[number];
}

/** On any device: both kernels of what is exact or has exact answers. */
const first: readonly Run[] = [...exact, doubleWell].flatMap((named) => kinds.map((kind) => ({ named, kind })));

/** On the whole device also all else, each as one of the kernels in turn. */
const runs: readonly Run[] = [...first, ...catalogue.map((named, i) => ({ named, kind: kinds[i % kinds.length] }))];

/** All that an implementation is asked, on one device. */
export function requestOn(device: keyof typeof devices): Request {
  const kernels = integerJobs.map(({ code, input, expected }) => ({ code, input: [...input], words: expected.length }));
  const asked = (device === 'whole' ? runs : first).map(({ named, kind }) => ({
    text: JSON.stringify(named.experiment),
    options: kind,
  }));
  return { device: devices[device], kernels, runs: asked };
}

const planOf = ({ experiment }: Named): Plan => resolveExperiment(readExperiment(JSON.stringify(experiment)));

const twins = new Map<string, Promise<Tallies>>();

/** The f64 twin of an experiment, run once a process. */
function twinOf(named: Named): Promise<Tallies> {
  const known = twins.get(named.name) ?? simulateOnCpu(planOf(named));
  twins.set(named.name, known);
  return known;
}

/** What was found by one check: how many answers were looked at, what is wrong, and the largest deviation where there is one. */
export interface Finding {
  looked: number;
  wrong: string[];
  /** In standard errors. */
  largest?: number;
}

const together = (findings: readonly Finding[]): Finding => ({
  looked: findings.reduce((n, { looked }) => n + looked, 0),
  wrong: findings.flatMap(({ wrong }) => wrong),
  ...(findings.some(({ largest }) => largest !== undefined) && {
    largest: Math.max(...findings.map(({ largest }) => largest ?? 0)),
  }),
});

/** Random integers: every word of the known answers. */
export function integers({ kernels }: Answer): Finding {
  return together(integerJobs.map((job, i) => words(job, kernels[i])));
}

function words({ name, expected }: IntegerJob, outcome: Outcome<number[]>): Finding {
  if ('error' in outcome) return { looked: 1, wrong: [`${name}: ${outcome.error}`] };
  const first = expected.findIndex((word, i) => outcome.value[i] !== word);
  const wrong = first < 0 ? [] : [`${name}: word ${first} is ${outcome.value[first]}, expected ${expected[first]}`];
  return { looked: 1, wrong };
}

/** What came of the runs of an experiment that were asked for. */
const runsOf = ({ runs: outcomes }: Answer, of: Named) =>
  outcomes.flatMap((outcome, i) => {
    const { named, kind } = runs[i];
    const name = `${named.name}, ${kind.shifts} shifts, counted in the ${kind.gather}`;
    return named === of ? [{ name, outcome }] : [];
  });

/** Counts of integer-only experiments: every cell as the f64 twin has it. */
export async function counts(answer: Answer): Promise<Finding> {
  const findings = exact.flatMap((named) =>
    runsOf(answer, named).map(async ({ name, outcome }) => cells(name, outcome, await twinOf(named))),
  );
  return together(await Promise.all(findings));
}

function cells(name: string, outcome: Outcome<Words>, twin: Tallies): Finding {
  if ('error' in outcome) return { looked: 1, wrong: [`${name}: ${outcome.error}`] };
  const { low, high } = outcome.value;
  const differing = Array.from(twin.low.keys()).filter((i) => low[i] !== twin.low[i] || high[i] !== twin.high[i]);
  const of = `of ${twin.low.length} cells differ from the f64 twin's, the first at ${differing[0]}`;
  return { looked: 1, wrong: differing.length > 0 ? [`${name}: ${differing.length} ${of}`] : [] };
}

/** Most standard errors from the exact value: of ten estimates over 64 groups, one beyond is seen at fewer than one seed of 1000. */
const mostFromExact = 4.5;

/**
 * Most standard errors from the f64 twin, which has the same random integers. Particles whose path rounding sends elsewhere make a
 * difference of √(2s) standard errors where they are a share s of all: half a one is an eighth of the particles.
 */
const mostFromTwin = 0.5;

/** Statistics of the double well against quadrature, in standard errors. */
export async function references(answer: Answer): Promise<Finding> {
  const far = (path: string, { value, standardError, reference }: Estimate) =>
    reference == null ? [] : [{ path, deviation: deviation(value, reference, standardError) }];
  return estimates(answer, [doubleWell], mostFromExact, 'the exact value', (of) =>
    [...of].flatMap(([p, e]) => far(p, e)),
  );
}

/** Every estimate of the double well, and of every method, observable and function where they ran, against the f64 twin's, in the twin's standard errors. */
export async function twinned(answer: Answer): Promise<Finding> {
  return estimates(answer, [doubleWell, ...catalogue], mostFromTwin, "the f64 twin's", (of, twin) =>
    [...twin].map(([path, { value, standardError }]) => ({
      path,
      deviation: deviation(of.get(path)?.value, value, standardError),
    })),
  );
}

type Estimates = ReadonlyMap<string, Estimate>;
type Compare = (of: Estimates, twin: Estimates) => { path: string; deviation: number }[];

async function estimates(answer: Answer, of: readonly Named[], most: number, what: string, compare: Compare) {
  const findings = of.map(async (named): Promise<Finding> => {
    const twin = await twinOf(named);
    const read = reader(planOf(named), twin.settings);
    const expected = read(twin);
    return together(
      runsOf(answer, named).map(({ name, outcome }) => {
        if ('error' in outcome) return { looked: 1, wrong: [`${name}: ${outcome.error}`] };
        const found = compare(read(outcome.value), expected);
        const far = found.filter(({ deviation }) => !(deviation <= most));
        const say = ({ path, deviation }: (typeof far)[number]) =>
          `${path} is ${deviation} standard errors from ${what}`;
        return {
          looked: found.length,
          wrong: far.map((one) => `${name}: ${say(one)}`),
          largest: Math.max(0, ...found.map(({ deviation }) => deviation)),
        };
      }),
    );
  });
  return together(await Promise.all(findings));
}

function deviation(value: number | null | undefined, expected: number | null, standardError: number | null): number {
  if (value === expected) return 0;
  if (value == null || expected === null || !standardError) return Number.POSITIVE_INFINITY;
  return Math.abs(value - expected) / standardError;
}

/** Reads the estimates of a plan's observables out of what was counted, by their paths in the result, with exact values in 1-D. */
function reader(plan: Plan, settings: Tallies['settings']): (words: Counted) => Estimates {
  const [point] = plan.points;
  const { noise } = plan.method;
  // A law in the plane takes seconds.
  const density = plan.scope.graph.coordinates.length === 1 ? exactLaw(plan, 0) : null;
  return ({ low, high }) => {
    const tallies = new Tallies(plan, settings);
    tallies.low.set(low);
    tallies.high.set(high);
    const reports = plan.observers.map(({ name, observer }, o) => {
      const own = { settings: settings[0][o], records: Math.floor(plan.steps / observer.every), steps: plan.steps };
      const tally = (block: string) => tallies.group(0, o, block);
      const report = observer.report({ ...own, tally, density, dynamics: null, point, noise, trace: null });
      return leaves(report.values, name);
    });
    return new Map(reports.flat());
  };
}

type Counted = { low: ArrayLike<number>; high: ArrayLike<number> };

function leaves(value: unknown, path: string): [string, Estimate][] {
  if (typeof value !== 'object' || value === null) return [];
  if ('value' in value && 'standardError' in value) return [[path, value as Estimate]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${path}.${key}`));
}

/** Features that a bare device does not have. */
export const optional = ['subgroups', 'timestamp-query', 'shader-f16'];

/** Whether the device was held to what every WebGPU device has: no optional feature, and the specification's default limits. */
export function bareness({ features, limits }: Answer): Finding {
  const granted = features.filter((name) => optional.includes(name)).map((name) => `has the feature ${name}`);
  const binding = limits.storageBinding === 2 ** 27 ? [] : [`binds ${limits.storageBinding} bytes, expected 2^27`];
  const memory = limits.workgroupStorage === 2 ** 14 ? [] : [`shares ${limits.workgroupStorage} bytes, expected 2^14`];
  return { looked: optional.length + 2, wrong: [...granted, ...binding, ...memory] };
}
