// The engine as the module exports it: a flat interface for one instance of Tesseract. Numbers are int32, addresses are of
// the module's memory, names are UTF-8 and end with a zero byte.
//
//   _initialize(), pagewise_start()        once, in this order
//   pagewise_add_model(), pagewise_load()  models, then the languages to read
//   pagewise_set_image() … pagewise_clear()  for each page
#include <allheaders.h>
#include <tesseract/baseapi.h>
#include <tesseract/ocrclass.h>
#include <tesseract/resultiterator.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <map>
#include <memory>
#include <new>
#include <string>
#include <vector>

#include "activation.h"
#include "fuse_layers.h"
#include "allocator.h"
#include "imports.h"
#include "int_simd_matrix.h"
#include "lstmrecognizer.h"
#include "page_image.h"
#include "tesseractclass.h"
#include "walk.h"

#define EXPORT(name) extern "C" __attribute__((export_name(#name), used))

namespace pagewise {
namespace {

enum Outcome : int32_t { kDone = 0, kFailed = 1, kCancelled = 2, kDeadlinePassed = 3 };

// TessBaseAPI with the page kept once.
class Engine : public tesseract::TessBaseAPI {
public:
  bool Load(const char *languages, tesseract::FileReader read) {
    // Init keeps what it has when it is asked for the same languages again, but their models may be others.
    End();
    const int failed = Init("", 0, languages, tesseract::OEM_LSTM_ONLY, nullptr, 0, nullptr, nullptr, false, read);
    // Tesseract goes on without a language that it does not find, and with one that has no network.
    const int wanted = 1 + static_cast<int>(std::count(languages, languages + strlen(languages), '+'));
    bool loaded = !failed && 1 + tesseract_->num_sub_langs() >= wanted && Fuse(tesseract_);
    for (int i = 0; loaded && i < tesseract_->num_sub_langs(); ++i) loaded = Fuse(tesseract_->get_sub_lang(i));
    // What is half loaded answers to nothing.
    if (!loaded) End();
    return loaded;
  }

  bool SetPage(const uint8_t *pixels, int width, int height, int stride, int dpi) {
    // End() deletes it.
    if (thresholder_ == nullptr) thresholder_ = new PageImage;
    if (!InternalSetImage()) return false;
    Forget();
    if (!static_cast<PageImage *>(thresholder_)->Take(pixels, width, height, stride, dpi)) return false;
    SetInputImage(thresholder_->GetPixRect());
    return true;
  }

  // Lets go of the page, and of what recognizing keeps for the next one: large blocks and small ones in between, all over
  // the heap, so that the next page would find no room in one piece, and the heap would grow.
  void Forget() {
    Clear();
    if (tesseract_ != nullptr) {
      ForgetBuffers(tesseract_->lstm_recognizer_);
      for (int i = 0; i < tesseract_->num_sub_langs(); ++i) ForgetBuffers(tesseract_->get_sub_lang(i)->lstm_recognizer_);
    }
    MergeFreeBlocks();
  }

  bool HasPage() const { return tesseract_ != nullptr && thresholder_ != nullptr && !thresholder_->IsEmpty(); }

private:
  // Tesseract makes them anew when it needs them.
  static void ForgetBuffers(tesseract::LSTMRecognizer *recognizer) {
    if (recognizer == nullptr) return;
    delete recognizer->search_;
    recognizer->search_ = nullptr;
    const bool int_mode = recognizer->scratch_space_.int_mode_;
    recognizer->scratch_space_.~NetworkScratch();
    new (&recognizer->scratch_space_) tesseract::NetworkScratch;
    recognizer->scratch_space_.set_int_mode(int_mode);
  }

  // False where a language has no network.
  static bool Fuse(tesseract::Tesseract *language) {
    if (language->lstm_recognizer_ == nullptr || language->lstm_recognizer_->network_ == nullptr) return false;
    FuseLayers(language->lstm_recognizer_->network_);
    return true;
  }
};

Engine &TheEngine() {
  static Engine engine;
  return engine;
}

// Models that were added and are not loaded yet, by name.
std::map<std::string, std::vector<char>> models;

// Hands a model over to Tesseract, which asks for `folder/name.traineddata`.
bool ReadModel(const char *file, std::vector<char> *data) {
  std::string name = file;
  name.erase(0, name.find_last_of('/') + 1);
  const size_t ending = name.rfind(".traineddata");
  if (ending == std::string::npos) return false;
  const auto found = models.find(name.substr(0, ending));
  if (found == models.end()) return false;
  data->swap(found->second);
  models.erase(found);
  return true;
}

bool cancelled;

// What pagewise_walk gave last.
Walk walk;

// Whether the last page was given up before its end.
bool unfinished;

bool OnProgress(tesseract::ETEXT_DESC *monitor, int, int, int, int) {
  if (pagewise_progress(monitor->progress) != 0) cancelled = true;
  return true;
}

bool IsCancelled(void *, int) { return cancelled; }

}  // namespace

// For tests, which look at the engine from inside.
tesseract::TessBaseAPI &TestedEngine() { return TheEngine(); }
bool TestedPageIsUnfinished() { return unfinished; }

}  // namespace pagewise

using namespace pagewise;

// Sets up what is computed with.
EXPORT(pagewise_start) void pagewise_start() {
  InitActivationTables();
  InstallIntSimdMatrix();
  setMsgSeverity(L_SEVERITY_NONE);
}

// Memory for what is handed over. Null where there is none.
EXPORT(pagewise_alloc) void *pagewise_alloc(int32_t bytes) { return bytes < 0 ? nullptr : malloc(bytes); }

EXPORT(pagewise_free) void pagewise_free(void *block) { free(block); }

