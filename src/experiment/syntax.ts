import { createScanner, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { ErgodicError } from '../errors';
import { Problems } from './problems';

const deepest = 64;
const largestFile = 16_000_000;
/** Reading more takes seconds; tables have files of their own. */
const mostValues = 100_000;

const expected: Record<string, string> = {
  InvalidSymbol: 'expected a value: a number, text in double quotes, true, false, null, a list or an object',
  InvalidNumberFormat: 'expected a number such as 0.5 or 1e-3',
  PropertyNameExpected: 'expected a name in double quotes',
  ValueExpected: 'expected a value',
  ColonExpected: 'expected a colon after the name',
  CommaExpected: 'expected a comma',
  CloseBraceExpected: "expected the closing '}'",
  CloseBracketExpected: "expected the closing ']'",
  EndOfFileExpected: 'expected the end of the file',
  UnexpectedEndOfComment: "expected '*/' to close the comment",
  UnexpectedEndOfString: 'expected a double quote to close the text',
  UnexpectedEndOfNumber: 'expected a digit',
  InvalidUnicode: 'expected four hexadecimal digits after \\u',
  InvalidEscapeCharacter: 'expected one of \\" \\\\ \\/ \\b \\f \\n \\r \\t \\u after a backslash',
  InvalidCharacter: 'expected no control character inside text',
};

/**
 * JSON with comments and trailing commas → value.
 *
 * @throws ErgodicError badInput with line, column and what was expected; also for a name that is given twice
 */
export function parseText(written: string, file: string): unknown {
  const text = written.replace(/^\uFEFF/, '');
  checkSize(text, file);
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true });
  if (tree === undefined && (errors[0]?.offset ?? 0) >= text.trimEnd().length) throw emptyFile(file);
  if (errors.length > 0 || tree === undefined) throw syntaxError(text, file, errors[0]);
  const problems = new Problems(file);
  const value = toValue(tree, '', problems);
  problems.raise();
  return value;
}

function emptyFile(file: string): ErgodicError {
  const message = `${file}: the file is empty; expected an experiment in braces, { "variables": … }`;
  return new ErgodicError('badInput', message);
}

/** The parser recurses: nesting that would exhaust its stack is refused by the scanner, which does not. */
function checkSize(text: string, file: string): void {
  if (text.length > largestFile) {
    const message = `${file}: ${text.length} characters; an experiment file has at most ${largestFile}`;
    throw new ErgodicError('badInput', message);
  }
  const scanner = createScanner(text, true);
  let depth = 0;
  let values = 1;
  for (scanner.scan(); scanner.getTokenOffset() < text.length; scanner.scan()) {
    const opening = text[scanner.getTokenOffset()];
    if (opening === '{' || opening === '[') depth++;
    else if (opening === '}' || opening === ']') depth--;
    if (opening === ',' && ++values > mostValues) {
      const message = `${file}: more than ${mostValues} values; expected fewer: put the rows of a table into a file of its own`;
      throw new ErgodicError('badInput', message);
    }
    if (depth > deepest) {
      const where = place(text, scanner.getTokenOffset());
      throw new ErgodicError('badInput', `${file}: ${where}: nested deeper than ${deepest} levels; expected fewer`);
    }
  }
}

function syntaxError(text: string, file: string, { error, offset, length }: ParseError): ErgodicError {
  const token = text.slice(offset, offset + Math.max(1, Math.min(length, 30))).trim();
  const found = offset >= text.length || token === '' ? 'the end' : `'${token}'`;
  const remedy = expected[printParseErrorCode(error)] ?? 'expected JSON';
  return new ErgodicError('badInput', `${file}: ${place(text, offset)}: found ${found}, ${remedy}`);
}

function place(text: string, offset: number): string {
  const before = text.slice(0, offset).split('\n');
  return `line ${before.length}, column ${before[before.length - 1].length + 1}`;
}

// Built by hand because jsonc-parser's own values follow "__proto__" and keep the last of two equal names in silence.
function toValue(node: Node, path: string, problems: Problems): unknown {
  const below = (name: string | number) => (path === '' ? `${name}` : `${path}.${name}`);
  if (node.type === 'array') return (node.children ?? []).map((child, i) => toValue(child, below(i), problems));
  if (node.type !== 'object') return node.value;
  const object: Record<string, unknown> = {};
  for (const { children } of node.children ?? []) {
    const [key, value] = children ?? [];
    const name = key.value as string;
    if (name === '__proto__') problems.add(below(name), 'found a name that no field has; expected it to be left out');
    else if (Object.hasOwn(object, name)) problems.add(below(name), 'found twice; expected every name once');
    else object[name] = value === undefined ? null : toValue(value, below(name), problems);
  }
  return object;
}
