// Philox4x32-10, Salmon et al. 2011 (Random123): a bijection of the counter for every key. Needs one
// of the shifts. Twin: src/random/philox.ts.

const philox_multipliers = vec2u(0xD2511F53u, 0xCD9E8D57u);
const philox_weyl = vec2u(0x9E3779B9u, 0xBB67AE85u);

// The high words of two 32x32-bit products, from 16-bit halves: WGSL multiplies to 32 bits only. No sum below overflows.
fn multiply_high(a: vec2u, b: vec2u) -> vec2u {
  let low = a & vec2u(0xFFFFu);
  let high = high_halves(a);
  let b_low = b & vec2u(0xFFFFu);
  let b_high = high_halves(b);
  let middle = high * b_low + high_halves(low * b_low);
  let other = low * b_high + (middle & vec2u(0xFFFFu));
  return high * b_high + high_halves(middle) + high_halves(other);
}

fn philox4x32(counter: vec4u, key: vec2u) -> vec4u {
  var c = counter;
  var k = key;
  for (var round = 0u; round < 10u; round++) {
    let high = multiply_high(philox_multipliers, c.xz);
    let low = philox_multipliers * c.xz;
    c = vec4u(high.y ^ c.y ^ k.x, low.y, high.x ^ c.w ^ k.y, low.x);
    k += philox_weyl;
  }
  return c;
}

// What the random integers at an address are for: the top 8 bits of the counter's last word.
const purpose_block = 0u;   // keys of path blocks
const purpose_start = 1u;   // start positions
const purpose_method = 2u;  // a method's initialisation
const purpose_path = 3u;    // path draws of the standard stream
const purpose_observer = 4u; // numbers of observers

// The four words at an address. key: the seed's low 32 and high 21 bits. particle: the index's low 32 bits, then its bits
// 32 to 47 with the sweep point above them. draw < 2^24. Distinct addresses are distinct inputs of a bijection.
fn random_words(key: vec2u, particle: vec2u, index: u32, draw: u32, purpose: u32) -> vec4u {
  return philox4x32(vec4u(particle, index, draw | (purpose << 24u)), key);
}
