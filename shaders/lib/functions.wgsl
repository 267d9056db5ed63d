// Functions of the expression grammar for which WGSL has no built-in, or one that is too rough or overflows. f64 twins:
// src/expression/operations.ts.

const two_over_sqrt_pi = 1.1283791670955126;

// WGSL promises sin and cos to 2^-11 only, and software adapters use it up. So: the nearest multiple of pi/2 is taken off in
// three parts (exact products up to |a| ~ 1e4), and short polynomials do the rest (coefficients: bench/random/fit.ts).
struct Quadrant { turns: i32, rest: f32 }

fn nearest_quadrant(a: f32) -> Quadrant {
  let turns = round(a * 0.63661977);
  let rest = ((a - turns * 1.5703125) - turns * 4.837512969970703e-4) - turns * 7.549790126404332e-8;
  return Quadrant(i32(turns), rest);
}

fn sine_near_zero(r: f32) -> f32 {
  let y = r * r;
  return r + r * y * (-0.16666655242443085 + y * (0.00833216030150652 - y * 0.00019515282474458218));
}

fn cosine_near_zero(r: f32) -> f32 {
  let y = r * r;
  return 1.0 + y * (-0.4999988377094269 + y * (0.041655778884887695 - y * 0.0013591853203251958));
}

// The sine of a number of quarter turns and a rest.
fn sine_of(turns: i32, rest: f32) -> f32 {
  let size = select(sine_near_zero(rest), cosine_near_zero(rest), (turns & 1) == 1);
  return select(size, -size, (turns & 2) == 2);
}

fn ergodic_sin(a: f32) -> f32 {
  let q = nearest_quadrant(a);
  return sine_of(q.turns, q.rest);
}

fn ergodic_cos(a: f32) -> f32 {
  let q = nearest_quadrant(a);
  return sine_of(q.turns + 1, q.rest);
}

fn ergodic_tan(a: f32) -> f32 {
  let q = nearest_quadrant(a);
  return sine_of(q.turns, q.rest) / sine_of(q.turns + 1, q.rest);
}

// The built-in may answer anything at 0 and below: SwiftShader has log(0) = -88. By bits, since compilers need not know infinity.
fn ergodic_log(a: f32) -> f32 {
  let nowhere = select(0x7FC00000u, 0xFF800000u, a == 0.0);
  return select(bitcast<f32>(nowhere), log(a), a > 0.0);
}

// The built-in may be sinh/cosh, which overflows at 89; in f32 tanh is 1 from 9.02 on. Below 1/8 the ratio of exponentials
// would cancel: the series is good to 1e-8 there.
fn ergodic_tanh(a: f32) -> f32 {
  let e = exp(-2.0 * abs(a));
  let far = sign(a) * (1.0 - e) / (1.0 + e);
  let y = a * a;
  let near = a * (1.0 + y * (-0.33333333 + y * (0.13333333 + y * -0.053968254)));
  return select(far, near, abs(a) < 0.125);
}

// log(1 + exp(a)) without overflow. Where 1 + e would round e away, its series to e^6.
fn ergodic_softplus(a: f32) -> f32 {
  let e = exp(-abs(a));
  let series = e * (1.0 - e * (0.5 - e * (0.33333333 - e * (0.25 - e * (0.2 - e * 0.16666667)))));
  let tail = select(log(1.0 + e), series, e < 0.0625);
  return max(a, 0.0) + tail;
}

fn ergodic_logistic(a: f32) -> f32 {
  let e = exp(-abs(a));
  return select(e, 1.0, a >= 0.0) / (1.0 + e);
}

// Maclaurin series below 1/2, the Chebyshev fit of erfc with relative error 1.2e-7 above (Press et al. 1992, §6.2).
fn ergodic_erf(a: f32) -> f32 {
  let y = a * a;
  let near = two_over_sqrt_pi * a
    * (1.0 + y * (-0.33333333 + y * (0.1 + y * (-0.023809524 + y * (0.0046296296 + y * -7.5757576e-4)))));
  let z = abs(a);
  let t = 1.0 / (1.0 + 0.5 * z);
  var p = 0.17087277;
  p = p * t - 0.82215223;
  p = p * t + 1.48851587;
  p = p * t - 1.13520398;
  p = p * t + 0.27886807;
  p = p * t - 0.18628806;
  p = p * t + 0.09678418;
  p = p * t + 0.37409196;
  p = p * t + 1.00002368;
  p = p * t - 1.26551223;
  let far = sign(a) * (1.0 - t * exp(p - y));
  return select(far, near, z < 0.5);
}

// The built-in goes through log2(a), which a negative base does not have: a whole exponent takes the power of |a| and its sign.
fn ergodic_pow(a: f32, b: f32) -> f32 {
  let size = pow(abs(a), b);
  let odd = abs(b - 2.0 * round(0.5 * b)) == 1.0;
  let nothing = bitcast<f32>(bitcast<u32>(a) | 0x7FC00000u);
  let negative = select(select(size, -size, odd), nothing, b != floor(b));
  return select(select(size, negative, a < 0.0), 1.0, b == 0.0);
}
