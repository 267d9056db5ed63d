/** Markup that is safe to insert as it stands. */
export class Html {
  constructor(readonly text: string) {}
  toString(): string {
    return this.text;
  }
}

export type Content = Html | string | number | null | undefined | false | readonly Content[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for element content and quoted attributes. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character]);

function insert(content: Content): string {
  if (content === null || content === undefined || content === false) return '';
  if (content instanceof Html) return content.text;
  if (typeof content === 'object') return content.map(insert).join('');
  return escapeHtml(String(content));
}

/** Template tag: everything interpolated is escaped unless it is `Html`; lists are joined, null and false vanish. */
export function html(strings: TemplateStringsArray, ...values: Content[]): Html {
  return new Html(strings.reduce((text, part, i) => text + insert(values[i - 1]) + part));
}

export interface Table {
  /** What the table holds; also the name of its scrolling region. */
  caption: string;
  head: readonly Content[];
  /** The first cell of each row is its header. */
  rows: readonly (readonly Content[])[];
}

/** A table whose first column heads its rows; it scrolls sideways on its own where the page is narrow. */
export function table({ caption, head, rows }: Table): Html {
  const row = ([first, ...rest]: readonly Content[]) =>
    html`<tr><th scope="row">${first}</th>${rest.map((cell) => html`<td>${cell}</td>`)}</tr>`;
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${caption}"><table><caption>${caption}</caption>
<thead><tr>${head.map((cell) => html`<th scope="col">${cell}</th>`)}</tr></thead>
<tbody>${rows.map(row)}</tbody></table></div>`;
}

/** Terms and their descriptions; an empty description drops its term. */
export function facts(entries: readonly (readonly [string, Content])[]): Html {
  const kept = entries.filter(([, content]) => insert(content) !== '');
  return html`<dl class="facts">${kept.map(([term, content]) => html`<div><dt>${term}</dt><dd>${content}</dd></div>`)}</dl>`;
}
