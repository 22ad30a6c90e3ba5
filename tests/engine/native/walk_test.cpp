// The linear walk over a page against Tesseract's own iterator, in languages that do not exist: any letter of the model can
// be made one that is written from right to left, before the page is walked over.
#include <tesseract/baseapi.h>
#include <tesseract/resultiterator.h>

#include <cstring>
#include <memory>

#include "lstmrecognizer.h"
#include "pageres.h"
#include "random.h"
#include "tesseractclass.h"
#include "walk.h"

#define EXPORT(name) extern "C" __attribute__((export_name(#name), used))

namespace pagewise {
tesseract::TessBaseAPI &TestedEngine();
bool TestedPageIsUnfinished();
}

using namespace tesseract;

namespace {

int32_t Bits(float value) {
  int32_t bits;
  memcpy(&bits, &value, sizeof bits);
  return bits;
}

}  // namespace

// Gives letters directions: of a hundred, so many are written from right to left, so many are digits, and so many neutral.
EXPORT(test_set_directions) void test_set_directions(uint32_t seed, int right_to_left, int numbers, int neutral) {
  pagewise::Random random(seed);
  Tesseract *tesseract = pagewise::TestedEngine().tesseract();
  UNICHARSET &letters = tesseract->lstm_recognizer_->ccutil_.unicharset;
  for (size_t id = 0; id < letters.size(); ++id) {
    const int of_hundred = static_cast<int>(random.Below(100));
    const auto direction = of_hundred < right_to_left                       ? UNICHARSET::U_RIGHT_TO_LEFT
                           : of_hundred < right_to_left + numbers           ? UNICHARSET::U_EUROPEAN_NUMBER
                           : of_hundred < right_to_left + numbers + neutral ? UNICHARSET::U_OTHER_NEUTRAL
                                                                            : UNICHARSET::U_LEFT_TO_RIGHT;
    letters.set_direction(id, direction);
    tesseract->unicharset.set_direction(id, direction);
  }
}

// The page as ResultIterator gives it, in the form of pagewise_walk.
EXPORT(test_walk) const int32_t *test_walk() {
  static pagewise::Walk walk;
  static int32_t result[4];
  walk.records.clear();
  walk.text.clear();
  const std::unique_ptr<ResultIterator> it(pagewise::TestedEngine().GetIterator());
  const auto add = [&it](pagewise::RecordKind kind, PageIteratorLevel level) -> pagewise::Record & {
    walk.records.push_back({});
    pagewise::Record &record = walk.records.back();
    record.kind = kind;
    it->BoundingBox(level, &record.left, &record.top, &record.right, &record.bottom);
    return record;
  };
  if (it != nullptr) {
    do {
      if (it->IsAtBeginningOf(RIL_BLOCK)) add(pagewise::kBlock, RIL_BLOCK).extra[0] = it->BlockType();
      if (it->Empty(RIL_WORD)) continue;
      if (it->IsAtBeginningOf(RIL_PARA)) add(pagewise::kParagraph, RIL_PARA);
      if (it->IsAtBeginningOf(RIL_TEXTLINE)) {
        int32_t *line = add(pagewise::kLine, RIL_TEXTLINE).extra;
        it->Baseline(RIL_TEXTLINE, line, line + 1, line + 2, line + 3);
        float height, descenders, ascenders;
        it->RowAttributes(&height, &descenders, &ascenders);
        line[4] = Bits(height);
      }
      const auto *result = it->it_->word();
      if (result->best_choice == nullptr || (pagewise::TestedPageIsUnfinished() && result->tess_failed)) continue;
      int32_t *word = add(pagewise::kWord, RIL_WORD).extra;
      const std::unique_ptr<char[]> text(it->GetUTF8Text(RIL_WORD));
      word[0] = Bits(it->Confidence(RIL_WORD));
      word[1] = it->WordDirection();
      word[2] = (it->WordIsFromDictionary() ? pagewise::kFromDictionary : 0) | (it->WordIsNumeric() ? pagewise::kNumeric : 0) |
                pagewise::kBaselineValid | (result->word->space() > 0 ? pagewise::kSpaceBefore : 0);
      word[3] = static_cast<int32_t>(walk.text.size());
      walk.text += text.get();
      word[4] = static_cast<int32_t>(strlen(text.get()));
    } while (it->Next(RIL_WORD));
  }
  const auto address = [](const void *pointer) { return static_cast<int32_t>(reinterpret_cast<uintptr_t>(pointer)); };
  result[0] = static_cast<int32_t>(walk.records.size());
  result[1] = address(walk.records.data());
  result[2] = address(walk.text.data());
  result[3] = static_cast<int32_t>(walk.text.size());
  return result;
}
