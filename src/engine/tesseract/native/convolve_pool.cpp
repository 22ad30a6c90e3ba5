#include "convolve_pool.h"

#include <algorithm>

#include "activation.h"
#include "dot_product.h"
#include "networkscratch.h"

namespace pagewise {

using tesseract::NetworkIO;

namespace {

constexpr int kNeighbours = 9;
constexpr int kPairs = 5;             // of neighbours, the last one with a zero
constexpr int kStride = 2 * kPairs;   // int16 of one pixel
constexpr int kMostOutputs = 64;

}  // namespace

bool ConvolvePool::CanReplace(const tesseract::Convolve &convolve, const tesseract::FullyConnected &connected,
                              const tesseract::Maxpool &pool) {
  const tesseract::WeightMatrix &weights = connected.weights_;
  return convolve.ni_ == 1 && convolve.half_x_ == 1 && convolve.half_y_ == 1 && !convolve.IsTraining() &&
         connected.type_ == tesseract::NT_TANH && !connected.IsTraining() && connected.ni_ == kNeighbours &&
         connected.no_ % 8 == 0 && connected.no_ <= kMostOutputs && weights.int_mode_ &&
         weights.wi_.dim1() == connected.no_ && weights.wi_.dim2() == kNeighbours + 1 &&
         static_cast<int>(weights.scales_.size()) >= connected.no_ &&
         std::all_of(weights.scales_.begin(), weights.scales_.begin() + connected.no_,
                     [](float scale) { return scale >= 0.0f; }) &&
         pool.ni_ == connected.no_ && pool.x_scale_ > 0 && pool.y_scale_ > 0;
}

ConvolvePool::ConvolvePool(const tesseract::Convolve &convolve, const tesseract::FullyConnected &connected,
                           const tesseract::Maxpool &pool)
    : Network(tesseract::NT_MAXPOOL, pool.name_, 1, connected.no_),
      x_scale_(pool.x_scale_),
      y_scale_(pool.y_scale_),
      spec_(convolve.spec() + connected.spec() + pool.spec()),
      weights_(kStride * no_),
      bias_(no_),
      scales_(connected.weights_.scales_.begin(), connected.weights_.scales_.begin() + no_) {
  training_ = tesseract::TS_DISABLED;
  needs_to_backprop_ = false;
  network_flags_ = convolve.network_flags_;
  num_weights_ = connected.num_weights_;
  randomizer_ = convolve.randomizer_;
  for (int output = 0; output < no_; ++output) {
    const int8_t *from = connected.weights_.wi_[output];
    for (int i = 0; i < kNeighbours; ++i) weights_[(i / 2 * no_ + output) * 2 + i % 2] = from[i];
    bias_[output] = from[kNeighbours] * INT8_MAX;
  }
}

tesseract::StaticShape ConvolvePool::OutputShape(const tesseract::StaticShape &input_shape) const {
  // As Reconfig::OutputShape, which Maxpool has: sizes that are not known yet are 0 and stay so.
  tesseract::StaticShape result = input_shape;
  result.set_height(input_shape.height() / y_scale_);
  result.set_width(input_shape.width() / x_scale_);
  result.set_depth(no_);
  return result;
}

void ConvolvePool::Forward(bool, const NetworkIO &input, const tesseract::TransposedArray *, tesseract::NetworkScratch *,
                           NetworkIO *output) {
  const tesseract::StrideMap &map = input.stride_map();
  // Tesseract recognizes one line at a time with an integer network.
  if (!input.int_mode() || map.Size(tesseract::FD_BATCH) != 1 || input.NumFeatures() != 1) __builtin_trap();
  const int height = map.Size(tesseract::FD_HEIGHT), width = map.Size(tesseract::FD_WIDTH);
  output->ResizeScaled(input, x_scale_, y_scale_, no_);
  const int rows = output->stride_map().Size(tesseract::FD_HEIGHT);
  const int columns = output->stride_map().Size(tesseract::FD_WIDTH);
  std::vector<int16_t> neighbours(width * kStride);
  std::vector<int32_t> maxima(columns * no_);
  for (int y = 0; y < height; ++y) {
    // Also below the last whole rectangle, since its border takes random numbers.
    GatherRow(input.i(0), width, height, y, neighbours.data());
    if (y / y_scale_ >= rows) continue;
    if (y % y_scale_ == 0) std::fill(maxima.begin(), maxima.end(), INT32_MIN);
    RaiseMaxima(neighbours.data(), columns, maxima.data());
    if (y % y_scale_ == y_scale_ - 1) Activate(maxima.data(), columns, output->i_[y / y_scale_ * columns]);
  }
}

void ConvolvePool::GatherRow(const int8_t *image, int width, int height, int y, int16_t *neighbours) {
  // Outside of the image is noise, drawn pixel by pixel in the order in which Tesseract draws it.
  const auto noise = [this] { return static_cast<int8_t>(tesseract::IntCastRounded(randomizer_->SignedRand(INT8_MAX))); };
  for (int x = 0; x < width; ++x, neighbours += kStride) {
    int16_t *neighbour = neighbours;
    for (int column = x - 1; column <= x + 1; ++column) {
      for (int row = y - 1; row <= y + 1; ++row) {
        const bool outside = column < 0 || column >= width || row < 0 || row >= height;
        *neighbour++ = outside ? noise() : image[row * width + column];
      }
    }
    *neighbour = 0;
  }
}

void ConvolvePool::RaiseMaxima(const int16_t *neighbours, int columns, int32_t *maxima) const {
  const int16_t *weights = weights_.data(), *pixel = neighbours;
  const int pairs = 2 * no_;  // int16 of all outputs for one pair of neighbours
  for (int column = 0; column < columns; ++column, maxima += no_) {
    for (int x = 0; x < x_scale_; ++x, pixel += kStride) {
      v128_t pair[kPairs];
#pragma clang loop unroll(full)
      for (int p = 0; p < kPairs; ++p) pair[p] = wasm_v128_load32_splat(pixel + 2 * p);
      for (int output = 0; output < no_; output += kLanes) {
        const int16_t *w = weights + 2 * output;
        v128_t sums = wasm_i32x4_dot_i16x8(wasm_v128_load(w), pair[0]);
#pragma clang loop unroll(full)
        for (int p = 1; p < kPairs; ++p) sums = AddProducts(sums, wasm_v128_load(w + p * pairs), pair[p]);
        wasm_v128_store(maxima + output, wasm_i32x4_max(wasm_v128_load(maxima + output), sums));
      }
    }
  }
}

void ConvolvePool::Activate(const int32_t *maxima, int columns, int8_t *output) const {
  for (int column = 0; column < columns; ++column, maxima += no_, output += no_) {
    for (int o = 0; o < no_; o += 2 * kLanes) {
      const auto integers = [this, maxima](int from) {
        const v128_t sums = wasm_i32x4_add(wasm_v128_load(maxima + from), wasm_v128_load(bias_.data() + from));
        return Quantize4(Tanh4(Rescale4(sums, scales_.data() + from)));
      };
      const v128_t wide = wasm_i16x8_narrow_i32x4(integers(o), integers(o + kLanes));
      wasm_v128_store64_lane(output + o, wasm_i8x16_narrow_i16x8(wide, wide), 0);
    }
  }
}

}  // namespace pagewise
