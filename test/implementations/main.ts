import type { Answer } from './agent';
import { chromium, firefoxOn } from './browsers';
import {
  bareness,
  counts,
  type devices,
  type Finding,
  integers,
  optional,
  references,
  requestOn,
  twinned,
} from './checks';
import { denoOn } from './deno';
import { lavapipe, swiftShader } from './drivers';
import type { Candidate } from './implementation';
import { node } from './node';

// node bench/run.js test/implementations/main.ts prints the table implementations × checks as Markdown.

const candidates = [node, chromium, firefoxOn(swiftShader), firefoxOn(lavapipe), denoOn(swiftShader), denoOn(lavapipe)];

const heads = [
  'implementation',
  'compiler',
  'adapter',
  'optional features',
  'random integers',
  'integer-only counts',
  'estimates from exact values',
  "estimates from the f64 twin's",
  "counts unlike Node's",
];

function cell({ looked, wrong, largest }: Finding): string {
  const equal = largest === undefined ? `${looked} equal` : `${looked} within ${largest.toPrecision(2)} s.e.`;
  return wrong.length === 0 ? equal : `**${wrong.length} of ${looked} wrong**`;
}

async function rowsOf(candidate: Candidate, complaints: string[]): Promise<string[][]> {
  const missing = candidate.missing();
  if (missing !== null) return [[candidate.name, `SKIPPED: ${missing}`, ...heads.slice(2).map(() => '')]];
  const started = await candidate.start();
  try {
    const rows: string[][] = [];
    for (const device of ['whole', 'bare'] as const) rows.push(await rowOf(device));
    return rows;
  } finally {
    await started.close();
  }

  async function rowOf(device: keyof typeof devices): Promise<string[]> {
    const answer = await started.answer(requestOn(device));
    const findings = [integers(answer), await counts(answer), await references(answer), await twinned(answer)];
    const all = device === 'bare' ? [bareness(answer), ...findings] : findings;
    complaints.push(
      ...all.flatMap(({ wrong }) => wrong).map((text) => `${started.program}, ${device} device: ${text}`),
    );
    const on = candidate.name.split(' on ').slice(1);
    const name = device === 'whole' ? [started.program, ...on].join(' on ') : 'the same, bare device';
    const features = answer.features.filter((feature) => optional.includes(feature)).join(', ') || 'none';
    return [
      name,
      started.compiler,
      answer.adapter.adapter,
      features,
      ...findings.map(cell),
      unlikeNode(answer, device),
    ];
  }
}

/** Node's answers, with which those of all others are compared cell by cell: in real arithmetic some may round otherwise. */
const ofNode = new Map<string, Answer>();

function unlikeNode(answer: Answer, device: string): string {
  const first = ofNode.get(device) ?? answer;
  ofNode.set(device, first);
  const [mine, other] = [answer, first].map(({ runs }) => runs.flatMap((run) => ('value' in run ? run.value.low : [])));
  return `${mine.filter((word, i) => word !== other[i]).length} of ${other.filter((word) => word !== 0).length}`;
}

const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;

export async function main(): Promise<void> {
  const complaints: string[] = [];
  console.log(line(heads));
  console.log(line(heads.map(() => '---')));
  for (const candidate of candidates) {
    for (const row of await rowsOf(candidate, complaints)) console.log(line(row));
  }
  for (const complaint of complaints) console.error(complaint);
  process.exitCode = complaints.length > 0 ? 1 : 0;
}
