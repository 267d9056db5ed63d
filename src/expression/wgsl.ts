import type { Node, RowTable } from './graph';
import { isComparison, operations } from './operations';
import type { Program } from './program';
import { type RowLoop, stages } from './stages';

/** A value that does not change along a run: the host computes it in f64, the kernel reads it as one f32. */
export interface Uniform {
  node: Node;
  name: string;
}

/** Names that emitted WGSL may use; no name typed by a user ever reaches a shader. */
export interface Naming {
  /** WGSL for coordinate i. */
  coordinate(index: number): string;
  /** WGSL for the momentum of coordinate i. */
  momentum?(index: number): string;
  /** WGSL for a value that depends on parameters alone, registered by whoever fills the uniforms. */
  uniform(node: Node): string;
  /** How a mean's loop over the rows of a table is written. */
  rows?(table: RowTable): RowWriter;
  /** Prefix of the temporaries, so that several programs fit into one function. */
  prefix: string;
}

/** WGSL around one row of a loop: `open`, the row's statements, `close`. */
export interface RowWriter {
  open: readonly string[];
  close: readonly string[];
  /** A loop around the loop: sums of many rows go in two levels, so that single precision loses no more than short ones do. */
  outer?: { open: readonly string[]; close: readonly string[] };
  /** WGSL of a column at the current row. */
  column(index: number): string;
  /** WGSL of one over the number of rows. */
  share: string;
  /** WGSL of the current row's weight: the means become weighted sums times `share`, and the plain ones are kept beside them. */
  weight?: string;
}

/** Straight-line WGSL of a program: `lines` in order, then `outputs[i]` names or spells output i. */
export interface Emission {
  lines: string[];
  outputs: string[];
  /** With weighted rows: for every output that is a mean itself, the weighted one. */
  weighted: (string | undefined)[];
}

export function emitWgsl(program: Program, naming: Naming): Emission {
  const emitter = new Emitter(program, naming);
  const { before, loops, after } = stages(program.nodes);
  for (const node of before) emitter.declare(node);
  for (const loop of loops) emitter.loop(loop);
  for (const node of after) emitter.declare(node);
  return {
    lines: emitter.lines,
    outputs: program.outputs.map((node) => emitter.nameOf(node)),
    weighted: program.outputs.map((node) => emitter.weighted.get(node)),
  };
}

class Emitter {
  readonly lines: string[] = [];
  readonly weighted = new Map<Node, string>();
  private readonly names = new Map<Node, string>();
  private readonly varying: ReadonlySet<Node>;
  private count = 0;

  constructor(
    program: Program,
    private readonly naming: Naming,
  ) {
    this.varying = varyingNodes(program);
  }

  nameOf(node: Node): string {
    const known = this.names.get(node);
    if (known !== undefined) return known;
    const name = node.op === 'constant' ? literal(node.value) : this.naming.uniform(node);
    this.names.set(node, name);
    return name;
  }

  private fresh(): string {
    return `${this.naming.prefix}${this.count++}`;
  }

  declare(node: Node): void {
    if (node.op === 'coordinate') this.names.set(node, this.naming.coordinate(node.index));
    else if (node.op === 'momentum') this.names.set(node, this.naming.momentum!(node.index));
    else if (this.varying.has(node))
      this.assign(
        node,
        spell(node, (n) => this.nameOf(n), this.varying),
      );
  }

  private assign(node: Node, value: string): void {
    const name = this.fresh();
    this.lines.push(`let ${name} = ${value};`);
    this.names.set(node, name);
  }

  loop({ table, means, perRow }: RowLoop): void {
    const rows = this.naming.rows!(table);
    const kinds = rows.weight === undefined ? ['plain'] : ['plain', 'weighted'];
    const sums = means.flatMap((mean) =>
      kinds.map((kind) => ({ mean, kind, total: this.fresh(), part: this.fresh() })),
    );
    const { outer } = rows;
    const adder = ({ total, part }: (typeof sums)[number]) => (outer ? part : total);
    if (outer) this.lines.push(...sums.map(({ total }) => `var ${total} = 0.0;`), ...outer.open);
    this.lines.push(...sums.map((sum) => `var ${adder(sum)} = 0.0;`), ...rows.open);
    for (const node of perRow) {
      if (node.op === 'column') this.assign(node, rows.column(node.index));
      else this.declare(node);
    }
    for (const sum of sums) this.lines.push(accumulation(adder(sum), sum.kind, this.nameOf(sum.mean.args[0]), rows));
    this.lines.push(...rows.close);
    if (outer) this.lines.push(...sums.map(({ total, part }) => `${total} += ${part};`), ...outer.close);
    for (const { mean, kind, total } of sums) {
      if (kind === 'plain') this.assign(mean, `${total} * ${rows.share}`);
      else this.weighted.set(mean, `${total} * ${rows.share}`);
    }
  }
}

function accumulation(to: string, kind: string, value: string, { weight }: RowWriter): string {
  return kind === 'plain' ? `${to} += ${value};` : `${to} = fma(${weight}, ${value}, ${to});`;
}

function spell(node: Node, nameOf: (n: Node) => string, varying: ReadonlySet<Node>): string {
  const args = node.args.map((arg) => {
    const name = nameOf(arg);
    // A comparison of parameters alone is computed on the host and arrives as the number 0 or 1.
    if (isComparison(arg.op) && !varying.has(arg)) return `(${name} != 0.0)`;
    return name.startsWith('-') ? `(${name})` : name;
  });
  return operations[node.op].wgsl(...args);
}

function varyingNodes(program: Program): Set<Node> {
  const varying = new Set<Node>();
  for (const node of program.nodes) {
    const leaf = node.op === 'coordinate' || node.op === 'momentum' || node.perRow || node.op === 'rowMean';
    if (leaf || node.args.some((arg) => varying.has(arg))) varying.add(node);
  }
  return varying;
}

/** f32 literal; the parser has made sure that it is finite in f32. */
export function literal(value: number): string {
  const text = `${Math.fround(value)}`;
  return /[.e]/.test(text) ? `${text}f` : `${text}.0f`;
}
