import type { Node, Program } from './index';
import { isComparison, operations } from './operations';

/** A value that does not change along a run: the host computes it in f64, the kernel reads it as one f32. */
export interface Uniform {
  node: Node;
  name: string;
}

/** Names that emitted WGSL may use; no name typed by a user ever reaches a shader. */
export interface Naming {
  /** WGSL for coordinate i. */
  coordinate(index: number): string;
  /** WGSL for a value that depends on parameters alone, registered by whoever fills the uniforms. */
  uniform(node: Node): string;
  /** Prefix of the temporaries, so that several programs fit into one function. */
  prefix: string;
}

/** Straight-line WGSL of a program: `lines` in order, then `outputs[i]` names or spells output i. */
export interface Emission {
  lines: string[];
  outputs: string[];
  usesLibrary: boolean;
}

export function emitWgsl(program: Program, naming: Naming): Emission {
  const names = new Map<Node, string>();
  const varying = varyingNodes(program);
  const lines: string[] = [];
  let usesLibrary = false;
  const nameOf = (node: Node): string => {
    const known = names.get(node);
    if (known !== undefined) return known;
    const name = node.op === 'constant' ? literal(node.value) : naming.uniform(node);
    names.set(node, name);
    return name;
  };
  for (const node of program.nodes) {
    if (node.op === 'coordinate') names.set(node, naming.coordinate(node.index));
    else if (varying.has(node)) {
      const name = `${naming.prefix}${names.size}`;
      lines.push(`let ${name} = ${spell(node, nameOf, varying)};`);
      names.set(node, name);
      usesLibrary ||= operations[node.op].library === true;
    }
  }
  return { lines, outputs: program.outputs.map(nameOf), usesLibrary };
}

function spell(node: Node, nameOf: (n: Node) => string, varying: Set<Node>): string {
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
    if (node.op === 'coordinate' || node.args.some((arg) => varying.has(arg))) varying.add(node);
  }
  return varying;
}

/** f32 literal; the parser has made sure that it is finite in f32. */
export function literal(value: number): string {
  const text = `${Math.fround(value)}`;
  return /[.e]/.test(text) ? `${text}f` : `${text}.0f`;
}
