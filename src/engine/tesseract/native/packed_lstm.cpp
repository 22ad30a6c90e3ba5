#include "packed_lstm.h"

#include <algorithm>

#include "activation.h"
#include "dot_product.h"
#include "networkscratch.h"

namespace pagewise {

using tesseract::LSTM;
using tesseract::NetworkIO;

namespace {

// Gates in the order in which Step() takes them from neighbouring registers.
constexpr LSTM::WeightType kGates[] = {LSTM::CI, LSTM::GI, LSTM::GF1, LSTM::GO};
constexpr int kGateCount = 4;
// States whose gates fill one group of registers.
constexpr int kGroupStates = kGroupOutputs / kGateCount;
// Tesseract's kStateClip: the range of a state.
constexpr float kStateClip = 100.0f;

}  // namespace

bool PackedLstm::CanReplace(const LSTM &lstm) {
  const bool plain = lstm.type_ == tesseract::NT_LSTM || lstm.type_ == tesseract::NT_LSTM_SUMMARY;
  if (!plain || lstm.is_2d_ || lstm.softmax_ != nullptr || lstm.IsTraining()) return false;
  if (lstm.na_ != lstm.ni_ + lstm.ns_ || lstm.ni_ % 2 != 0 || lstm.ns_ % kGroupStates != 0) return false;
  return std::all_of(std::begin(kGates), std::end(kGates), [&lstm](LSTM::WeightType gate) {
    const tesseract::WeightMatrix &weights = lstm.gate_weights_[gate];
    return weights.int_mode_ && weights.wi_.dim1() == lstm.ns_ && weights.wi_.dim2() == lstm.na_ + 1 &&
           static_cast<int>(weights.scales_.size()) >= lstm.ns_;
  });
}

PackedLstm::PackedLstm(const LSTM &lstm)
    : Network(lstm.type_, lstm.name_, lstm.ni_, lstm.no_),
      summary_(lstm.type_ == tesseract::NT_LSTM_SUMMARY),
      states_(lstm.ns_),
      outputs_(kGateCount * lstm.ns_),
      spec_(lstm.spec()),
      bias_(outputs_),
      scales_(outputs_),
      input_weights_(outputs_ * ni_),
      state_weights_(outputs_ * states_),
      sums_(4 * outputs_),
      state_(4 * states_) {
  training_ = lstm.training_;
  needs_to_backprop_ = false;
  network_flags_ = lstm.network_flags_;
  num_weights_ = lstm.num_weights_;
  randomizer_ = lstm.randomizer_;
  for (int row = 0; row < outputs_; ++row) {
    const int reg = row / kLanes;
    const int state = reg / kGateCount * kLanes + row % kLanes;
    const tesseract::WeightMatrix &weights = lstm.gate_weights_[kGates[reg % kGateCount]];
    const int8_t *from = weights.wi_[state];
    for (int i = 0; i < ni_; ++i) input_weights_[WeightIndex(ni_, row, i)] = from[i];
    for (int i = 0; i < states_; ++i) state_weights_[WeightIndex(states_, row, i)] = from[ni_ + i];
    bias_[row] = from[ni_ + states_] * INT8_MAX;
    scales_[row] = weights.scales_[state];
  }
  for (int k = 0; k < 4; ++k) {
    x_[k].resize(ni_);
    h_[k].resize(states_);
  }
}

tesseract::StaticShape PackedLstm::OutputShape(const tesseract::StaticShape &input_shape) const {
  tesseract::StaticShape result = input_shape;
  result.set_depth(no_);
  if (summary_) result.set_width(1);
  return result;
}

void PackedLstm::Forward(bool, const NetworkIO &input, const tesseract::TransposedArray *, tesseract::NetworkScratch *,
                         NetworkIO *output) {
  const tesseract::StrideMap &map = input.stride_map();
  // Tesseract recognizes one line at a time with an integer network.
  if (!input.int_mode() || map.Size(tesseract::FD_BATCH) != 1 || input.NumFeatures() != ni_) __builtin_trap();
  if (summary_) {
    output->ResizeXTo1(input, no_);
  } else {
    output->Resize(input, no_);
  }
  const int rows = map.Size(tesseract::FD_HEIGHT), columns = map.Size(tesseract::FD_WIDTH);
  int row = 0;
  for (; row + 4 <= rows; row += 4) ForwardFourRows(input, row, columns, output);
  for (; row < rows; ++row) ForwardRow(input, row, columns, output);
}

int8_t *PackedLstm::Target(NetworkIO *output, int row, int column, int columns) const {
  if (!summary_) return output->i_[row * columns + column];
  return column + 1 == columns ? output->i_[row] : nullptr;
}

void PackedLstm::Restart() {
  for (auto &h : h_) std::fill(h.begin(), h.end(), 0);
  std::fill(state_.begin(), state_.end(), 0.0f);
}

void PackedLstm::ForwardRow(const NetworkIO &input, int row, int columns, NetworkIO *output) {
  Restart();
  const int16_t *const x[4] = {x_[0].data(), x_[1].data(), x_[2].data(), x_[3].data()};
  for (int begin = 0; begin < columns; begin += 4) {
    const int steps = std::min(4, columns - begin);
    for (int k = 0; k < 4; ++k) {
      // The vectors that are missing at the end are filled with the first one, and what comes of them is left.
      Widen(input.i(row * columns + begin + (k < steps ? k : 0)), ni_, x_[k].data());
      std::copy(bias_.begin(), bias_.end(), sums_.begin() + k * outputs_);
    }
    AddFourVectors(input_weights_.data(), x, ni_, outputs_, sums_.data(), outputs_);
    for (int k = 0; k < steps; ++k) {
      int32_t *sums = sums_.data() + k * outputs_;
      if (begin + k > 0) AddVector(state_weights_.data(), h_[0].data(), states_, outputs_, sums);
      Step(sums, state_.data(), h_[0].data(), Target(output, row, begin + k, columns));
    }
  }
}

void PackedLstm::ForwardFourRows(const NetworkIO &input, int row, int columns, NetworkIO *output) {
  Restart();
  const int16_t *const x[4] = {x_[0].data(), x_[1].data(), x_[2].data(), x_[3].data()};
  const int16_t *const h[4] = {h_[0].data(), h_[1].data(), h_[2].data(), h_[3].data()};
  for (int column = 0; column < columns; ++column) {
    for (int k = 0; k < 4; ++k) {
      Widen(input.i((row + k) * columns + column), ni_, x_[k].data());
      std::copy(bias_.begin(), bias_.end(), sums_.begin() + k * outputs_);
    }
    AddFourVectors(input_weights_.data(), x, ni_, outputs_, sums_.data(), outputs_);
    if (column > 0) AddFourVectors(state_weights_.data(), h, states_, outputs_, sums_.data(), outputs_);
    for (int k = 0; k < 4; ++k) {
      Step(sums_.data() + k * outputs_, state_.data() + k * states_, h_[k].data(),
           Target(output, row + k, column, columns));
    }
  }
}

void PackedLstm::Step(const int32_t *sums, float *state, int16_t *h, int8_t *output) const {
  const float *scales = scales_.data();
  const v128_t limit = wasm_f32x4_splat(kStateClip), lower = wasm_f32x4_splat(-kStateClip);
  for (int s = 0; s < states_; s += 2 * kLanes) {
    v128_t quantized[2];
    for (int k = 0; k < 2; ++k) {
      const auto gate = [sums, scales](int g) { return Rescale4(wasm_v128_load(sums + g * kLanes), scales + g * kLanes); };
      const v128_t cell_input = Tanh4(gate(0)), input_gate = Logistic4(gate(1));
      const v128_t forget_gate = Logistic4(gate(2)), output_gate = Logistic4(gate(3));
      v128_t c = wasm_f32x4_mul(wasm_v128_load(state), forget_gate);
      c = wasm_f32x4_add(c, wasm_f32x4_mul(cell_input, input_gate));
      c = wasm_f32x4_pmax(lower, wasm_f32x4_pmin(limit, c));
      wasm_v128_store(state, c);
      quantized[k] = Quantize4(wasm_f32x4_mul(Tanh4(c), output_gate));
      sums += kGateCount * kLanes;
      scales += kGateCount * kLanes;
      state += kLanes;
    }
    const v128_t wide = wasm_i16x8_narrow_i32x4(quantized[0], quantized[1]);
    wasm_v128_store(h + s, wide);
    if (output != nullptr) wasm_v128_store64_lane(output + s, wasm_i8x16_narrow_i16x8(wide, wide), 0);
  }
}

}  // namespace pagewise
