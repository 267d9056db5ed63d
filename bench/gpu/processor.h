// The same as device.h for a compiler without CUDA: one thread. It checks the arithmetic; its times compare with nothing.
#pragma once

struct State {
  std::vector<float> data;

  explicit State(size_t floats) : data(floats) {}
  std::vector<float> read(size_t offset, size_t count) const {
    return std::vector<float>(data.begin() + offset, data.begin() + offset + count);
  }
};

template <class P>
void launch(State &state, uint32_t particles, uint64_t seed, uint64_t from, uint64_t to) {
  for (uint32_t p = 0; p < particles; p++) move<P>(state.data.data(), p, particles, seed, from, to);
}

struct Clock {
  std::chrono::steady_clock::time_point begin = std::chrono::steady_clock::now();

  double seconds() { return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count(); }
};

/** Fields of a JSON object; the words of the all-zero counter and key show that philox.h computes Philox. */
static std::string machine() {
  const Words known = philox({{0, 0, 0, 0}}, 0, 0);
  char text[64];
  snprintf(text, sizeof text, "%08x %08x %08x %08x", known.w[0], known.w[1], known.w[2], known.w[3]);
  return "\"device\": \"this processor, one thread\", \"versions\": \"g++, Philox4x32-10 of philox.h\", \"knownAnswer\": \"" +
         std::string(text) + "\"";
}
