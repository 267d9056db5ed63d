import { ErgodicError } from '../errors';

/** A formula that cannot be read: what was found, where (a caret under the character), and what to write instead. */
export class ExpressionError extends ErgodicError {
  constructor(
    readonly source: string,
    readonly position: number,
    readonly found: string,
    readonly remedy: string,
  ) {
    super('badInput', describe(source, position, found, remedy));
  }
}

function describe(source: string, position: number, found: string, remedy: string): string {
  // Long formulas are shown around the fault, so that the caret stays on the screen.
  const from = Math.max(0, position - 60);
  const shown = source.slice(from, position + 40).replace(/\s/g, ' ');
  const lead = from > 0 ? '…' : '';
  const caret = ' '.repeat(lead.length + position - from);
  return `${found} at character ${position + 1}\n    ${lead}${shown}\n    ${caret}^\n  ${remedy}`;
}
