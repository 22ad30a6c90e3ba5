#pragma once

namespace pagewise {

// Makes Tesseract multiply integer matrices with SIMD (IntSimdMatrix, its own place for that). To be called before a model
// is loaded, since it decides how weights are kept.
void InstallIntSimdMatrix();

}  // namespace pagewise
