// Raw random integers in the order of a layout:
// 0 one particle over time (blocks of 256 pairs), 1 across particles at one step, 2 across seeds, 3 across blocks at one index.
struct Job { first: u32, arrangement: u32, seed: u32, unused: u32 }

@group(0) @binding(0) var<storage, read_write> words: array<vec4u>;
@group(0) @binding(1) var<uniform> job: Job;

fn two_pairs(s: ptr<function, Stream>) -> vec4u {
  let first = stream_pair(s);
  return vec4u(first, stream_pair(s));
}

@compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3u) {
  let i = job.first + id.x;
  var key = vec2u(job.seed, 0u);
  var particle = vec2u(0u);
  var block = i;
  if (job.arrangement == 1u) { particle.x = i; block = 0u; }
  if (job.arrangement == 2u) { key = vec2u(job.seed + i, 0u); block = 0u; }
  var s = stream_open(key, particle, block);
  if (job.arrangement == 0u) {
    for (var j = 0u; j < 128u; j++) { words[id.x * 128u + j] = two_pairs(&s); }
  } else {
    words[id.x] = two_pairs(&s);
  }
}
