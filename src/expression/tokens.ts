import { ExpressionError } from './error';

export interface Token {
  kind: 'number' | 'name' | 'symbol' | 'end';
  text: string;
  at: number;
}

const pattern =
  /(?<space>\s+)|(?<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?<name>[A-Za-z_][A-Za-z0-9_]*)|(?<symbol><=|>=|==|!=|[-+*/^(),?:<>\u2212\u00b7])/y;

const spelling: Record<string, string> = { '\u2212': '-', '\u00b7': '*' };

/** Splits a formula into numbers, names and symbols; anything else is an error at its place. */
export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  pattern.lastIndex = 0;
  while (pattern.lastIndex < source.length) {
    const at = pattern.lastIndex;
    const match = pattern.exec(source);
    if (match === null) throw unexpectedCharacter(source, at);
    const { number, name, symbol } = match.groups!;
    if (number !== undefined) tokens.push({ kind: 'number', text: number, at });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name, at });
    else if (symbol !== undefined) tokens.push({ kind: 'symbol', text: spelling[symbol] ?? symbol, at });
  }
  tokens.push({ kind: 'end', text: 'the end', at: source.length });
  return tokens;
}

function unexpectedCharacter(source: string, at: number): ExpressionError {
  const character = String.fromCodePoint(source.codePointAt(at)!);
  const remedy =
    character === '='
      ? 'an expression has no assignment; compare with == or <='
      : 'use numbers, names, + - * / ^, comparisons, a ? b : c, parentheses and the functions of the grammar';
  return new ExpressionError(source, at, `unexpected character '${character}'`, remedy);
}
