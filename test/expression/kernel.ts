import functions from '../../shaders/lib/functions.wgsl?raw';
import { compile, createScope, emitWgsl, gradient, type Node, parse } from '../../src/expression';
import type { Formula } from './arbitrary';

/** A formula with its gradient: the outputs that a kernel writes for each point. */
export interface Job {
  formula: Formula;
  outputs: Node[];
}

export function jobOf(formula: Formula): Job {
  const { graph, ...scope } = createScope(formula.space.variables, formula.space.parameters);
  const value = parse({ graph, ...scope }, formula.text);
  return { formula, outputs: [value, ...gradient(graph, value)] };
}

export const header = `${functions}
@group(0) @binding(0) var<storage, read_write> input: array<f32>;
@group(0) @binding(1) var<storage, read_write> host: array<f32>;
@group(0) @binding(2) var<storage, read_write> output: array<f32>;`;

/**
 * One kernel for several formulas: invocation k evaluates all of them at point k, `input[4k + i]` its coordinate i.
 *
 * @returns `code`, and `host`, the values that depend on parameters alone
 */
export function kernelOf(jobs: readonly Job[], parameters: readonly number[], points: number) {
  const host: number[] = [];
  const uniform = (node: Node) => `host[${host.push(compile([node]).at([], parameters)[0]) - 1}]`;
  let row = 0;
  const blocks = jobs.map(({ outputs }) => {
    const naming = { coordinate: (i: number) => `input[4u * k + ${i}u]`, uniform, prefix: 't' };
    const emitted = emitWgsl(compile(outputs), naming);
    const stores = emitted.outputs.map((output) => `output[${row++ * points}u + k] = ${output};`);
    return ['{', ...emitted.lines, ...stores, '}'].join('\n');
  });
  const main = `@compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3u) {
    let k = id.x;
    _ = &input;
    _ = &host;`;
  return {
    code: [header, main, ...blocks, '}'].join('\n'),
    host: Float32Array.from([0, ...host].slice(host.length ? 1 : 0)),
    rows: row,
  };
}
