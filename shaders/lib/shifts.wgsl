// What the random integers need of shifts. The same words as shifts-by-floats.wgsl; src/simulation/webgpu/random.ts chooses.

fn high_halves(x: vec2u) -> vec2u { return x >> vec2u(16u); }
fn rotate_left_7(x: u32) -> u32 { return (x << 7u) | (x >> 25u); }
fn rotate_left_11(x: u32) -> u32 { return (x << 11u) | (x >> 21u); }
