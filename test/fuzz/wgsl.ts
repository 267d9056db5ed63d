/**
 * What the emitter may write, and nothing else: one operation of numbered names and finite literals to a line. A text that
 * somebody typed cannot be spelled in it.
 */
const literal = /-?\d+(?:\.\d+)?(?:e[+-]?\d+)?f/;
const operand = `(?:[xtu]\\d+|${literal.source}|\\((?:u\\d+ != 0\\.0|${literal.source})\\))`;
const functions = `(?:sqrt|exp|abs|sign|min|max|ergodic_(?:log|sin|cos|tan|tanh|erf|softplus|logistic|pow))`;
const operation = [
  operand,
  `-${operand}`,
  `${operand} (?:[-+*/]|[<>]=?|==|!=) ${operand}`,
  `${functions}\\(${operand}(?:, ${operand})?\\)`,
  `select\\(${operand}, ${operand}, ${operand}\\)`,
].join('|');

const statement = new RegExp(`^let t(\\d+) = (?:${operation});$`);
const output = new RegExp(`^${operand}$`);

/** The first piece of an emission that is none of the above, or is not numbered in order; undefined where all is well. */
export function stranger({
  lines,
  outputs,
}: {
  lines: readonly string[];
  outputs: readonly string[];
}): string | undefined {
  const bad = lines.find((line, i) => statement.exec(line)?.[1] !== `${i}` || later(line, i));
  return bad ?? outputs.find((name) => !output.test(name) || later(name, lines.length));
}

/** Whether a line speaks of a number that is not computed yet. */
const later = (line: string, at: number) =>
  [...line.replace(/^let t\d+ = /, '').matchAll(/\bt(\d+)/g)].some(([, index]) => Number(index) >= at);
