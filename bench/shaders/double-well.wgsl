// The fused kernel as one would write it by hand for this one problem: the double well (x² − 1)² + (y² − 1)² at T = 1/4 with
// step 1/100. The random numbers are those of the engine (shaders/lib), so that both follow the same paths.

struct Run { key: vec2u, first_step: u32, last_step: u32, particles: u32 }

@group(0) @binding(0) var<uniform> run: Run;
@group(0) @binding(1) var<storage, read_write> state: array<vec2f>;

const step = 0.01;
const euler_amplitude = 0.07071067811865475;     // sqrt(2 h T)
const matthews_amplitude = 0.035355339059327376; // sqrt(h T / 2)

fn slope(x: vec2f) -> vec2f { return 4.0 * ((x * x - 1.0) * x); }

fn start_position(particle: u32) -> vec2f {
  let words = random_words(run.key, vec2u(particle, 0u), 0u, 0u, purpose_start);
  return -1.5 + 3.0 * vec2f(uniform_open(words.x), uniform_open(words.y));
}

@compute @workgroup_size(64)
fn start_euler(@builtin(global_invocation_id) id: vec3u) {
  if (id.x < run.particles) { state[id.x] = start_position(id.x); }
}

@compute @workgroup_size(64)
fn start_matthews(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= run.particles) { return; }
  let x = start_position(id.x);
  let words = random_words(run.key, vec2u(id.x, 0u), 0u, 0u, purpose_method);
  state[id.x] = x - step * slope(x) + matthews_amplitude * normal_pair(words.xy);
}

@compute @workgroup_size(64)
fn euler(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= run.particles) { return; }
  var x = state[id.x];
  for (var i = run.first_step; i < run.last_step;) {
    var stream = stream_open(run.key, vec2u(id.x, 0u), i >> 8u);
    let block_end = min(run.last_step, (i | 255u) + 1u);
    for (; i < block_end; i++) {
      x = x - step * slope(x) + euler_amplitude * normal_pair(stream_pair(&stream));
    }
  }
  state[id.x] = x;
}

@compute @workgroup_size(64)
fn matthews(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= run.particles) { return; }
  var y = state[id.x];
  for (var i = run.first_step; i < run.last_step;) {
    var stream = stream_open(run.key, vec2u(id.x, 0u), i >> 8u);
    let block_end = min(run.last_step, (i | 255u) + 1u);
    for (; i < block_end; i++) {
      let x = y + matthews_amplitude * normal_pair(stream_pair(&stream));
      y = 2.0 * x - y - step * slope(x);
    }
  }
  state[id.x] = y;
}

// What is seen after the last step of Leimkuhler–Matthews: its x, which the kernel above does not keep.
@compute @workgroup_size(64)
fn see_matthews(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= run.particles) { return; }
  let last = run.last_step - 1u;
  var stream = stream_open(run.key, vec2u(id.x, 0u), last >> 8u);
  stream_skip(&stream, last & 255u);
  state[id.x] += matthews_amplitude * normal_pair(stream_pair(&stream));
}
