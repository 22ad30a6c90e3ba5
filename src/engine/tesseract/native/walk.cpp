// Tesseract's ResultIterator gives words in reading order, lines from right to left included. To go one word on it goes
// back to the beginning of the line, and to do that, through all of the page up to there: a page of n words costs n^2
// steps. Here a paragraph is gathered as it stands on the page, from left to right, its direction and the order in each of
// its lines are found as ResultIterator finds them, by its own functions, and its words are given in that order.
//
// Where ResultIterator is odd, this is so as well: a test compares both word by word.
#include "walk.h"

#include <tesseract/resultiterator.h>

#include <algorithm>
#include <cstring>

#include "pageres.h"

namespace pagewise {
namespace {

using tesseract::PAGE_RES_IT;
using tesseract::ResultIterator;
using tesseract::StrongScriptDirection;

constexpr const char *kLeftToRightMark = "\u200E";
constexpr const char *kRightToLeftMark = "\u200F";

int32_t Bits(float value) {
  int32_t bits;
  memcpy(&bits, &value, sizeof bits);
  return bits;
}

// A paragraph: where its words are, from left to right, and where each line begins.
struct Paragraph {
  std::vector<PAGE_RES_IT> words;
  std::vector<StrongScriptDirection> directions;  // of each word
  std::vector<size_t> lines;                      // index of the first word of each line

  size_t LineEnd(size_t line) const { return line + 1 < lines.size() ? lines[line + 1] : words.size(); }
};

class Walker {
public:
  Walker(ResultIterator &page, bool unfinished, Walk *walk) : page_(page), unfinished_(unfinished), walk_(walk) {}

  void Page() {
    page_.it_->restart_page_with_empties();
    page_.BeginWord(0);
    page_.in_minor_direction_ = page_.at_beginning_of_minor_run_ = false;
    while (page_.it_->block() != nullptr) {
      if (page_.it_->word() == nullptr) {
        // A block without words.
        AddBlock();
        page_.current_paragraph_is_ltr_ = true;
        page_.it_->forward_block();
      } else {
        const bool first = page_.it_->block() != page_.it_->prev_block();
        const Paragraph paragraph = GatherParagraph();
        const PAGE_RES_IT behind = *page_.it_;
        AddParagraph(paragraph, first);
        *page_.it_ = behind;
      }
      page_.BeginWord(0);
    }
  }

private:
  // From the word where the page stands to the end of its paragraph. The page stands behind it then.
  Paragraph GatherParagraph() {
    Paragraph paragraph;
    PAGE_RES_IT &it = *page_.it_;
    const auto *block = it.block();
    const auto *row = it.row();
    const auto *para = row->row->para();
    paragraph.lines.push_back(0);
    do {
      if (it.row() != row) {
        row = it.row();
        paragraph.lines.push_back(paragraph.words.size());
      }
      paragraph.words.push_back(it);
      paragraph.directions.push_back(page_.WordDirection());
      it.forward_with_empties();
    } while (it.word() != nullptr && it.block() == block && it.row()->row->para() == para);
    return paragraph;
  }

  // ResultIterator::CurrentParagraphIsLtr: by the outermost words of the first line, else by the majority of words.
  static bool IsLeftToRight(const Paragraph &paragraph) {
    const auto &directions = paragraph.directions;
    if (directions.front() == tesseract::DIR_RIGHT_TO_LEFT) return false;
    if (directions[paragraph.LineEnd(0) - 1] == tesseract::DIR_LEFT_TO_RIGHT) return true;
    return std::count(directions.begin(), directions.end(), tesseract::DIR_LEFT_TO_RIGHT) >=
           std::count(directions.begin(), directions.end(), tesseract::DIR_RIGHT_TO_LEFT);
  }

