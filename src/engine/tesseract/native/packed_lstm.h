// An LSTM layer for recognition, in place of Tesseract's (lstm.cpp), which is made for training as well.
//
// For a sequence of inputs x[t] (ni values) an LSTM keeps a state c and an output h (ns values each):
//
//   a = tanh(Wa (x, h, 1))        cell input       i = logistic(Wi (x, h, 1))    input gate
//   f = logistic(Wf (x, h, 1))    forget gate      o = logistic(Wo (x, h, 1))    output gate
//   c = clip(f c + a i, -100, 100)                 h = tanh(c) o
//
// Weights, inputs and outputs are integers (127 stands for 1) with a factor for each row of W; c is a float.
//
// Tesseract joins x and h in a buffer at every step, multiplies it with four matrices one after the other, and walks
// over each result several times. Here:
//
// - The four matrices are one, their rows interleaved so that the four gates of four states come out in four neighbouring
//   registers; gates, state and output are then computed without leaving registers.
// - The product is split, W (x, h, 1) = X x + H h + bias: sums of integers, so the result is the same. X x needs no
//   earlier step and is computed for four steps at once, which loads the weights once instead of four times. H h has to
//   be computed step by step; at the first step h = 0 and it is left out.
// - A layer that reads the columns of an image one by one (the first one, which only keeps the last output of each) has
//   hundreds of independent sequences: four of them are computed at once, and H h profits as well.
//
// Every float operation has the operands that it has in Tesseract, so results are equal bit for bit.
#pragma once

#include <cstdint>
#include <vector>

#include "lstm.h"

namespace pagewise {

class PackedLstm : public tesseract::Network {
public:
  // Whether a layer can be replaced: one-dimensional, without a softmax inside, with integer weights, an even number of
  // inputs and states in eights. All layers of all integer models are, as far as we know.
  static bool CanReplace(const tesseract::LSTM &lstm);

  // Takes over what the layer is; the layer itself is not needed any more.
  explicit PackedLstm(const tesseract::LSTM &lstm);

  // Input: integers, one image, [rows][columns][ni]; each row is a sequence. Output: [rows][columns][ns], or
  // [rows][1][ns] in a layer that summarizes.
  void Forward(bool debug, const tesseract::NetworkIO &input, const tesseract::TransposedArray *input_transpose,
               tesseract::NetworkScratch *scratch, tesseract::NetworkIO *output) override;

  tesseract::StaticShape OutputShape(const tesseract::StaticShape &input_shape) const override;
  std::string spec() const override { return spec_; }
  void DebugWeights() override {}
  // Models are read by the layers that these replace, and there is no training.
  bool DeSerialize(tesseract::TFile *) override { return false; }
  bool Backward(bool, const tesseract::NetworkIO &, tesseract::NetworkScratch *, tesseract::NetworkIO *) override {
    return false;
  }

private:
  // Where the output of a step goes, or nowhere.
  int8_t *Target(tesseract::NetworkIO *output, int row, int column, int columns) const;
  // One sequence, and four neighbouring ones.
  void ForwardRow(const tesseract::NetworkIO &input, int row, int columns, tesseract::NetworkIO *output);
  void ForwardFourRows(const tesseract::NetworkIO &input, int row, int columns, tesseract::NetworkIO *output);
  // From the sums of one step (4 ns) to the next state (ns) and output (ns, as int16 for the next step and, unless it is
  // null, as int8 for the next layer).
  void Step(const int32_t *sums, float *state, int16_t *h, int8_t *output) const;
  // Sets states and outputs to zero, as they are before a sequence.
  void Restart();

  bool summary_;     // only the last output of each row is kept
  int states_;       // ns
  int outputs_;      // 4 ns sums: rows of the joint matrix
  std::string spec_;

  // By row of the joint matrix: for states 4 k to 4 k + 3 four of the cell input, four of the input gate, four of the
  // forget gate, four of the output gate.
  std::vector<int32_t> bias_;           // [4 ns], times 127, since it meets an input of 1
  std::vector<float> scales_;           // [4 ns]
  std::vector<int8_t> input_weights_;   // X [4 ns][ni] and
  std::vector<int8_t> state_weights_;   // H [4 ns][ns], in the order of dot_product.h

  // Of the step, or the four steps or sequences, in work.
  std::vector<int32_t> sums_;           // [4][4 ns]
  std::vector<int16_t> x_[4], h_[4];    // [ni], [ns]
  std::vector<float> state_;            // [4][ns]
};

}  // namespace pagewise
