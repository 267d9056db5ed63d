// Rejected candidate: sfc32 (Doty-Humphrey, PractRand) behind the stream interface, keyed as stream-fast.wgsl is.
struct Stream { state: vec4u }

fn stream_open(key: vec2u, particle: vec2u, block: u32) -> Stream {
  return Stream(random_words(key, particle, block, 0u, purpose_block));
}

fn stream_word(s: ptr<function, Stream>) -> u32 {
  let a = (*s).state;
  let word = a.x + a.y + a.w;
  (*s).state = vec4u(a.y ^ (a.y >> 9u), a.z * 9u, a.z * 2097152u + (a.z >> 11u) + word, a.w + 1u);
  return word;
}

fn stream_pair(s: ptr<function, Stream>) -> vec2u {
  let first = stream_word(s);
  return vec2u(first, stream_word(s));
}
