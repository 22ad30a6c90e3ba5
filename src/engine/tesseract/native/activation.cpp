#include "activation.h"

#include <algorithm>

namespace pagewise {

alignas(16) ActivationTables activation_tables;

void InitActivationTables() {
  using tesseract::kTableSize;
  const auto fill = [](const tesseract::TFloat *samples, float (&table)[kTableSize + 4]) {
    std::copy(samples, samples + kTableSize, table);
    // Tesseract says 1 from the last sample on.
    std::fill(table + kTableSize - 1, table + kTableSize + 4, 1.0f);
  };
  fill(tesseract::TanhTable, activation_tables.tanh);
  fill(tesseract::LogisticTable, activation_tables.logistic);
}

}  // namespace pagewise
