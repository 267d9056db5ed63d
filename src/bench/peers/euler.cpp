// Euler's method on two threads, f32, xoshiro128++ and Box–Muller: euler PARTICLES STEPS. Compile with -DPROBLEM=DoubleWell,
// Growth or Gaussian and -DLANES=1 (a plain loop) or more (as many pairs of coordinates side by side, for vector units).
// Answers `run` with seconds of wall and processor time, and `positions FILE` with `done`.
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

struct DoubleWell {
  static constexpr int dimension = 2;
  static float start(float u) { return 3.0f * u - 1.5f; }
  static float step(float x, float z) { return x - 0.04f * x * (x * x - 1.0f) + 0.07071067811865475f * z; }
};

struct Growth {
  static constexpr int dimension = 3;
  static float start(float) { return 0.1f; }
  static float step(float x, float z) { return x * (1.0f + 1.5f / 256 + 0.01f / 16 * z); }
};

struct Gaussian {
  static constexpr int dimension = 16;
  static float start(float) { return 1.0f; }
  static float step(float x, float z) { return 0.95f * x + 0.31622776601683794f * z; }
};

constexpr int lanes = LANES;
constexpr int threads = 2;

static uint32_t rotate(uint32_t x, int k) { return (x << k) | (x >> (32 - k)); }

static uint64_t split_mix(uint64_t& state) {
  uint64_t z = (state += 0x9e3779b97f4a7c15ull);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
  return z ^ (z >> 31);
}

/** One xoshiro128++ a lane. */
struct Stream {
  uint32_t a[lanes], b[lanes], c[lanes], d[lanes];

  explicit Stream(uint64_t seed) {
    for (int l = 0; l < lanes; l++) {
      uint64_t first = split_mix(seed), second = split_mix(seed);
      a[l] = first, b[l] = first >> 32, c[l] = second, d[l] = second >> 32;
    }
  }

  /** Uniform in (0, 1): the top 23 bits and a half. */
  void uniform(float* u) {
    for (int l = 0; l < lanes; l++) {
      uint32_t word = rotate(a[l] + d[l], 7) + a[l];
      uint32_t shifted = b[l] << 9;
      c[l] ^= a[l];
      d[l] ^= b[l];
      b[l] ^= c[l];
      a[l] ^= d[l];
      c[l] ^= shifted;
      d[l] = rotate(d[l], 11);
      u[l] = (int32_t(word >> 9) + 0.5f) * 0x1p-23f;
    }
  }
};

/** Takes the pairs of coordinates from x on through all steps. */
static void advance(float* x, size_t pairs, int steps, uint64_t seed) {
  Stream stream(seed);
  float u[lanes], v[lanes], p[lanes], q[lanes];
  for (size_t k = 0; k < pairs; k += lanes) {
    stream.uniform(p);
    stream.uniform(q);
    for (int l = 0; l < lanes; l++) u[l] = PROBLEM::start(p[l]), v[l] = PROBLEM::start(q[l]);
    for (int i = 0; i < steps; i++) {
      stream.uniform(p);
      stream.uniform(q);
      for (int l = 0; l < lanes; l++) {
        float radius = std::sqrt(-2.0f * std::log(p[l]));
        float angle = 6.283185307179586f * q[l];
        u[l] = PROBLEM::step(u[l], radius * std::cos(angle));
        v[l] = PROBLEM::step(v[l], radius * std::sin(angle));
      }
    }
    for (int l = 0; l < lanes; l++) x[2 * (k + l)] = u[l], x[2 * (k + l) + 1] = v[l];
  }
}

static double processor() {
  timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

static double wall() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

int main(int, char** argv) {
  const size_t particles = std::atoll(argv[1]);
  const int steps = std::atoi(argv[2]);
  const size_t coordinates = particles * PROBLEM::dimension;
  // Every thread has whole groups of lanes; what is over at the end is not seen.
  const size_t unit = 2 * lanes * threads;
  const size_t share = (coordinates + unit - 1) / unit * 2 * lanes;
  std::vector<float> x(share * threads);
  uint64_t seed = 1;
  for (std::string line; std::getline(std::cin, line);) {
    if (line == "run") {
      const double began = wall(), used = processor();
      std::vector<std::thread> team;
      for (int t = 0; t < threads; t++) {
        uint64_t own = split_mix(seed);
        team.emplace_back([&, t, own] { advance(x.data() + t * share, share / 2, steps, own); });
      }
      for (auto& thread : team) thread.join();
      std::printf("%.9f %.9f\n", wall() - began, processor() - used);
    } else if (line.rfind("positions ", 0) == 0) {
      std::ofstream file(line.substr(10), std::ios::binary);
      file.write(reinterpret_cast<const char*>(x.data()), coordinates * sizeof(float));
      file.close();
      std::printf("done\n");
    }
    std::fflush(stdout);
  }
}
