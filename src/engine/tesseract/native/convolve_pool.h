// The first three layers of every model in one pass: a 3x3 convolution of the grey line, tanh, and the maximum over a
// rectangle of pixels, in place of Tesseract's Convolve, FullyConnected and Maxpool.
//
// Tesseract copies the nine neighbours of every pixel, computes `no` sums of nine products, tanh of each and an integer
// of that, and throws away all but the greatest of each rectangle (3x3 pixels in the usual models). Here the greatest sum
// of each rectangle is found first, as an integer, and tanh is taken of that only, a ninth of the times.
//
// Why that is exact: between the sum and the integer are a product with a factor >= 0, the interpolated tanh, and rounding.
// None of them ever turns a greater number into a smaller one (for the interpolated tanh that is a property of Tesseract's
// table, which a test proves for every float), so the greatest sum gives the greatest integer.
#pragma once

#include <cstdint>
#include <vector>

#include "convolve.h"
#include "fullyconnected.h"
#include "maxpool.h"

namespace pagewise {

class ConvolvePool : public tesseract::Network {
public:
  // Whether three layers can be replaced: 3x3 pixels of one value each, tanh, integer weights, outputs in eights up to
  // 64, factors that are not negative. True for the grey models of the Tesseract project.
  static bool CanReplace(const tesseract::Convolve &convolve, const tesseract::FullyConnected &connected,
                         const tesseract::Maxpool &pool);

  // Takes over what the layers are; they are not needed any more.
  ConvolvePool(const tesseract::Convolve &convolve, const tesseract::FullyConnected &connected,
               const tesseract::Maxpool &pool);

  // Input: integers, one image, [height][width][1]. Output: [height / y_scale][width / x_scale][no].
  void Forward(bool debug, const tesseract::NetworkIO &input, const tesseract::TransposedArray *input_transpose,
               tesseract::NetworkScratch *scratch, tesseract::NetworkIO *output) override;

  tesseract::StaticShape OutputShape(const tesseract::StaticShape &input_shape) const override;
  int XScaleFactor() const override { return x_scale_; }
  std::string spec() const override { return spec_; }
  void DebugWeights() override {}
  // Models are read by the layers that these replace, and there is no training.
  bool DeSerialize(tesseract::TFile *) override { return false; }
  bool Backward(bool, const tesseract::NetworkIO &, tesseract::NetworkScratch *, tesseract::NetworkIO *) override {
    return false;
  }

private:
  // The neighbours of every pixel of a row, in Tesseract's order: left column first, from top to bottom. [width][10]
  void GatherRow(const int8_t *image, int width, int height, int y, int16_t *neighbours);
  // Raises the maxima of one row of rectangles, [columns][no], by the sums of a row of pixels.
  void RaiseMaxima(const int16_t *neighbours, int columns, int32_t *maxima) const;
  // From the maxima of a row of rectangles to integers, [columns][no].
  void Activate(const int32_t *maxima, int columns, int8_t *output) const;

  int x_scale_, y_scale_;              // size of a rectangle, in pixels
  std::string spec_;
  std::vector<int16_t> weights_;       // [5 pairs of neighbours][no / 4][4 outputs][2], the tenth neighbour being 0
  std::vector<int32_t> bias_;          // [no], times 127
  std::vector<float> scales_;          // [no]
};

}  // namespace pagewise
