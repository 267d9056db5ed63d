// The path stream of one particle's block as plain Philox4x32-10: pair j is half (j & 1) of the four words at draw j >> 1.
// Slower than stream-fast.wgsl and passes the same tests: a second opinion. Needs philox.wgsl. Twin: src/random/stream.ts.

struct Stream { key: vec2u, particle: vec2u, block: u32, pair: u32, words: vec4u }

fn stream_open(key: vec2u, particle: vec2u, block: u32) -> Stream {
  return Stream(key, particle, block, 0u, vec4u(0u));
}

fn stream_fetch(s: ptr<function, Stream>) {
  (*s).words = random_words((*s).key, (*s).particle, (*s).block, (*s).pair >> 1u, purpose_path);
}

fn stream_pair(s: ptr<function, Stream>) -> vec2u {
  let second = ((*s).pair & 1u) == 1u;
  if (!second) { stream_fetch(s); }
  (*s).pair += 1u;
  return select((*s).words.xy, (*s).words.zw, second);
}

fn stream_skip(s: ptr<function, Stream>, pairs: u32) {
  (*s).pair += pairs;
  if (((*s).pair & 1u) == 1u) { stream_fetch(s); }
}
