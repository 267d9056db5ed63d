// Integer tallies. Twin: src/simulation/cpu.

// By the bits of the value: compilers may assume that a comparison x != x is false.
fn is_finite(x: f32) -> bool {
  return (bitcast<u32>(x) & 0x7F800000u) != 0x7F800000u;
}

// 0 below the range, 1 … bins inside it, bins + 1 above it; what is not a number counts as above.
fn histogram_cell(x: f32, low: f32, per_width: f32, bins: f32) -> u32 {
  if (!is_finite(x)) { return u32(bins) + 1u; }
  return u32(clamp(floor((x - low) * per_width), -1.0, bins) + 1.0);
}

// x to the nearest multiple of 1 / scale, as an integer within ±2^30; what does not fit is marked by the most negative i32.
const saturated_mark = i32(-2147483647 - 1);

fn fixed_point(x: f32, scale: f32) -> i32 {
  let scaled = x * scale;
  // & and not &&: a branch per number would multiply the time to compile.
  let fits = is_finite(scaled) & (abs(scaled) <= 1073741824.0);
  return select(saturated_mark, i32(round(select(0.0, scaled, fits))), fits);
}

// A signed 64-bit sum in two registers, two's complement.
fn add_signed(low: ptr<function, u32>, high: ptr<function, u32>, amount: i32) {
  let before = *low;
  *low = before + bitcast<u32>(amount);
  *high += bitcast<u32>(amount >> 31u) + select(0u, 1u, *low < before);
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
