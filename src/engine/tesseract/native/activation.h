// The LSTM's activation functions, four values at a time, equal bit for bit to Tesseract's Tanh and Logistic
// (functions.h), which take one value at a time and branch on its sign and size.
#pragma once

#include <wasm_simd128.h>

#include <cstdint>

#include "functions.h"

namespace pagewise {

// Samples of tanh and of the logistic function at 0, 1/256, 2/256 … 4095/256, as Tesseract has them, each together with the
// next one. In place of the last pair stands (1, 1): see Interpolate4.
struct ActivationTables {
  float tanh[tesseract::kTableSize][2];
  float logistic[tesseract::kTableSize][2];
};
extern ActivationTables activation_tables;

// Fills the tables. To be called before anything is computed.
void InitActivationTables();

// Values of a table between its samples, for four numbers x >= 0.
//
// Tesseract: y = 256 x; i = unsigned(y); i >= 4095 ? 1 : t[i] + (t[i + 1] - t[i]) (y - i).
//
// Here y is cut off at 4095 before it is split, where the table reads (1, 1), so that the sum is 1 + 0 * 0 without a
// branch. Below, every operation is the same one on the same operands: 256 x is exact, the floor of a non-negative
// number is its integer part, and no multiplication is joined with an addition.
inline v128_t Interpolate4(const float (*table)[2], v128_t x) {
  constexpr float kLast = tesseract::kTableSize - 1;
  const v128_t y = wasm_f32x4_pmin(wasm_f32x4_mul(x, wasm_f32x4_splat(tesseract::kScaleFactor)), wasm_f32x4_splat(kLast));
  const v128_t whole = wasm_f32x4_floor(y);
  // At 2^20 a float's last bit is worth 1/8, so whole + 2^20 has 8 whole, the offset of the pair in bytes, in its low
  // bits. That is a conversion to integers in two instructions, where the machine needs more.
  const v128_t offsets =
      wasm_v128_and(wasm_f32x4_add(whole, wasm_f32x4_splat(1048576.0f)), wasm_i32x4_splat(0x7FF8));
  const auto at = [table](uint64_t offset) {
    return reinterpret_cast<const char *>(table) + static_cast<uint32_t>(offset);
  };
  const uint64_t first = wasm_i64x2_extract_lane(offsets, 0), second = wasm_i64x2_extract_lane(offsets, 1);
  const v128_t a = wasm_v128_load64_lane(at(first >> 32), wasm_v128_load64_zero(at(first)), 1);
  const v128_t b = wasm_v128_load64_lane(at(second >> 32), wasm_v128_load64_zero(at(second)), 1);
  const v128_t low = wasm_i32x4_shuffle(a, b, 0, 2, 4, 6), high = wasm_i32x4_shuffle(a, b, 1, 3, 5, 7);
  return wasm_f32x4_add(low, wasm_f32x4_mul(wasm_f32x4_sub(high, low), wasm_f32x4_sub(y, whole)));
}

// Tesseract: x < 0 ? -Tanh(-x) : Tanh(x). Of -0 this makes -0 where Tesseract makes 0; both become the same integer, and
// a state of -0 acts on nothing else.
inline v128_t Tanh4(v128_t x) {
  const v128_t sign = wasm_v128_and(x, wasm_i32x4_splat(INT32_MIN));
  return wasm_v128_xor(Interpolate4(activation_tables.tanh, wasm_f32x4_abs(x)), sign);
}

// Tesseract: x < 0 ? 1 - Logistic(-x) : Logistic(x).
inline v128_t Logistic4(v128_t x) {
  const v128_t positive = Interpolate4(activation_tables.logistic, wasm_f32x4_abs(x));
  const v128_t negative = wasm_f32x4_sub(wasm_f32x4_splat(1.0f), positive);
  return wasm_v128_bitselect(negative, positive, wasm_f32x4_lt(x, wasm_f32x4_splat(0.0f)));
}

// Activations in [-1, 1] as integers in [-127, 127], four int32. Tesseract (NetworkIO::WriteTimeStepPart): clip(x >= 0 ?
// int(127 x + 0.5) : -int(-127 x + 0.5)): rounded half away from zero, which is one addition of 0.5 with the sign of x.
inline v128_t Quantize4(v128_t x) {
  const v128_t scaled = wasm_f32x4_mul(x, wasm_f32x4_splat(INT8_MAX));
  const v128_t sign = wasm_v128_and(scaled, wasm_i32x4_splat(INT32_MIN));
  const v128_t half = wasm_v128_or(wasm_f32x4_splat(0.5f), sign);
  const v128_t rounded = wasm_i32x4_trunc_sat_f32x4(wasm_f32x4_add(scaled, half));
  return wasm_i32x4_max(wasm_i32x4_min(rounded, wasm_i32x4_splat(INT8_MAX)), wasm_i32x4_splat(-INT8_MAX));
}

// What a matrix product comes to: four sums of products of integers, with the factors that undo the scale of weights and
// inputs. Tesseract: float(sum) * scale.
inline v128_t Rescale4(v128_t sums, const float *scales) {
  return wasm_f32x4_mul(wasm_f32x4_convert_i32x4(sums), wasm_v128_load(scales));
}

}  // namespace pagewise
