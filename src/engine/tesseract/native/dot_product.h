// Products of int8 weights and int16 inputs, summed as int32. Sums of integers are exact, so their order is free, and
// these give what any other order gives. One sum of n products is at most 127 * 127 n, so n < 133,000 cannot overflow.
//
// A register is four sums: i32x4.dot_i16x8 multiplies eight weights with eight inputs and adds neighbours, so two inputs,
// repeated four times, meet two weights of each of four outputs. Weights are stored in the order in which they are read:
//
//   group of 8 registers (32 outputs), pair of inputs, register, lane (output), input of the pair
//
// which is 64 bytes for a pair and 32 n bytes for a group of n inputs.
#pragma once

#include <wasm_simd128.h>

#include <cstdint>

namespace pagewise {

constexpr int kLanes = 4;                             // sums in a register
constexpr int kGroup = 8;                             // registers that are computed together
constexpr int kGroupOutputs = kGroup * kLanes;        // 32
constexpr int kPairBytes = 2 * kGroupOutputs;         // weights of one pair of inputs in a group
constexpr int kRegisterBytes = 2 * kLanes;            // and in a register

// Where the weight of an output and an input is kept, in a matrix of `inputs` (even) columns.
constexpr int WeightIndex(int inputs, int output, int input) {
  const int group = output / kGroupOutputs, within = output % kGroupOutputs;
  return group * kGroupOutputs * inputs + input / 2 * kPairBytes + within / kLanes * kRegisterBytes +
         within % kLanes * 2 + input % 2;
}

inline v128_t AddProducts(v128_t sums, v128_t weights, v128_t inputs) {
  return wasm_i32x4_add(sums, wasm_i32x4_dot_i16x8(weights, inputs));
}

// One vector with one group: sums[32] += W u, for u[inputs]. Eight registers hide the latency of each.
inline void AddGroup(const int8_t *weights, const int16_t *u, int inputs, int32_t *sums) {
  v128_t s[kGroup];
#pragma clang loop unroll(full)
  for (int r = 0; r < kGroup; ++r) s[r] = wasm_v128_load(sums + r * kLanes);
  for (int i = 0; i < inputs; i += 2, weights += kPairBytes) {
    const v128_t pair = wasm_v128_load32_splat(u + i);
#pragma clang loop unroll(full)
    for (int r = 0; r < kGroup; ++r) s[r] = AddProducts(s[r], wasm_i16x8_load8x8(weights + r * kRegisterBytes), pair);
  }
#pragma clang loop unroll(full)
  for (int r = 0; r < kGroup; ++r) wasm_v128_store(sums + r * kLanes, s[r]);
}

// Four vectors with two registers of a group: sums[v][8] += W u[v], where the sums of the vectors are `stride` apart.
// Weights, which have to be widened, are loaded once for four vectors.
inline void AddTwoRegisters(const int8_t *weights, const int16_t *const u[4], int inputs, int32_t *sums, int stride) {
  v128_t a[4], b[4];
#pragma clang loop unroll(full)
  for (int v = 0; v < 4; ++v) {
    a[v] = wasm_v128_load(sums + v * stride);
    b[v] = wasm_v128_load(sums + v * stride + kLanes);
  }
  const int16_t *u0 = u[0], *u1 = u[1], *u2 = u[2], *u3 = u[3];
  for (int i = 0; i < inputs; i += 2, weights += kPairBytes) {
    const v128_t first = wasm_i16x8_load8x8(weights), second = wasm_i16x8_load8x8(weights + kRegisterBytes);
    v128_t pair = wasm_v128_load32_splat(u0 + i);
    a[0] = AddProducts(a[0], first, pair);
    b[0] = AddProducts(b[0], second, pair);
    pair = wasm_v128_load32_splat(u1 + i);
    a[1] = AddProducts(a[1], first, pair);
    b[1] = AddProducts(b[1], second, pair);
    pair = wasm_v128_load32_splat(u2 + i);
    a[2] = AddProducts(a[2], first, pair);
    b[2] = AddProducts(b[2], second, pair);
    pair = wasm_v128_load32_splat(u3 + i);
    a[3] = AddProducts(a[3], first, pair);
    b[3] = AddProducts(b[3], second, pair);
  }
#pragma clang loop unroll(full)
  for (int v = 0; v < 4; ++v) {
    wasm_v128_store(sums + v * stride, a[v]);
    wasm_v128_store(sums + v * stride + kLanes, b[v]);
  }
}

// Four vectors with all groups of a matrix: sums[v][outputs] += W u[v].
inline void AddFourVectors(const int8_t *weights, const int16_t *const u[4], int inputs, int outputs, int32_t *sums,
                           int stride) {
  for (int group = 0; group < outputs / kGroupOutputs; ++group) {
    for (int r = 0; r < kGroup; r += 2) {
      AddTwoRegisters(weights + group * kGroupOutputs * inputs + r * kRegisterBytes, u, inputs,
                      sums + group * kGroupOutputs + r * kLanes, stride);
    }
  }
}

// One vector with all groups of a matrix.
inline void AddVector(const int8_t *weights, const int16_t *u, int inputs, int outputs, int32_t *sums) {
  for (int group = 0; group < outputs / kGroupOutputs; ++group) {
    AddGroup(weights + group * kGroupOutputs * inputs, u, inputs, sums + group * kGroupOutputs);
  }
}

// int8 to int16.
inline void Widen(const int8_t *from, int count, int16_t *to) {
  int i = 0;
  for (; i + 8 <= count; i += 8) wasm_v128_store(to + i, wasm_i16x8_load8x8(from + i));
  for (; i < count; ++i) to[i] = from[i];
}

}  // namespace pagewise
