import { wgsl } from 'wgsl-preprocessor/wgsl-preprocessor.js';

export type ShaderValues = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/**
 * Fills in a shader of `shaders/`: `${NAME}` is replaced by a value (lists line by line), and lines `#if NAME` … `#else` …
 * `#endif` are kept or dropped by wgsl-preprocessor, which wants them as a template literal.
 *
 * @throws Error when the text asks for a value that is not given: the preprocessor alone would splice "undefined"
 */
export function shade(text: string, values: ShaderValues): string {
  const strings: string[] = [];
  const interpolated: unknown[] = [];
  let last = 0;
  const code = text.replace(/\/\/.*$/gm, '');
  for (const match of code.matchAll(/\$\{([A-Z_]+)\}|(?<=^#(?:el)?if )([A-Z_]+)$/gm)) {
    const name = match[1] ?? match[2];
    if (!(name in values)) throw new Error(`shader value ${name} is not given`);
    const value = values[name];
    strings.push(code.slice(last, match.index));
    interpolated.push(typeof value === 'object' ? value.join('\n') : match[2] ? Boolean(value) : `${value}`);
    last = match.index + match[0].length;
  }
  strings.push(code.slice(last));
  return wgsl(strings, ...interpolated);
}
