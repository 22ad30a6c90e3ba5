// The page in Tesseract's hands: 8-bit grey, kept once.
#pragma once

#include <cstdint>

#include "image.h"
#include "thresholder.h"

namespace pagewise {

// Tesseract's own ImageThresholder copies what it is given, and makes a picture of thresholds as large as the page, of one
// grey. This one takes a page over, and makes that picture as small as it can be.
class PageImage : public tesseract::ImageThresholder {
public:
  // Copies rows of grey pixels, `stride` bytes apart. False where the size is none that Tesseract can read, or memory does
  // not suffice; then there is no page.
  bool Take(const uint8_t *pixels, int width, int height, int stride, int dpi);

  tesseract::Image GetPixRectThresholds() override;
};

}  // namespace pagewise
