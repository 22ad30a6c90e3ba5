// The allocator under a random course of calls. Every block is filled, and looked at before it goes.
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "allocator.h"
#include "random.h"

#define EXPORT(name) extern "C" __attribute__((export_name(#name), used))

extern "C" size_t malloc_usable_size(void *);

using pagewise::Random;

namespace {

struct Held {
  uint8_t *bytes;
  size_t count;
  uint8_t value;

  bool IsWhole() const {
    for (size_t i = 0; i < count; ++i) {
      if (bytes[i] != value) return false;
    }
    return true;
  }
};

// Mostly small, sometimes as large as an image.
size_t Size(Random &random) {
  switch (random.Below(12)) {
    case 0: return random.Below(1 << 20);
    case 1: case 2: return random.Below(1 << 14);
    case 3: return 0;
    default: return random.Below(700);
  }
}

}  // namespace

// Gives the number of blocks that were damaged, overlapping, misaligned or not zeroed, and of bytes (as 1,000,000) that
// were not given back.
EXPORT(test_heap) int test_heap(uint32_t seed, int steps) {
  Random random(seed);
  static Held held[256];
  memset(held, 0, sizeof held);
  const size_t before = HeapUsed();
  int failures = 0;
  for (int step = 0; step < steps; ++step) {
    Held &slot = held[random.Below(256)];
    failures += slot.bytes != nullptr && !slot.IsWhole();
    const size_t size = Size(random);
    const uint32_t call = random.Below(5);
    if (call == 0 && slot.bytes != nullptr) {
      const size_t kept = size < slot.count ? size : slot.count;
      auto *moved = static_cast<uint8_t *>(realloc(slot.bytes, size));
      slot = {moved, kept, slot.value};
      failures += moved == nullptr || !slot.IsWhole();
    } else {
      free(slot.bytes);
      size_t alignment = 16;
      if (call == 1) {
        slot.bytes = static_cast<uint8_t *>(calloc(size, 1));
        slot.value = 0;
        slot.count = size;
        failures += !slot.IsWhole();
      } else if (call == 2) {
        alignment = 16u << random.Below(6);
        slot.bytes = static_cast<uint8_t *>(aligned_alloc(alignment, size));
      } else {
        slot.bytes = static_cast<uint8_t *>(malloc(size));
      }
      failures += slot.bytes == nullptr || reinterpret_cast<uintptr_t>(slot.bytes) % alignment != 0;
    }
    slot.count = size;
    slot.value = static_cast<uint8_t>(step);
    failures += malloc_usable_size(slot.bytes) < size;
    memset(slot.bytes, slot.value, size);
  }
  for (Held &slot : held) {
    failures += slot.bytes != nullptr && !slot.IsWhole();
    free(slot.bytes);
  }
  return failures + (HeapUsed() == before ? 0 : 1000000);
}

// More than there can be must be refused. Gives how often it was not.
EXPORT(test_heap_limits) int test_heap_limits() {
  const size_t kTooMuch[] = {0x7FFFFF01u, 0xFFFFFFFFu, 0xFFFFFFF0u};
  int failures = 0;
  // Volatile, since the compiler takes it for granted that memory nobody uses can be had.
  void *volatile block;
  for (size_t bytes : kTooMuch) {
    failures += (block = malloc(bytes)) != nullptr;
    failures += (block = calloc(bytes, 3)) != nullptr;
    failures += (block = aligned_alloc(64, bytes)) != nullptr;
    void *small = malloc(10);
    failures += (block = realloc(small, bytes)) != nullptr;
    free(small);
  }
  return failures;
}
