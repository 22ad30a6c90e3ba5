#include "activation.h"

namespace pagewise {

ActivationTables activation_tables;

void InitActivationTables() {
  using tesseract::kTableSize;
  const auto fill = [](const tesseract::TFloat *samples, float (&table)[kTableSize][2]) {
    for (int i = 0; i + 1 < kTableSize; ++i) {
      table[i][0] = samples[i];
      table[i][1] = samples[i + 1];
    }
    // Tesseract says 1 from the last sample on, which is not quite what the last sample is.
    table[kTableSize - 1][0] = table[kTableSize - 1][1] = 1.0f;
  };
  fill(tesseract::TanhTable, activation_tables.tanh);
  fill(tesseract::LogisticTable, activation_tables.logistic);
}

}  // namespace pagewise
