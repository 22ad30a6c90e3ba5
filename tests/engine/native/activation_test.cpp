// The activation functions against Tesseract's own (functions.h). Every test gives the number of differences.
#include <wasm_simd128.h>

#include <cmath>
#include <cstring>

#include "activation.h"
#include "functions.h"

namespace pagewise {
namespace {

float FromBits(uint32_t bits) {
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

uint32_t ToBits(float value) {
  uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  return bits;
}

// As NetworkIO::WriteTimeStepPart turns activations into integers.
int Quantize(float x) {
  return tesseract::ClipToRange<int>(tesseract::IntCastRounded(x * INT8_MAX), -INT8_MAX, INT8_MAX);
}

int Differences(float x) {
  const v128_t four = wasm_f32x4_splat(x);
  const float tanh = wasm_f32x4_extract_lane(Tanh4(four), 2), logistic = wasm_f32x4_extract_lane(Logistic4(four), 1);
  const int quantized = wasm_i32x4_extract_lane(Quantize4(four), 3);
  // -0 stands for 0, see Tanh4.
  return (tanh != tesseract::Tanh(x)) + (logistic != tesseract::Logistic(x)) + (std::fabs(x) < 1e6f && quantized != Quantize(x));
}

}  // namespace
}  // namespace pagewise

using namespace pagewise;

#define EXPORT(name) extern "C" __attribute__((export_name(#name), used))

// Numbers of every size, positive and negative.
EXPORT(test_activations) int test_activations(uint32_t step) {
  int differences = 0;
  for (uint64_t bits = 0; bits < 0x7F000000; bits += step) {
    differences += Differences(FromBits(static_cast<uint32_t>(bits)));
    differences += Differences(-FromBits(static_cast<uint32_t>(bits)));
  }
  return differences;
}

// Both ends of every interval of the tables, and the floats around them.
EXPORT(test_table_ends) int test_table_ends() {
  int differences = 0;
  for (int i = 0; i <= tesseract::kTableSize + 1; ++i) {
    const uint32_t bits = ToBits(i / tesseract::kScaleFactor);
    for (int near = i == 0 ? 0 : -3; near <= 3; ++near) {
      differences += Differences(FromBits(bits + near));
      differences += Differences(-FromBits(bits + near));
    }
  }
  return differences;
}

// Whether the integer of the interpolated tanh never falls while x rises, over every float from 0 to beyond the table: on
// this rests that ConvolvePool takes the maximum before tanh. tanh is odd and rounding symmetric, so that negative numbers
// follow. Gives how often it falls.
EXPORT(test_tanh_rises) int test_tanh_rises() {
  v128_t greatest = wasm_i32x4_splat(0);
  v128_t falls = wasm_i32x4_splat(0);
  const uint32_t end = ToBits(17.0f) & ~3u;
  for (uint32_t bits = 0; bits < end; bits += 4) {
    const v128_t x = wasm_i32x4_make(bits, bits + 1, bits + 2, bits + 3);
    const v128_t y = Quantize4(Tanh4(x));
    // Each number against the one before it.
    const v128_t before = wasm_i32x4_shuffle(greatest, y, 3, 4, 5, 6);
    falls = wasm_i32x4_sub(falls, wasm_i32x4_lt(y, before));
    greatest = y;
  }
  return wasm_i32x4_extract_lane(falls, 0) + wasm_i32x4_extract_lane(falls, 1) + wasm_i32x4_extract_lane(falls, 2) +
         wasm_i32x4_extract_lane(falls, 3);
}
