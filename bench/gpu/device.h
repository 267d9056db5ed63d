// The CUDA half of euler.cu: memory, launches and the clock of a device.
#pragma once
#include <cuda_runtime.h>

static void must(cudaError_t error, const char *what) {
  if (error == cudaSuccess) return;
  fprintf(stderr, "%s: %s; expected an NVIDIA device that this build (nvcc -arch) has code for\n", what, cudaGetErrorString(error));
  exit(3);
}

template <class P>
__global__ void __launch_bounds__(256) advance(float *state, uint32_t particles, uint64_t seed, uint64_t from, uint64_t to) {
  const uint32_t p = blockIdx.x * blockDim.x + threadIdx.x;
  if (p < particles) move<P>(state, p, particles, seed, from, to);
}

struct State {
  float *data = nullptr;

  explicit State(size_t floats) { must(cudaMalloc(&data, floats * sizeof(float)), "memory for the ensemble"); }
  ~State() { cudaFree(data); }
  State(const State &) = delete;
  State &operator=(const State &) = delete;

  std::vector<float> read(size_t offset, size_t count) const {
    std::vector<float> values(count);
    must(cudaMemcpy(values.data(), data + offset, count * sizeof(float), cudaMemcpyDeviceToHost), "reading the ensemble");
    return values;
  }
};

template <class P>
void launch(State &state, uint32_t particles, uint64_t seed, uint64_t from, uint64_t to) {
  advance<P><<<(particles + 255) / 256, 256>>>(state.data, particles, seed, from, to);
  must(cudaGetLastError(), "a launch");
}

/** Time between its making and the end of everything that was launched meanwhile. */
struct Clock {
  cudaEvent_t begin, end;

  Clock() {
    must(cudaEventCreate(&begin), "an event");
    must(cudaEventCreate(&end), "an event");
    must(cudaEventRecord(begin), "an event");
  }
  ~Clock() {
    cudaEventDestroy(begin);
    cudaEventDestroy(end);
  }
  double seconds() {
    float milliseconds = 0;
    must(cudaEventRecord(end), "an event");
    must(cudaEventSynchronize(end), "the steps");
    must(cudaEventElapsedTime(&milliseconds, begin, end), "an event");
    return milliseconds / 1e3;
  }
};

/** Device, versions and the source of random numbers, as fields of a JSON object. */
static std::string machine() {
  cudaDeviceProp device;
  int driver = 0, runtime = 0;
  must(cudaGetDeviceProperties(&device, 0), "the device");
  must(cudaDriverGetVersion(&driver), "the driver");
  must(cudaRuntimeGetVersion(&runtime), "the runtime");
  const auto version = [](int v) { return std::to_string(v / 1000) + "." + std::to_string(v % 1000 / 10); };
#ifdef OWN_PHILOX
  const char *random = "Philox4x32-10 of philox.h";
#else
  const char *random = "Philox4x32-10 of cuRAND";
#endif
  return "\"device\": \"" + std::string(device.name) + "\", \"versions\": \"CUDA " + version(runtime) + " (driver for " +
         version(driver) + "), " + random + "\"";
}
