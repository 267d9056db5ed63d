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

// The chance e^y that a Brownian bridge crossed a plane, y = -2ab/s^2 = 16 z; 1 for y > 0. A Taylor polynomial of e^z and four
// squarings, within 6e-5 of e^y and 0 below y = -26 (test/gpu/bridge.test.ts).
fn bridge_chance(z: f32) -> f32 {
  let root = clamp(fma(fma(fma(z, 0.16666667, 0.5), z, 1.0), z, 1.0), 0.0, 1.0);
  let second = root * root;
  let fourth = second * second;
  let eighth = fourth * fourth;
  return eighth * eighth;
}
