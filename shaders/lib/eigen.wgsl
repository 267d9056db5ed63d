// Smallest and largest eigenvalue of a symmetric matrix, to about 1e-6 of its norm per row. The matrix is its lower triangle row
// by row, entry (i, j <= i) at i (i + 1) / 2 + j, and is overwritten. f64 twin: src/observables/extremeEigenvalues.ts.

const matrix_size = ${SIZE}u;
const matrix_entries = ${ENTRIES}u;
alias Triangle = array<f32, ${ENTRIES}>;

// What is not finite stays so: both answers are then no numbers.
fn unless_broken(values: vec2f, finite: bool) -> vec2f {
  return select(bitcast<vec2f>(bitcast<vec2u>(values) | vec2u(0x7FC00000u)), values, finite);
}

#if PAIR
fn extreme_eigenvalues(a: ptr<function, Triangle>) -> vec2f {
  let middle = 0.5 * (*a)[0] + 0.5 * (*a)[2];
  let half_apart = abs(0.5 * (*a)[0] - 0.5 * (*a)[2]);
  let beside = abs((*a)[1]);
  // The hypotenuse by the longer side, whose square may not fit.
  let longer = max(half_apart, beside);
  let ratio = min(half_apart, beside) / max(longer, 1e-37);
  let radius = longer * sqrt(1.0 + ratio * ratio);
  let finite = is_finite((*a)[0]) & is_finite((*a)[1]) & is_finite((*a)[2]);
  return unless_broken(vec2f(middle - radius, middle + radius), finite);
}
#else
// Householder reflections, the last row first (Golub & Van Loan 2013, algorithm 8.3.1). Leaves the diagonal in its place and the
// squares of the entries beside it in `squares`, each at the later of its two rows.
fn tridiagonalise(a: ptr<function, Triangle>, squares: ptr<function, array<f32, ${SIZE}>>) {
  for (var i = matrix_size - 1u; i > 1u; i--) {
    let row = i * (i + 1u) / 2u;
    var square = 0.0;
    for (var k = 0u; k < i; k++) { square += (*a)[row + k] * (*a)[row + k]; }
    let last = (*a)[row + i - 1u];
    let root = sqrt(square);
    (*a)[row + i - 1u] = last + select(root, -root, last < 0.0);
    // Where squares underflow the row is as good as zero, and its reflection would be none.
    let inverse = select(1.0 / (square + abs(last) * root), 0.0, square <= 1e-30);
    // The first i squares are room for a vector until their own turn comes.
    multiply(a, squares, i, row);
    var along = 0.0;
    for (var j = 0u; j < i; j++) {
      (*squares)[j] *= inverse;
      along += (*squares)[j] * (*a)[row + j];
    }
    along *= 0.5 * inverse;
    for (var j = 0u; j < i; j++) { (*squares)[j] -= along * (*a)[row + j]; }
    var at = 0u;
    for (var j = 0u; j < i; j++) {
      let u = (*a)[row + j];
      let q = (*squares)[j];
      for (var k = 0u; k <= j; k++) { (*a)[at + k] -= u * (*squares)[k] + q * (*a)[row + k]; }
      at += j + 1u;
    }
    (*squares)[i] = square;
  }
  (*squares)[1] = (*a)[1] * (*a)[1];
  (*squares)[0] = 0.0;
}

// The leading i rows and columns times the vector that stands in row i.
fn multiply(a: ptr<function, Triangle>, product: ptr<function, array<f32, ${SIZE}>>, i: u32, row: u32) {
  var at = 0u;
  for (var j = 0u; j < i; j++) {
    let u = (*a)[row + j];
    var sum = (*a)[at + j] * u;
    for (var k = 0u; k < j; k++) {
      sum += (*a)[at + k] * (*a)[row + k];
      (*product)[k] += (*a)[at + k] * u;
    }
    (*product)[j] = sum;
    at += j + 1u;
  }
}

fn extreme_eigenvalues(a: ptr<function, Triangle>) -> vec2f {
  var size = 0.0;
  var finite = true;
  for (var e = 0u; e < matrix_entries; e++) {
    finite = finite & is_finite((*a)[e]);
    size = max(size, abs((*a)[e]));
  }
  // A power of two near the largest entry, so that squares fit and scaling is exact.
  let exponent = bitcast<u32>(clamp(size, 1e-30, 1e30)) & 0x7F800000u;
  for (var e = 0u; e < matrix_entries; e++) { (*a)[e] *= bitcast<f32>(0x7F000000u - exponent); }
  var squares = array<f32, ${SIZE}>();
  tridiagonalise(a, &squares);
  return unless_broken(bisect(a, &squares) * bitcast<f32>(exponent), finite);
}

// Both ends at once. A number is beyond an end when the tridiagonal matrix less the number is definite, that is when all pivots
// of its LDLᵀ factorisation have one sign.
fn bisect(a: ptr<function, Triangle>, squares: ptr<function, array<f32, ${SIZE}>>) -> vec2f {
  var diagonal = 0.0;
  var beside = 0.0;
  for (var i = 0u; i < matrix_size; i++) {
    diagonal = max(diagonal, abs((*a)[i * (i + 3u) / 2u]));
    beside = max(beside, (*squares)[i]);
  }
  let signs = vec2f(1.0, -1.0);
  var outside = -signs * (diagonal + 2.0 * sqrt(beside));
  var inside = -outside;
  for (var halving = 0u; halving < 28u; halving++) {
    let x = 0.5 * (outside + inside);
    var definite = vec2<bool>(true, true);
    var pivot = vec2f(1.0);
    for (var i = 0u; i < matrix_size; i++) {
      pivot = signs * ((*a)[i * (i + 3u) / 2u] - x) - (*squares)[i] / pivot;
      definite = definite & (pivot > vec2f(0.0));
      pivot = max(pivot, vec2f(1e-30));
    }
    outside = select(outside, x, definite);
    inside = select(x, inside, definite);
  }
  return 0.5 * (outside + inside);
}
#endif
