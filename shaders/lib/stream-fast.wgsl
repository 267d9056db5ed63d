// The path stream of one particle's block: xoshiro128++ (Blackman and Vigna 2021), its state drawn by Philox from the
// address, so that any block starts from nothing. Needs philox.wgsl. Twin: src/random/stream.ts.
//
// Left shifts are products and sums: SwiftShader shifts lane by lane, which costs a third of a step (bench/random), and
// other compilers turn a product with a power of two into a shift.

struct Stream { state: vec4u }

fn stream_from(state: vec4u) -> Stream {
  // Zero is the one state that xoshiro never leaves.
  return Stream(select(state, vec4u(0x9E3779B9u, 0u, 0u, 0u), all(state == vec4u(0u))));
}

fn stream_open(key: vec2u, particle: vec2u, block: u32) -> Stream {
  return stream_from(random_words(key, particle, block, 0u, purpose_block));
}

fn rotate_left(x: u32, bits: u32) -> u32 { return x * (1u << bits) + (x >> (32u - bits)); }

// Two steps of the generator, written out so that the state is loaded and stored once.
fn stream_pair(s: ptr<function, Stream>) -> vec2u {
  let a = (*s).state;
  let first = rotate_left(a.x + a.w, 7u) + a.x;
  let z = a.z ^ a.x;
  let w = a.w ^ a.y;
  let b = vec4u(a.x ^ w, a.y ^ z, z ^ (a.y * 512u), rotate_left(w, 11u));
  let second = rotate_left(b.x + b.w, 7u) + b.x;
  let u = b.z ^ b.x;
  let v = b.w ^ b.y;
  (*s).state = vec4u(b.x ^ v, b.y ^ u, u ^ (b.y * 512u), rotate_left(v, 11u));
  return vec2u(first, second);
}

fn stream_skip(s: ptr<function, Stream>, pairs: u32) {
  for (var i = 0u; i < pairs; i++) { stream_pair(s); }
}
