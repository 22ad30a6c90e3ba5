#include "int_simd_matrix.h"

#include <wasm_simd128.h>

#include <cstdint>
#include <vector>

#include "activation.h"
#include "dot_product.h"
#include "intsimdmatrix.h"

namespace pagewise {
namespace {

using tesseract::IntSimdMatrix;

constexpr int kPair = 2;              // inputs of one i32x4.dot_i16x8
constexpr int kInputsPadded = 16;     // Tesseract pads its inputs to that many
constexpr int kFewInputs = 2048;      // as fit on the stack

// R registers of outputs, and their biases, which follow their weights: four int8 each, for an input of 127.
// Moves all pointers on behind what it has used and written.
template <int R>
inline void Registers(const int8_t *&weights, const float *&scales, const int16_t *u, int inputs, float *&v) {
  v128_t sums[R];
  for (int r = 0; r < R; ++r) sums[r] = wasm_i32x4_splat(0);
  for (int i = 0; i < inputs; i += kPair) {
    const v128_t pair = wasm_v128_load32_splat(u + i);
    for (int r = 0; r < R; ++r, weights += kRegisterBytes) {
      sums[r] = AddProducts(sums[r], wasm_i16x8_load8x8(weights), pair);
    }
  }
  const v128_t one = wasm_i32x4_splat(INT8_MAX);
  for (int r = 0; r < R; ++r, weights += kLanes, scales += kLanes, v += kLanes) {
    const v128_t bytes = wasm_v128_load32_zero(weights);
    const v128_t bias = wasm_i32x4_extend_low_i16x8(wasm_i16x8_extend_low_i8x16(bytes));
    wasm_v128_store(v, Rescale4(wasm_i32x4_add(sums[r], wasm_i32x4_mul(bias, one)), scales));
  }
}

// v = W (u, 1), with the scale of each row: IntSimdMatrix::MatrixDotVectorFunction. `rows` by `columns` is the size of W,
// whose last column is the bias. Weights are in the order that IntSimdMatrix::Init makes of the numbers in kMatrix: that
// of dot_product.h, with fewer registers in the last groups. As many results are written as fill registers.
void MatrixDotVector(int rows, int columns, const int8_t *weights, const float *scales, const int8_t *u8, float *v) {
  // The padding of the inputs meets weights of zero.
  const int inputs = (columns - 1 + kPair - 1) / kPair * kPair;
  int16_t few[kFewInputs];
  std::vector<int16_t> many(inputs <= kFewInputs ? 0 : inputs);
  int16_t *u = many.empty() ? few : many.data();
  Widen(u8, inputs, u);
  int left = (rows + kLanes - 1) / kLanes;
  for (; left >= kGroup; left -= kGroup) Registers<kGroup>(weights, scales, u, inputs, v);
  if (left & 4) Registers<4>(weights, scales, u, inputs, v);
  if (left & 2) Registers<2>(weights, scales, u, inputs, v);
  if (left & 1) Registers<1>(weights, scales, u, inputs, v);
}

const IntSimdMatrix kMatrix = {MatrixDotVector, kLanes, kGroup, kInputsPadded, kPair};

}  // namespace

void InstallIntSimdMatrix() { IntSimdMatrix::intSimdMatrix = &kMatrix; }

}  // namespace pagewise
