// The layers of our own against Tesseract's, with random and extreme weights and inputs. Every test gives the number of
// differences.
#include <cstring>
#include <memory>

#include "convolve.h"
#include "convolve_pool.h"
#include "fullyconnected.h"
#include "helpers.h"
#include "int_simd_matrix.h"
#include "intsimdmatrix.h"
#include "lstm.h"
#include "maxpool.h"
#include "networkscratch.h"
#include "packed_lstm.h"
#include "random.h"

#define EXPORT(name) extern "C" __attribute__((export_name(#name), used))

using namespace tesseract;
using pagewise::Random;

namespace {

// Integer weights [rows][columns], the last column being the bias, with a factor for each row.
void Fill(WeightMatrix &weights, int rows, int columns, bool extreme, Random &random) {
  weights.int_mode_ = true;
  weights.wi_.ResizeNoInit(rows, columns);
  weights.scales_.clear();
  for (int row = 0; row < rows; ++row) {
    for (int column = 0; column < columns; ++column) weights.wi_(row, column) = random.Byte(extreme);
    // Sums of a few and of many products, from next to nothing to far beyond the tables of tanh.
    weights.scales_.push_back((extreme ? 1e-2f : 1e-4f) * random.Unit());
  }
}

// An image of integers, [height][width][features].
void Fill(NetworkIO &io, int height, int width, int features, bool extreme, Random &random) {
  StrideMap map;
  map.SetStride({{height, width}});
  io.set_int_mode(true);
  io.ResizeToMap(true, map, features);
  for (int t = 0; t < height * width; ++t) {
    for (int i = 0; i < features; ++i) io.i_[t][i] = random.Byte(extreme);
  }
}

int Differences(const NetworkIO &a, const NetworkIO &b) {
  if (a.int_mode() != b.int_mode() || a.Width() != b.Width() || a.NumFeatures() != b.NumFeatures()) return -1;
  for (auto dimension : {FD_BATCH, FD_HEIGHT, FD_WIDTH}) {
    if (a.stride_map().Size(dimension) != b.stride_map().Size(dimension)) return -1;
  }
  int differences = 0;
  for (int t = 0; t < a.Width(); ++t) {
    for (int i = 0; i < a.NumFeatures(); ++i) differences += a.i(t)[i] != b.i(t)[i];
  }
  return differences;
}

// Tesseract's own loops, without SIMD, while this lives.
struct PlainMatrices {
  const IntSimdMatrix *before = IntSimdMatrix::intSimdMatrix;
  PlainMatrices() { IntSimdMatrix::intSimdMatrix = nullptr; }
  ~PlainMatrices() { IntSimdMatrix::intSimdMatrix = before; }
};

}  // namespace

EXPORT(test_matrix) int test_matrix(uint32_t seed, int rows, int columns, int extreme) {
  Random random(seed);
  WeightMatrix weights;
  Fill(weights, rows, columns, extreme, random);
  const IntSimdMatrix &ours = *IntSimdMatrix::intSimdMatrix;
  std::vector<int8_t> u(ours.RoundInputs(columns - 1));
  // Padding holds anything.
  for (auto &byte : u) byte = random.Byte(true);
  std::vector<float> expected(rows), found(ours.RoundOutputs(rows));
  IntSimdMatrix::MatrixDotVector(weights.wi_, weights.scales_, u.data(), expected.data());
  int32_t rounded;
  ours.Init(weights.wi_, weights.shaped_w_, rounded);
  weights.scales_.resize(rounded);
  ours.matrixDotVectorFunction(rows, columns, weights.shaped_w_.data(), weights.scales_.data(), u.data(), found.data());
  int differences = 0;
  for (int i = 0; i < rows; ++i) differences += memcmp(&expected[i], &found[i], sizeof(float)) != 0;
  return differences;
}

// -2 where the layer would not be replaced.
EXPORT(test_lstm)
int test_lstm(uint32_t seed, int inputs, int states, int height, int width, int summary, int extreme) {
  Random random(seed);
  const PlainMatrices plain;
  LSTM lstm("test", inputs, states, states, false, summary ? NT_LSTM_SUMMARY : NT_LSTM);
  lstm.training_ = TS_DISABLED;
  for (auto gate : {LSTM::CI, LSTM::GI, LSTM::GF1, LSTM::GO}) {
    Fill(lstm.gate_weights_[gate], states, inputs + states + 1, extreme, random);
  }
  if (!pagewise::PackedLstm::CanReplace(lstm)) return -2;
  pagewise::PackedLstm packed(lstm);
  NetworkIO input, expected, found;
  NetworkScratch scratch;
  Fill(input, height, width, inputs, extreme, random);
  lstm.Forward(false, input, nullptr, &scratch, &expected);
  packed.Forward(false, input, nullptr, &scratch, &found);
  int differences = Differences(expected, found);
  // What is left of one line must not matter for the next.
  packed.Forward(false, input, nullptr, &scratch, &found);
  differences += Differences(expected, found);
  const StaticShape shape = {};
  return differences + (lstm.OutputShape(shape).depth() != packed.OutputShape(shape).depth());
}

EXPORT(test_convolve_pool)
int test_convolve_pool(uint32_t seed, int height, int width, int outputs, int y_scale, int x_scale, int extreme) {
  Random random(seed);
  const PlainMatrices plain;
  Convolve convolve("convolve", 1, 1, 1);
  FullyConnected connected("connected", 9, outputs, NT_TANH);
  Maxpool pool("pool", outputs, x_scale, y_scale);
  Fill(connected.weights_, outputs, 10, extreme, random);
  TRand ours, theirs;
  ours.set_seed(seed);
  theirs.set_seed(seed);
  for (Network *layer : {static_cast<Network *>(&convolve), static_cast<Network *>(&connected), static_cast<Network *>(&pool)}) {
    layer->training_ = TS_DISABLED;
    layer->SetRandomizer(&theirs);
  }
  if (!pagewise::ConvolvePool::CanReplace(convolve, connected, pool)) return -2;
  pagewise::ConvolvePool fused(convolve, connected, pool);
  fused.SetRandomizer(&ours);
  NetworkIO input, gathered, activated, expected, found;
  NetworkScratch scratch;
  Fill(input, height, width, 1, extreme, random);
  convolve.Forward(false, input, nullptr, &scratch, &gathered);
  connected.Forward(false, gathered, nullptr, &scratch, &activated);
  pool.Forward(false, activated, nullptr, &scratch, &expected);
  fused.Forward(false, input, nullptr, &scratch, &found);
  // As many random numbers were drawn.
  return Differences(expected, found) + (ours.IntRand() != theirs.IntRand());
}

// Tesseract's random numbers after a seed of 64 bits, against x <- 48271 x mod (2^31 - 1).
EXPORT(test_random) int test_random(int iterations) {
  int differences = 0;
  for (int i = 1; i <= iterations; ++i) {
    const uint64_t seed = static_cast<uint64_t>(i) * 0x10000001 * 977;
    TRand random;
    random.set_seed(seed);
    uint64_t x = seed % 2147483647;
    if (x == 0) x = 1;
    for (int k = 0; k < 10; ++k) {
      x = x * 48271 % 2147483647;
      differences += random.IntRand() != static_cast<int32_t>(x);
    }
  }
  return differences;
}
