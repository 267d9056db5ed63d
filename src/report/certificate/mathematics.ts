import { type Html, html } from '../html';

/** `x_t`, `ε^k`, `L_{B_t}`: after a name of at most two letters, a digit or a bracket; longer words may hold a line of their own. */
const raised = /(?<=[\p{L}\p{N})\]|])(?<!\p{L}{3})([_^])(?:\{([^{}]+)\}|([−-]?[\p{L}\p{N}]+))/u;

/** A text with its indices and powers set lower and higher, and no line that ends in an equation. */
export const mathematics = (text: string): Html => indexed(text.replace(/ ([=≠<>≤≥∝]) /g, '\u00a0$1\u00a0'));

function indexed(text: string): Html {
  const found = raised.exec(text);
  if (found === null) return html`${text}`;
  const [all, mark, braced, bare] = found;
  const inner = braced === undefined ? html`${bare}` : indexed(braced);
  const [before, after] = [text.slice(0, found.index), text.slice(found.index + all.length)];
  return html`${before}${mark === '_' ? html`<sub>${inner}</sub>` : html`<sup>${inner}</sup>`}${indexed(after)}`;
}
