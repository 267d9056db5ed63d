// Rows of a mini-batch. Needs philox.wgsl. Twin: BatchSource in src/simulation/cpu/source.ts.

// A whole number below count from a word: the upper half of their product.
fn below(count: u32, word: u32) -> u32 {
  return multiply_high(vec2u(word, 0u), vec2u(count, 0u)).x;
}
#if DISTINCT

// Floyd's draw number `draw` of `batch` distinct rows: a row up to the last allowed one, or that one where it has been drawn.
// Which rows have been drawn is kept as a bit a row, or as a list where a batch is small beside the table.
#if MARKS
fn distinct_row(seen: ptr<function, array<u32, ${WORDS}>>, draw: u32, batch: u32, word: u32) -> u32 {
  let last = ${ROWS}u - batch + draw;
  let row = below(last + 1u, word);
  let taken = ((*seen)[row >> 5u] >> (row & 31u)) & 1u;
  let chosen = select(row, last, taken == 1u);
  (*seen)[chosen >> 5u] |= 1u << (chosen & 31u);
  return chosen;
}
#else
fn distinct_row(seen: ptr<function, array<u32, ${WORDS}>>, draw: u32, batch: u32, word: u32) -> u32 {
  let last = ${ROWS}u - batch + draw;
  let row = below(last + 1u, word);
  var taken = false;
  for (var i = 0u; i < draw; i++) { taken = taken | ((*seen)[i] == row); }
  let chosen = select(row, last, taken);
  (*seen)[draw] = chosen;
  return chosen;
}
#endif
#endif