  void AddParagraph(const Paragraph &paragraph, bool first_of_block) {
    page_.current_paragraph_is_ltr_ = IsLeftToRight(paragraph);
    bool begun = false;
    for (size_t line = 0; line < paragraph.lines.size(); ++line) {
      const size_t begin = paragraph.lines[line];
      const auto at = paragraph.directions.begin();
      std::vector<int> order;  // of words in the line, with marks (negative) where the direction changes
      ResultIterator::CalculateTextlineOrder(page_.current_paragraph_is_ltr_,
                                             {at + begin, at + paragraph.LineEnd(line)}, &order);
      page_.in_minor_direction_ = false;
      size_t i = SkipMarks(order, 0);
      // ResultIterator leaves this as it was at the end of the line before.
      if (page_.in_minor_direction_) page_.at_beginning_of_minor_run_ = true;
      bool line_begun = false;
      while (i < order.size()) {
        *page_.it_ = paragraph.words[begin + order[i]];
        page_.BeginWord(0);
        if (!begun) {
          if (first_of_block) AddBlock();
          Add(kParagraph, tesseract::RIL_PARA);
          begun = true;
        }
        if (!line_begun) AddLine();
        line_begun = true;
        AddWord(order, i);
        const size_t next = SkipMarks(order, i + 1);
        if (next < order.size()) page_.at_beginning_of_minor_run_ = order[next - 1] == ResultIterator::kMinorRunStart;
        i = next;
      }
    }
  }

  // The index of the next word, passing marks. Marks behind the last word of a line change nothing.
  size_t SkipMarks(const std::vector<int> &order, size_t i) {
    bool minor = page_.in_minor_direction_;
    for (; i < order.size() && order[i] < 0; ++i) {
      if (order[i] == ResultIterator::kMinorRunStart) minor = true;
      if (order[i] == ResultIterator::kMinorRunEnd) minor = false;
    }
    if (i < order.size()) page_.in_minor_direction_ = minor;
    return i;
  }

  Record &Add(RecordKind kind, tesseract::PageIteratorLevel level) {
    walk_->records.push_back({});
    Record &record = walk_->records.back();
    record.kind = kind;
    page_.BoundingBox(level, &record.left, &record.top, &record.right, &record.bottom);
    return record;
  }

  void AddBlock() { Add(kBlock, tesseract::RIL_BLOCK).extra[0] = page_.BlockType(); }

  void AddLine() {
    int32_t *extra = Add(kLine, tesseract::RIL_TEXTLINE).extra;
    page_.Baseline(tesseract::RIL_TEXTLINE, extra, extra + 1, extra + 2, extra + 3);
    float height, descenders, ascenders;
    page_.RowAttributes(&height, &descenders, &ascenders);
    extra[4] = Bits(height);
  }

  // The word at order[i].
  void AddWord(const std::vector<int> &order, size_t i) {
    const tesseract::WERD_RES *word = page_.it_->word();
    if (word->best_choice == nullptr || (unfinished_ && word->tess_failed)) return;
    int32_t *extra = Add(kWord, tesseract::RIL_WORD).extra;
    int baseline[4];
    const bool valid = page_.Baseline(tesseract::RIL_WORD, baseline, baseline + 1, baseline + 2, baseline + 3);
    extra[0] = Bits(page_.Confidence(tesseract::RIL_WORD));
    extra[1] = page_.WordDirection();
    extra[2] = (page_.WordIsFromDictionary() ? kFromDictionary : 0) | (page_.WordIsNumeric() ? kNumeric : 0) |
               (valid ? kBaselineValid : 0) | (word->word->space() > 0 ? kSpaceBefore : 0);
    extra[3] = static_cast<int32_t>(walk_->text.size());
    AddText(*word, order, i);
    extra[4] = static_cast<int32_t>(walk_->text.size()) - extra[3];
  }

  // ResultIterator::AppendUTF8WordText, and AppendSuffixMarks, which looks for the word's place in the line again.
  void AddText(const tesseract::WERD_RES &word, const std::vector<int> &order, size_t i) {
    const bool paragraph_is_ltr = page_.current_paragraph_is_ltr_;
    const char *here = paragraph_is_ltr != page_.in_minor_direction_ ? kLeftToRightMark : kRightToLeftMark;
    std::string &text = walk_->text;
    if (page_.at_beginning_of_minor_run_) text += here;
    std::vector<int> letters;
    page_.CalculateBlobOrder(&letters);
    for (int letter : letters) text += word.BestUTF8(letter, false);
    int mark = 0;
    for (++i; i < order.size() && order[i] < 0; ++i) mark = order[i];
    if (mark == ResultIterator::kComplexWord) text += here;
    if (mark == ResultIterator::kMinorRunEnd) text += paragraph_is_ltr ? kLeftToRightMark : kRightToLeftMark;
  }

  ResultIterator &page_;
  const bool unfinished_;
  Walk *walk_;
};

}  // namespace

void WalkPage(ResultIterator &page, bool unfinished, Walk *walk) { Walker(page, unfinished, walk).Page(); }

}  // namespace pagewise
