// The path stream of one particle's block: xoshiro128++ (Blackman and Vigna 2021), its state drawn by Philox from the
// address, so that any block starts from nothing. Needs philox.wgsl and one of the shifts. Twin: src/random/stream.ts.

struct Stream { state: vec4u }

fn stream_from(state: vec4u) -> Stream {
  // Zero is the one state that xoshiro never leaves.
  return Stream(select(state, vec4u(0x9E3779B9u, 0u, 0u, 0u), all(state == vec4u(0u))));
}

fn stream_open(key: vec2u, particle: vec2u, block: u32) -> Stream {
  return stream_from(random_words(key, particle, block, 0u, purpose_block));
}

// Two steps of the generator, written out so that the state is loaded and stored once.
fn stream_pair(s: ptr<function, Stream>) -> vec2u {
  let a = (*s).state;
  let first = rotate_left_7(a.x + a.w) + a.x;
  let z = a.z ^ a.x;
  let w = a.w ^ a.y;
  let b = vec4u(a.x ^ w, a.y ^ z, z ^ (a.y * 512u), rotate_left_11(w));
  let second = rotate_left_7(b.x + b.w) + b.x;
  let u = b.z ^ b.x;
  let v = b.w ^ b.y;
  (*s).state = vec4u(b.x ^ v, b.y ^ u, u ^ (b.y * 512u), rotate_left_11(v));
  return vec2u(first, second);
}

fn stream_skip(s: ptr<function, Stream>, pairs: u32) {
  for (var i = 0u; i < pairs; i++) { stream_pair(s); }
}
