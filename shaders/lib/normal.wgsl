// Normal and uniform numbers from random words. Twin: src/random/normal.ts. Coefficients: bench/random/fit.ts.
//
// No shifts and no unsigned conversions: SwiftShader does both lane by lane (a third of a step's time, bench/random).

// -2 ln u for u = (k + 1/2) / 2^31 and k < 2^31, by u = 2^(e - 31) (1 + f) with f in [-1/3, 1/3): always above 0.
fn minus_two_log(k: u32) -> f32 {
  let bits = bitcast<u32>(f32(bitcast<i32>(k)) + 0.5) + 0x00555556u;
  let exponent = bits & 0xFF800000u; // (e + 127) 2^23
  let mantissa = bitcast<f32>((bits & 0x007FFFFFu) + 0x3F2AAAAAu);
  // Just below u = 1, where e = 31, the mantissa has lost 1 - u to rounding; the complement of k has it in full.
  let below_one = (f32(bitcast<i32>(k ^ 0x7FFFFFFFu)) + 0.5) * -4.656612873077393e-10;
  let f = select(mantissa - 1.0, below_one, exponent == 0x4F000000u);
  var p = 0.3073139190673828;
  p = fma(p, f, -0.3422236442565918);
  p = fma(p, f, 0.32840171456336975);
  p = fma(p, f, -0.39590075612068176);
  p = fma(p, f, 0.5001524090766907);
  p = fma(p, f, -0.6667597889900208);
  p = fma(p, f, 0.9999987483024597);
  p = fma(p, f, -1.9999996423721313);
  // (31 - e) 2 ln 2; both factors and the difference before them are exact.
  let whole = f32(bitcast<i32>(0x4F000000u - exponent)) * 1.1920928955078125e-7;
  return fma(p, f, whole * 1.3862943611198906);
}

// Two independent standard normals (Box and Muller 1958). words.x: a sign, and 31 bits for the radius. words.y: whether
// cosine and sine change places, and 31 bits for an angle in [-pi/4, pi/4), so that short polynomials do. WGSL promises
// sin and cos only to 2^-11 and log near 1 only to 2^-21. The error is at most 2.5e-6 of the radius by WGSL's tolerances
// for sums, products and square roots, and 3.0e-7 as measured on SwiftShader.
fn normal_pair(words: vec2u) -> vec2f {
  let size = sqrt(minus_two_log(words.x & 0x7FFFFFFFu));
  let radius = bitcast<f32>(bitcast<u32>(size) | (words.x & 0x80000000u));
  let angle = f32(bitcast<i32>(words.y + words.y)) * 3.657295198167899e-10;
  let y = angle * angle;
  let sine = fma(fma(fma(-0.00019515282474458218, y, 0.00833216030150652), y, -0.16666655242443085), y, 1.0) * angle;
  let cosine = fma(fma(fma(-0.0013591853203251958, y, 0.041655778884887695), y, -0.4999988377094269), y, 1.0);
  let direction = select(vec2f(cosine, sine), vec2f(sine, cosine), (words.y & 0x80000000u) != 0u);
  return radius * direction;
}

// (k + 1/2) / 2^23 from the word's top 23 bits: exact, and inside (0, 1) at both ends.
fn uniform_open(word: u32) -> f32 {
  return (f32(bitcast<i32>(word >> 9u)) + 0.5) * 1.1920928955078125e-7;
}
