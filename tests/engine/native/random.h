// Numbers for tests: the same for the same seed.
#pragma once

#include <cstdint>

namespace pagewise {

class Random {
public:
  explicit Random(uint32_t seed) : state_(seed * 2654435761u + 1) {}

  // xorshift; below `limit`.
  uint32_t Below(uint32_t limit) {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    return static_cast<uint32_t>(state_ >> 16) % limit;
  }

  // A weight or input in [-127, 127]; where values are `extreme`, only those at the ends and 0.
  int8_t Byte(bool extreme) {
    if (!extreme) return static_cast<int8_t>(Below(255)) - 127;
    constexpr int8_t kEnds[] = {-127, 127, 0, 127, -127};
    return kEnds[Below(5)];
  }

  // In [0, 1).
  float Unit() { return static_cast<float>(Below(1 << 20)) / (1 << 20); }

private:
  uint64_t state_;
};

}  // namespace pagewise
