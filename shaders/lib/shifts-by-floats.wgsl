// What the random integers need of shifts, for software adapters: SwiftShader shifts lane by lane, some 25 instructions each, which was
// a quarter of a step. The same words as shifts.wgsl.
//
// Shifts to the left are products. Of shifts to the right, the top n bits alone are a float without rounding, between -2^31 and 2^31;
// added to 1.5 2^23 times the unit 2^(32 - n) they stand, modulo 2^n, in the lowest bits of the sum.

fn top_bits(top: u32, near: f32, mask: u32) -> u32 { return bitcast<u32>(f32(bitcast<i32>(top)) + near) & mask; }
fn high_half(x: u32) -> u32 { return top_bits(x & 0xFFFF0000u, 824633720832.0, 0xFFFFu); }
fn high_halves(x: vec2u) -> vec2u { return vec2u(high_half(x.x), high_half(x.y)); }
fn rotate_left_7(x: u32) -> u32 { return x * 128u + top_bits(x & 0xFE000000u, 422212465065984.0, 127u); }
fn rotate_left_11(x: u32) -> u32 { return x * 2048u + top_bits(x & 0xFFE00000u, 26388279066624.0, 2047u); }
