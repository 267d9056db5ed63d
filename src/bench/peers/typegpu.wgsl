// The double well (x² − 1)² + (y² − 1)² at T = 1/4 with step 1/100, with the random numbers of @typegpu/noise: seed3() and
// normal() are resolved by TypeGPU. A particle is seeded once a run.

struct Run { key: vec2u, first_step: u32, last_step: u32, particles: u32 }

@group(0) @binding(0) var<uniform> run: Run;
@group(0) @binding(1) var<storage, read_write> state: array<vec2f>;

@compute @workgroup_size(64)
fn euler(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let particle = id.x + id.y * groups.x * 64u;
  if (particle >= run.particles) { return; }
  seed3(vec3f(f32(particle & 0xffffu), f32(particle >> 16u), f32(run.key.x)));
  var x = -1.5 + 3.0 * vec2f(sample(), sample());
  for (var i = run.first_step; i < run.last_step; i++) {
    let noise = vec2f(normal(0.0, 1.0), normal(0.0, 1.0));
    x = x - 0.04 * ((x * x - 1.0) * x) + 0.07071067811865475 * noise;
  }
  state[particle] = x;
}
