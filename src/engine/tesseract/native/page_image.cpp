#include "page_image.h"

#include <allheaders.h>
#include <wasm_simd128.h>

#include <cstring>
#include <vector>

#include "otsuthr.h"

namespace pagewise {
namespace {

// Leptonica keeps four pixels in a word, the first in its highest byte, whichever way the machine has it. So the bytes of
// every word are turned round, sixteen at a time; what is left of a row is filled with zeros.
void CopyRow(const uint8_t *from, int width, uint32_t *words) {
  auto *to = reinterpret_cast<uint8_t *>(words);
  const auto reversed = [](v128_t bytes) {
    return wasm_i8x16_shuffle(bytes, bytes, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);
  };
  int x = 0;
  for (; x + 16 <= width; x += 16) wasm_v128_store(to + x, reversed(wasm_v128_load(from + x)));
  uint8_t rest[16] = {};
  memcpy(rest, from + x, width - x);
  wasm_v128_store(rest, reversed(wasm_v128_load(rest)));
  memcpy(to + x, rest, (width - x + 3) / 4 * 4);
}

}  // namespace

bool PageImage::Take(const uint8_t *pixels, int width, int height, int stride, int dpi) {
  Clear();
  if (pixels == nullptr || width < 1 || height < 1 || stride < width) return false;
  if (width > INT16_MAX || height > INT16_MAX) return false;
  Pix *page = pixCreateNoInit(width, height, 8);
  if (page == nullptr) return false;
  uint32_t *words = pixGetData(page);
  const int words_per_row = pixGetWpl(page);
  for (int y = 0; y < height; ++y) CopyRow(pixels + static_cast<size_t>(y) * stride, width, words + static_cast<size_t>(y) * words_per_row);
  // What SetImage and SetSourceYResolution leave behind.
  pix_ = page;
  image_width_ = width;
  image_height_ = height;
  pix_channels_ = 1;
  pix_wpl_ = words_per_row;
  scale_ = 1;
  yres_ = estimated_res_ = dpi;
  Init();
  return true;
}

// Tesseract looks a threshold up at (x / f, y / f), where f is the height of the page by the height of this picture, and
// there is only one threshold. One row of as many pixels as the page is wide by its height answers all the same.
tesseract::Image PageImage::GetPixRectThresholds() {
  if (IsBinary()) return nullptr;
  tesseract::Image grey = GetPixRectGrey();
  const int width = pixGetWidth(grey), height = pixGetHeight(grey);
  std::vector<int> thresholds, hi_values;
  tesseract::OtsuThreshold(grey, 0, 0, width, height, thresholds, hi_values);
  grey.destroy();
  tesseract::Image picture = pixCreate(width / height + 1, 1, 8);
  pixSetAllArbitrary(picture, thresholds[0] > 0 ? thresholds[0] : 128);
  return picture;
}

}  // namespace pagewise
