// 2-D double well, Euler-Maruyama: the kernel in which the candidates are timed. Four words are two steps.
struct Run { key: vec2u, block: u32, steps: u32 }

@group(0) @binding(0) var<storage, read_write> positions: array<vec2f>;
@group(0) @binding(1) var<uniform> run: Run;

fn step(x: vec2f, words: vec2u) -> vec2f {
  let force = vec2f(x.x - x.x * x.x * x.x, -x.y);
  return x + 0.01 * force + 0.1 * normal_pair(words);
}

@compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= arrayLength(&positions)) { return; }
  var x = positions[id.x];
  var stream = stream_open(run.key, vec2u(id.x, 0u), run.block);
  for (var i = 0u; i < run.steps; i += 2u) {
    let words = stream_four(&stream);
    x = step(step(x, words.xy), words.zw);
  }
  positions[id.x] = x;
}
