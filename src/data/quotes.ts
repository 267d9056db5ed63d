import { refuse } from './words';

/**
 * Makes sure that every quoted cell ends, and ends its cell. `d3-dsv` reads on in silence: a quote that is never closed
 * swallows the rest of the file, and the character after a closing quote is taken for the comma, whatever it is.
 */
export function checkQuotes(text: string, name: string): void {
  let at = text.indexOf('"');
  while (at >= 0) {
    if (at > 0 && !endsCell(text[at - 1])) {
      at = text.indexOf('"', at + 1);
      continue;
    }
    const close = closing(text, at);
    if (close < 0) {
      refuse(
        `${name}, line ${lineAt(text, at)}: a quote is opened and never closed; close it, or double it inside quotes`,
      );
    }
    if (!endsCell(text[close + 1])) {
      const found = JSON.stringify(text[close + 1]);
      refuse(
        `${name}, line ${lineAt(text, close)}: found ${found} after a closing quote, expected a comma or the line's end; double a quote that stands inside a quoted cell`,
      );
    }
    at = text.indexOf('"', close + 1);
  }
}

const endsCell = (next: string | undefined) => next === undefined || next === ',' || next === '\n' || next === '\r';

/** Where the quote opened at `open` closes, doubled quotes passed over; -1 where it does not. */
function closing(text: string, open: number): number {
  let at = text.indexOf('"', open + 1);
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at;
}

/** Line breaks of any system. */
export const lineBreaks = (text: string) => text.match(/\r\n?|\n/g)?.length ?? 0;

const lineAt = (text: string, at: number) => lineBreaks(text.slice(0, at)) + 1;
