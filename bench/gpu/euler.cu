// Euler–Maruyama by hand in CUDA for two workloads: what the engine's kernel is measured against on an NVIDIA card.
//   nvcc -O3 -arch=native euler.cu -o euler && ./euler --workload double-well --rounds 7
// -DOWN_PHILOX: without cuRAND's headers. g++ -x c++ -DOWN_PHILOX -O3 euler.cu: the same on the processor, to check the arithmetic.
// Prints one line of JSON when its moments are checked, then one a round. --serve: a line with a number asks for a round of so many units.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "philox.h"
#ifdef OWN_PHILOX
typedef OwnStream Stream;
#else
#include <curand_kernel.h>

struct Stream {
  curandStatePhilox4_32_10_t state;

  __device__ Stream(uint64_t seed, uint32_t particle, uint64_t draw) { curand_init(seed, particle, 4 * draw, &state); }
  __device__ Normals uniforms() {
    const float4 u = curand_uniform4(&state);
    return {{u.x, u.y, u.z, u.w}};
  }
  __device__ Normals normals() {
    const float4 z = curand_normal4(&state);
    return {{z.x, z.y, z.z, z.w}};
  }
};
#endif

#ifdef __CUDACC__
#define INNER __device__ __forceinline__
#else
#define INNER inline
#endif

/** (x² − 1)² + (y² − 1)² at T = 1/4 with step 1/100, from the uniform law on [−1.5, 1.5]². Units go on where the last one ended. */
struct DoubleWell {
  static constexpr const char *name = "double-well";
  static constexpr int dimension = 2, draws = 1, together = 2;
  static constexpr bool restarts = false;
  static constexpr int particles = 1 << 22, steps = 1024, leastSteps = 800;
  static double mean(int) { return 0; }
  /** Of the Euler chain itself: problem.py says how it is found. */
  static double variance(int) { return 0.9146630056907; }
  INNER static float start(float uniform) { return -1.5f + 3.0f * uniform; }
  INNER static float step(float x, float z) { return x - 0.04f * ((x * x - 1.0f) * x) + 0.07071067811865475f * z; }
};

/** dXᵢ = r Xᵢ dt + V Xᵢ dWᵢ, r = 1.5, V = 0.01, from 0.1 with step 1/256. Every unit is a new ensemble. */
struct Gbm {
  static constexpr const char *name = "gbm";
  static constexpr int dimension = 3, draws = 3, together = 4;
  static constexpr bool restarts = true;
  static constexpr int particles = 1 << 23, steps = 256, leastSteps = 4;
  static double growth() { return 1 + 1.5 / 256; }
  static double mean(int n) { return 0.1 * pow(growth(), n); }
  static double variance(int n) {
    return 0.01 * (pow(growth() * growth() + 1e-4 / 256, n) - pow(growth() * growth(), n));
  }
  INNER static float start(float) { return 0.1f; }
  INNER static float step(float x, float z) { return x + x * (0.005859375f + 0.000625f * z); }
};

/** Steps `from` to `to` of one particle in registers; step 0 begins at the start. Four normals a draw, all of them used. */
template <class P>
INNER void move(float *state, uint32_t p, uint32_t particles, uint64_t seed, uint64_t from, uint64_t to) {
  float x[P::dimension];
  Stream stream(seed, p, from == 0 ? 0 : 1 + from / P::together * P::draws);
  if (from == 0) {
    const Normals u = stream.uniforms();
    for (int i = 0; i < P::dimension; i++) x[i] = P::start(u.z[i]);
  } else {
    for (int i = 0; i < P::dimension; i++) x[i] = state[(size_t)i * particles + p];
  }
  for (uint32_t rest = (uint32_t)((to - from) / P::together); rest > 0; rest--) {
    float z[4 * P::draws];
    for (int k = 0; k < P::draws; k++) {
      const Normals four = stream.normals();
      for (int i = 0; i < 4; i++) z[4 * k + i] = four.z[i];
    }
    for (int k = 0; k < 4 * P::draws; k++) x[k % P::dimension] = P::step(x[k % P::dimension], z[k]);
  }
  for (int i = 0; i < P::dimension; i++) state[(size_t)i * particles + p] = x[i];
}

#ifdef __CUDACC__
#include "device.h"
#else
#include "processor.h"
#endif

struct Options {
  std::string workload = "double-well";
  long particles = 0, steps = 0, rounds = 7, units = 1, chunk = 256;
  bool serve = false;
};

/** Units of work on one ensemble: so many steps of so many particles. */
template <class P>
struct Ensemble {
  const Options &options;
  State state;
  uint64_t made = 0, seed = 1;

  explicit Ensemble(const Options &options) : options(options), state((size_t)options.particles * P::dimension) {}