// Adds a model, the content of `name`.traineddata, until the next pagewise_load. It is copied. 0, or -1 where memory does
// not suffice.
EXPORT(pagewise_add_model) int32_t pagewise_add_model(const char *name, const char *data, int32_t bytes) {
  if (name == nullptr || data == nullptr || bytes <= 0) return -1;
  // A vector that cannot get its memory ends the instance.
  void *room = malloc(bytes);
  if (room == nullptr) return -1;
  free(room);
  models[name].assign(data, data + bytes);
  return 0;
}

// Loads languages, such as "eng" or "eng+deu", in place of those before, and forgets all added models. Variables are back
// at what they are at first. 0, or -1 where one of the models is missing or is none: then none is loaded.
EXPORT(pagewise_load) int32_t pagewise_load(const char *languages) {
  const bool loaded = languages != nullptr && TheEngine().Load(languages, ReadModel);
  models.clear();
  return loaded ? 0 : -1;
}

// Sets a variable of Tesseract. 1, or 0 where there is none of that name, or no language was loaded.
EXPORT(pagewise_set_variable) int32_t pagewise_set_variable(const char *name, const char *value) {
  return TheEngine().tesseract() != nullptr && TheEngine().SetVariable(name, value);
}

// Takes a page: rows of `width` grey bytes (0 is black), `stride` bytes apart. They are copied. 0, or -1 where no language
// is loaded, the size is none (more than 32,767 pixels), or memory does not suffice: then there is no page.
EXPORT(pagewise_set_image) int32_t pagewise_set_image(const uint8_t *pixels, int32_t width, int32_t height, int32_t stride, int32_t dpi) {
  return TheEngine().SetPage(pixels, width, height, stride, dpi) ? 0 : -1;
}

// Recognizes the page. `psm` is a PageSegMode; `deadline_ms`, unless it is 0, is after how many milliseconds to stop. The
// layout, which comes first, is not interrupted. 0: done. 1: failed. 2: cancelled by env.progress. 3: the deadline passed;
// after 2 and 3 pagewise_walk gives the words that were read until then.
EXPORT(pagewise_recognize) int32_t pagewise_recognize(int32_t psm, int32_t deadline_ms) {
  Engine &engine = TheEngine();
  if (!engine.HasPage() || psm < 0 || psm >= tesseract::PSM_COUNT) return kFailed;
  engine.SetPageSegMode(static_cast<tesseract::PageSegMode>(psm));
  tesseract::ETEXT_DESC monitor;
  cancelled = false;
  monitor.progress_callback2 = OnProgress;
  monitor.cancel = IsCancelled;
  if (deadline_ms > 0) monitor.set_deadline_msecs(deadline_ms);
  unfinished = engine.Recognize(&monitor) != 0;
  if (!unfinished) return kDone;
  if (cancelled) return kCancelled;
  return monitor.deadline_exceeded() ? kDeadlinePassed : kFailed;
}

// Walks over what was recognized. Gives the address of [number of records, address of the records, address of the text,
// bytes of text], which are valid until the next call of this or of pagewise_clear. See walk.h for the records.
EXPORT(pagewise_walk) const int32_t *pagewise_walk() {
  static int32_t result[4];
  walk.records.clear();
  walk.text.clear();
  const std::unique_ptr<tesseract::ResultIterator> page(TheEngine().GetIterator());
  if (page != nullptr) WalkPage(*page, unfinished, &walk);
  const auto address = [](const void *pointer) { return static_cast<int32_t>(reinterpret_cast<uintptr_t>(pointer)); };
  result[0] = static_cast<int32_t>(walk.records.size());
  result[1] = address(walk.records.data());
  result[2] = address(walk.text.data());
  result[3] = static_cast<int32_t>(walk.text.size());
  return result;
}

// The page in black (1) and white as it was read, after recognition without its ruled lines. Gives the address of [width,
// height, words in a row, address of the words], or 0 where there is no page. The first pixel of a word is its highest
// bit. Valid until the next page.
EXPORT(pagewise_thresholded) const int32_t *pagewise_thresholded() {
  static int32_t result[4];
  if (!TheEngine().HasPage()) return nullptr;
  Pix *binary = TheEngine().GetThresholdedImage();
  if (binary == nullptr) return nullptr;
  result[0] = pixGetWidth(binary);
  result[1] = pixGetHeight(binary);
  result[2] = pixGetWpl(binary);
  result[3] = static_cast<int32_t>(reinterpret_cast<uintptr_t>(pixGetData(binary)));
  // It was one more reference to what the engine keeps.
  pixDestroy(&binary);
  return result;
}

// How the text of the page is turned, by its strokes above and below lines, without recognition. out: [confidence that it
// is upright (negative: upside down), confidence that it is turned to the left (negative: to the right), skew in degrees,
// confidence of that]. 0 where what is found, or 1 where there is no page or too little on it.
EXPORT(pagewise_orientation) int32_t pagewise_orientation(float *out) {
  std::fill(out, out + 4, 0.0f);
  if (!TheEngine().HasPage()) return 1;
  Pix *binary = TheEngine().GetThresholdedImage();
  if (binary == nullptr) return 1;
  const bool turned = pixOrientDetect(binary, out, out + 1, 0, 0) == 0;
  const bool skewed = pixFindSkew(binary, out + 2, out + 3) == 0;
  pixDestroy(&binary);
  return turned && skewed ? 0 : 1;
}

// Lets go of the page. Languages and variables stay.
EXPORT(pagewise_clear) void pagewise_clear() {
  walk = {};
  TheEngine().Forget();
}

// Bytes of the heap that are in use.
EXPORT(pagewise_heap_used) int32_t pagewise_heap_used() { return static_cast<int32_t>(HeapUsed()); }
