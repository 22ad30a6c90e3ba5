// The words of a recognized page in reading order, in one walk.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace tesseract {
class ResultIterator;
}

namespace pagewise {

enum RecordKind : int32_t { kBlock = 0, kParagraph = 1, kLine = 2, kWord = 3 };

// kSpaceBefore: a space was read before the word. Where a model knows a script without spaces, Tesseract makes words of
// single characters too, and of Korean ones, which have spaces.
enum WordFlags : int32_t { kFromDictionary = 1, kNumeric = 2, kBaselineValid = 4, kSpaceBefore = 8 };

// A block, paragraph, line or word. Its parts follow it. Pixels of the image, from its upper left corner; `right` and
// `bottom` are the first pixels outside.
struct Record {
  int32_t kind;
  int32_t left, top, right, bottom;
  // Block: [0] PolyBlockType.
  // Line: [0] to [3] baseline from (x, y) to (x, y); [4] height of the row, a float's bits.
  // Word: [0] confidence from 0 to 100, a float's bits; [1] StrongScriptDirection; [2] WordFlags; [3] where its text begins
  // in Walk::text, and [4] how many bytes it has.
  int32_t extra[7];
};
static_assert(sizeof(Record) == 48, "a record is twelve int32");

struct Walk {
  std::vector<Record> records;
  std::string text;  // of all words, UTF-8, one after the other
};

// Walks over a page from its beginning. `page` stands at its end afterwards. On a page that is `unfinished` Tesseract has
// put blanks for the words that it did not come to: these are left out, and so may lines and paragraphs be without words.
void WalkPage(tesseract::ResultIterator &page, bool unfinished, Walk *walk);

}  // namespace pagewise
