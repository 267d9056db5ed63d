// The fused kernel as one would write it by hand for this one problem: the double well (x² − 1)² + (y² − 1)² at T = 1/4 with
// step 1/100. The random numbers are those of the engine (shaders/lib), so that both follow the same paths.

struct Run { key: vec2u, first_step: u32, last_step: u32, particles: u32 }

@group(0) @binding(0) var<uniform> run: Run;
@group(0) @binding(1) var<storage, read_write> state: array<vec2f>;

const step = 0.01;
const euler_amplitude = 0.07071067811865475;     // sqrt(2 h T)
const matthews_amplitude = 0.035355339059327376; // sqrt(h T / 2)

fn particle_of(id: vec3u, groups: vec3u) -> u32 { return id.x + id.y * groups.x * 64u; }

fn slope(x: vec2f) -> vec2f { return 4.0 * ((x * x - 1.0) * x); }

fn start_position(particle: u32) -> vec2f {
  let words = random_words(run.key, vec2u(particle, 0u), 0u, 0u, purpose_start);
  return -1.5 + 3.0 * vec2f(uniform_open(words.x), uniform_open(words.y));
}

@compute @workgroup_size(64)
fn start_euler(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let particle = particle_of(id, groups);
  if (particle < run.particles) { state[particle] = start_position(particle); }
}

@compute @workgroup_size(64)
fn start_matthews(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let particle = particle_of(id, groups);
  if (particle >= run.particles) { return; }
  let x = start_position(particle);
  let words = random_words(run.key, vec2u(particle, 0u), 0u, 0u, purpose_method);
  state[particle] = x - step * slope(x) + matthews_amplitude * normal_pair(words.xy);
}

@compute @workgroup_size(64)
fn euler(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let particle = particle_of(id, groups);
  if (particle >= run.particles) { return; }
  var x = state[particle];
  for (var i = run.first_step; i < run.last_step;) {
    var stream = stream_open(run.key, vec2u(particle, 0u), i >> 8u);
    let block_end = min(run.last_step, (i | 255u) + 1u);
    for (; i < block_end; i++) {
      x = x - step * slope(x) + euler_amplitude * normal_pair(stream_pair(&stream));
    }
  }
  state[particle] = x;
}

@compute @workgroup_size(64)
fn matthews(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let particle = particle_of(id, groups);
  if (particle >= run.particles) { return; }
  var y = state[particle];
  for (var i = run.first_step; i < run.last_step;) {
    var stream = stream_open(run.key, vec2u(particle, 0u), i >> 8u);
    let block_end = min(run.last_step, (i | 255u) + 1u);
    for (; i < block_end; i++) {
      let x = y + matthews_amplitude * normal_pair(stream_pair(&stream));
      y = 2.0 * x - y - step * slope(x);
    }
  }
  state[particle] = y;
}

// What is seen after the last step of Leimkuhler–Matthews: its x, which the kernel above does not keep.
@compute @workgroup_size(64)
fn see_matthews(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let particle = particle_of(id, groups);
  if (particle >= run.particles) { return; }
  var stream = stream_open(run.key, vec2u(particle, 0u), run.first_step >> 8u);
  stream_skip(&stream, run.first_step & 255u);
  state[particle] += matthews_amplitude * normal_pair(stream_pair(&stream));
}