  void unit() {
    if (P::restarts) made = 0, seed++;
    const uint64_t end = made + options.steps;
    for (; made < end; made = std::min(end, made + options.chunk))
      launch<P>(state, options.particles, seed, made, std::min(end, made + options.chunk));
  }

  double round(long units) {
    Clock clock;
    for (long k = 0; k < units; k++) unit();
    return clock.seconds();
  }
};

static bool printCheck(const char *what, double found, double exact, double error, const char *end) {
  const double z = (found - exact) / error;
  const bool holds = std::abs(z) < 4;
  printf("{\"what\": \"%s\", \"found\": %.9g, \"exact\": %.12g, \"standardError\": %.3g, \"z\": %.2f, \"holds\": %s}%s", what,
         found, exact, error, z, holds ? "true" : "false", end);
  return holds;
}

/** Mean and variance of all coordinates of at most 2^20 particles, each within four standard errors of the chain's exact ones. */
template <class P>
bool check(const Ensemble<P> &ensemble) {
  const long count = std::min(ensemble.options.particles, 1L << 20);
  const double mean = P::mean(ensemble.options.steps), variance = P::variance(ensemble.options.steps);
  double first = 0, second = 0, fourth = 0;
  for (int i = 0; i < P::dimension; i++) {
    for (const float x : ensemble.state.read((size_t)i * ensemble.options.particles, count)) {
      const double square = (x - mean) * (x - mean);
      first += x - mean, second += square, fourth += square * square;
    }
  }
  const double n = (double)count * P::dimension;
  first /= n, second /= n, fourth /= n;
  const bool meanHolds = printCheck("mean", mean + first, mean, sqrt(second / n), ", ");
  return printCheck("variance", second, variance, sqrt((fourth - second * second) / n), "") && meanHolds;
}

template <class P>
int race(Options options) {
  if (options.particles == 0) options.particles = P::particles;
  if (options.steps == 0) options.steps = P::steps;
  if (options.steps < P::leastSteps || options.steps % P::together != 0 || options.chunk % P::together != 0) {
    fprintf(stderr, "--steps %ld --chunk %ld; expected multiples of %d, and at least %d steps of %s\n", options.steps,
            options.chunk, P::together, P::leastSteps, P::name);
    return 2;
  }
  Ensemble<P> ensemble(options);
  ensemble.unit();
  printf("{\"workload\": \"%s\", \"particles\": %ld, \"steps\": %ld, %s, \"checks\": [", P::name, options.particles,
         options.steps, machine().c_str());
  const bool holds = check(ensemble);
  printf("]}\n");
  fflush(stdout);
  if (!holds) return 1;
  std::vector<double> rates;
  char line[32];
  for (long k = 0; options.serve ? fgets(line, sizeof line, stdin) != nullptr : k < options.rounds; k++) {
    const long units = options.serve ? std::max(1L, atol(line)) : options.units;
    const double seconds = ensemble.round(units);
    rates.push_back((double)units * options.particles * options.steps / seconds);
    printf("{\"units\": %ld, \"seconds\": %.6g, \"rate\": %.6g}\n", units, seconds, rates.back());
    fflush(stdout);
  }
  if (options.serve || rates.empty()) return 0;
  std::sort(rates.begin(), rates.end());
  printf("{\"best\": %.6g, \"median\": %.6g}\n", rates.back(), (rates[rates.size() / 2] + rates[(rates.size() - 1) / 2]) / 2);
  return 0;
}

/** The place of a whole number of an option, or null where there is no such option. */
static long *number(Options &options, const std::string &name) {
  if (name == "--particles") return &options.particles;
  if (name == "--steps") return &options.steps;
  if (name == "--rounds") return &options.rounds;
  if (name == "--units") return &options.units;
  return name == "--chunk" ? &options.chunk : nullptr;
}

static bool take(Options &options, const std::string &name, const std::string &text) {
  if (name == "--workload") return options.workload = text, true;
  long *place = number(options, name);
  char *end = nullptr;
  const long found = strtol(text.c_str(), &end, 10);
  if (place == nullptr || *end != '\0' || found < 1 || found >= 1L << 31) return false;
  return *place = found, true;
}

int main(int count, char **arguments) {
  Options options;
  for (int i = 1; i < count; i++) {
    const std::string name = arguments[i], value = i + 1 < count ? arguments[i + 1] : "";
    if (name == "--serve") options.serve = true;
    else if (take(options, name, value)) i++;
    else {
      fprintf(stderr, "%s %s; expected --workload double-well|gbm, --serve, or a whole number from 1 after --particles, --steps, "
              "--chunk, --rounds or --units\n", name.c_str(), value.c_str());
      return 2;
    }
  }
  if (options.workload == DoubleWell::name) return race<DoubleWell>(options);
  if (options.workload == Gbm::name) return race<Gbm>(options);
  fprintf(stderr, "--workload %s; expected double-well or gbm\n", options.workload.c_str());
  return 2;
}
