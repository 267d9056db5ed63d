// Integer tallies. Twin: src/simulation/cpu.

// By the bits of the value: compilers may assume that a comparison x != x is false.
fn is_finite(x: f32) -> bool {
  return (bitcast<u32>(x) & 0x7F800000u) != 0x7F800000u;
}

// Conversions between floats and integers, clamp() and shifts to the right are dear on software adapters (a conversion is clamped first,
// a shift made lane by lane): what is recorded often goes by the bits of floats near 1.5 2^23 instead, where a unit is a bit.
const near_integers = 12582912.0;
const near_integers_bits = 1262485504;

// A whole number of at most 2^22 in size.
fn whole_bits(x: f32) -> i32 { return bitcast<i32>(x + near_integers) - near_integers_bits; }

// 0 below the range, 1 … bins inside it, bins + 1 above it; what is not a number counts as above, by its bits.
fn histogram_cell(x: f32, low: f32, per_width: f32, bins: f32) -> u32 {
  let place = (x - low) * per_width;
  let inside = (place >= 0.0) & (bitcast<i32>(place) < bitcast<i32>(bins));
  let outside = select(bins + 1.0, 0.0, place < 0.0);
  return bitcast<u32>(whole_bits(select(outside, floor(place) + 1.0, inside)));
}

// Whether the size of x is at most 2^30, by its bits, so that what is not a number is not.
fn fits_sums(x: f32) -> bool { return (bitcast<i32>(x) & 0x7FFFFFFF) <= 0x4E800000; }

// Whether x >= 0 is at most 2^29: then so are products of two, in units that may be half of it.
fn fits_squares(x: f32) -> bool { return (bitcast<i32>(x) & 0x7FFFFFFF) <= 0x4E000000; }

// x to the nearest multiple of 1 / scale, as an integer within ±2^30; what does not fit is marked by the most negative i32.
const saturated_mark = i32(-2147483647 - 1);

fn fixed_point(x: f32, scale: f32) -> i32 {
  let scaled = x * scale;
  let fits = fits_sums(scaled);
  return select(saturated_mark, i32(round(select(0.0, scaled, fits))), fits);
}

// A sum of integers up to 2^30 in size is held as 2^15 high + low: each part holds 2^15 of them, more than a dispatch records. The parts of
// a float, to the nearest integer: what is left beside 2^15 high is exact.
fn high_part(x: f32) -> i32 { return whole_bits(x * 3.0517578125e-5); }
fn low_part(x: f32, high: i32) -> i32 { return whole_bits(x - f32(high) * 32768.0); }

// Such a sum as the two words of a 64-bit integer.
fn sum_words(low: i32, high: i32) -> vec2u {
  let word = (bitcast<u32>(high) << 15u) + bitcast<u32>(low);
  let carry = select(0u, 1u, word < bitcast<u32>(low));
  return vec2u(word, bitcast<u32>((high >> 17u) + (low >> 31u)) + carry);
}

// Cells of a plane row by row, then one for all that lies outside of either range.
fn rectangle_cell(x: u32, y: u32, x_bins: u32, y_bins: u32) -> u32 {
  let inside = (x >= 1u) & (x <= x_bins) & (y >= 1u) & (y <= y_bins);
  return select(x_bins * y_bins, (y - 1u) * x_bins + x - 1u, inside);
}

// What is left of a number when its part e^-y is taken off, the chance that a Brownian bridge crossed a plane: y = 2ab/s^2 = 8 z, all of
// it for y < 0. e^-y as the 8th power of a fraction, within 4e-5 and falling everywhere (test/gpu/bridge.test.ts; coefficients: a
// minimax fit). With step() and without clamp() or select(), which cost SwiftShader ten operations and five.
fn bridge_left(left: f32, z: f32) -> f32 {
  let t = z * step(0.0, z);
  let root = fma(fma(fma(t, 0.20482969, 0.4917632), t, 1.0004129), t, 1.0);
  let second = root * root;
  let fourth = second * second;
  return left - left / (fourth * fourth);
}

// 1 where x >= bound, else 0.
fn at_least(x: f32, bound: f32) -> f32 { return step(bound, x); }
