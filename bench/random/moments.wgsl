// Sums over the normals of one stream beside those of a neighbouring one. Needs philox.wgsl, a stream and normal.wgsl.
// f32 holds them: an invocation adds a few hundred numbers, and the host adds the invocations in f64.
struct Job { seed: vec2u, first: u32, block: u32, next_seed: u32, next_particle: u32, next_block: u32, pairs: u32 }

struct Sums {
  odd: vec4f,       // z, z^3, z^5, z^7
  even: vec4f,      // z^2, z^4, z^6, z^8
  products: vec4f,  // of the two normals of a pair, a step and the next, a stream and its neighbour; [3] unused
  squares: vec4f,   // the same of z^2 - 1
  above: array<vec4u, 2>, // how many z > 0.5, 1, 2, 3, 4, 4.5, 5, 5.5
  below: array<vec4u, 2>, // how many z < -0.5, ...
}

@group(0) @binding(0) var<storage, read_write> sums: array<Sums>;
@group(0) @binding(1) var<uniform> job: Job;

fn add(s: ptr<function, Sums>, z: f32) {
  let q = z * z;
  let even = vec4f(q, q * q, q * q * q, q * q * q * q);
  (*s).even += even;
  (*s).odd += z * vec4f(1.0, even.xyz);
  let near = vec4f(0.5, 1.0, 2.0, 3.0);
  let far = vec4f(4.0, 4.5, 5.0, 5.5);
  (*s).above[0] += vec4u(vec4f(z) > near);
  (*s).above[1] += vec4u(vec4f(z) > far);
  (*s).below[0] += vec4u(vec4f(-z) > near);
  (*s).below[1] += vec4u(vec4f(-z) > far);
}

@compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3u) {
  let particle = job.first + id.x;
  var a = stream_open(job.seed, vec2u(particle, 0u), job.block);
  var b = stream_open(job.seed + vec2u(job.next_seed, 0u), vec2u(particle + job.next_particle, 0u), job.block + job.next_block);
  var s = Sums();
  var before = vec2f(0.0);
  for (var i = 0u; i < job.pairs; i++) {
    let z = normal_pair(stream_pair(&a));
    let other = normal_pair(stream_pair(&b));
    add(&s, z.x);
    add(&s, z.y);
    let q = z * z - vec2f(1.0);
    let started = f32(i > 0u);
    s.products += vec4f(z.x * z.y, dot(z, before), dot(z, other), 0.0);
    s.squares += vec4f(q.x * q.y, started * dot(q, before * before - vec2f(1.0)), dot(q, other * other - vec2f(1.0)), 0.0);
    before = z;
  }
  sums[id.x] = s;
}
