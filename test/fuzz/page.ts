const tag = /<(\/?)([A-Za-z][A-Za-z0-9-]*)((?:\s+[A-Za-z_:][-\w:.]*(?:="[^"]*")?)*)\s*\/?>/y;
const attribute = /([A-Za-z_:][-\w:.]*)(?:="([^"]*)")?/g;
/** Elements that a report is made of. */
const own = new Set(
  `html head meta title style body main header footer section h1 h2 h3 p code em strong a br span div dl dt dd ul li table caption thead
   tbody tr th td details summary figure figcaption svg g line path text tspan rect circle image`.split(/\s+/),
);

/**
 * The first thing in a page that could act: an element that reports are not made of, an attribute that runs or fetches, a style
 * that reaches outside. Undefined where there is none.
 */
export function activePart(page: string): string | undefined {
  const [doctype] = /^\s*<!doctype html>/.exec(page) ?? [''];
  const style = /<style>[^<]*<\/style>/.exec(page)?.[0] ?? '';
  const rest = page.slice(doctype.length).replace(style, '<style></style>');
  for (let at = rest.indexOf('<'); at >= 0; at = rest.indexOf('<', tag.lastIndex)) {
    tag.lastIndex = at;
    const found = tag.exec(rest);
    if (found === null) return rest.slice(at, at + 80);
    const [whole, , name, attributes] = found;
    if (!own.has(name) || !attributesAreSafe(attributes)) return whole.slice(0, 200);
  }
  return page.split('<style').length === 2 ? undefined : 'several style sheets';
}

function attributesAreSafe(text: string): boolean {
  return [...text.matchAll(attribute)].every(([, name, value = '']) => {
    if (/^on/i.test(name)) return false;
    if (/^(?:href|src|xlink:href|action|srcset)$/i.test(name)) return /^(?:#|data:image\/bmp;base64,)/.test(value);
    return name !== 'style' || !/url|expression|import|[\\<]/i.test(value);
  });
}
