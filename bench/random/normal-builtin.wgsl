// Rejected candidate: Box-Muller with the built-in log, sin and cos, guarded against a logarithm above zero.
fn normal_pair(words: vec2u) -> vec2f {
  let u = (f32(bitcast<i32>(words.x >> 1u)) + 0.5) * 4.656612873077393e-10;
  let radius = sqrt(max(0.0, -2.0 * log(u)));
  let angle = f32(bitcast<i32>(words.y)) * 1.4629180792671596e-9;
  return radius * vec2f(cos(angle), sin(angle));
}
