// Philox4x32-10 (Salmon et al. 2011) with the counters and the normals of cuRAND's device API, for compilers without cuRAND's
// headers: g++ checks the arithmetic on the processor, nvcc builds with -DOWN_PHILOX where it has no curand_kernel.h.
#pragma once
#include <cmath>
#include <cstdint>

#ifdef __CUDACC__
#define BOTH __host__ __device__ __forceinline__
#else
#define BOTH inline
#endif

struct Words {
  uint32_t w[4];
};

struct Normals {
  float z[4];
};

BOTH void multiply(uint32_t a, uint32_t b, uint32_t &high, uint32_t &low) {
  const uint64_t product = (uint64_t)a * b;
  high = (uint32_t)(product >> 32);
  low = (uint32_t)product;
}

/** The four words of a counter under a key. */
BOTH Words philox(Words counter, uint32_t key0, uint32_t key1) {
#ifdef __CUDACC__
#pragma unroll
#endif
  for (int round = 0; round < 10; round++) {
    uint32_t high0, low0, high1, low1;
    multiply(0xD2511F53u, counter.w[0], high0, low0);
    multiply(0xCD9E8D57u, counter.w[2], high1, low1);
    counter = {{high1 ^ counter.w[1] ^ key0, low1, high0 ^ counter.w[3] ^ key1, low0}};
    key0 += 0x9E3779B9u;
    key1 += 0xBB67AE85u;
  }
  return counter;
}

/** Two normals by Box and Muller (1958), in cuRAND's order and precision: the sine first, fast intrinsics on a device. */
BOTH void boxMuller(uint32_t a, uint32_t b, float &first, float &second) {
  const float u = a * 2.3283064365386963e-10f + 1.1641532182693481e-10f;
  const float angle = b * 1.4629180792671596e-9f + 7.314590396335798e-10f;
  const float radius = sqrtf(-2.0f * logf(u));
#ifdef __CUDA_ARCH__
  __sincosf(angle, &first, &second);
#else
  first = sinf(angle);
  second = cosf(angle);
#endif
  first *= radius;
  second *= radius;
}

/** One particle's stream: draw `n` is the counter (n, particle) under the seed. */
struct OwnStream {
  uint32_t seed0, seed1, particle;
  uint64_t draw;

  BOTH OwnStream(uint64_t seed, uint32_t particle, uint64_t draw)
      : seed0((uint32_t)seed), seed1((uint32_t)(seed >> 32)), particle(particle), draw(draw) {}

  BOTH Words words() {
    const Words counter = {{(uint32_t)draw, (uint32_t)(draw >> 32), particle, 0}};
    draw++;
    return philox(counter, seed0, seed1);
  }

  /** In (0, 1]. */
  BOTH Normals uniforms() {
    const Words words = this->words();
    Normals u;
    for (int i = 0; i < 4; i++) u.z[i] = words.w[i] * 2.3283064365386963e-10f + 1.1641532182693481e-10f;
    return u;
  }

  BOTH Normals normals() {
    const Words words = this->words();
    Normals z;
    boxMuller(words.w[0], words.w[1], z.z[0], z.z[1]);
    boxMuller(words.w[2], words.w[3], z.z[2], z.z[3]);
    return z;
  }
};
