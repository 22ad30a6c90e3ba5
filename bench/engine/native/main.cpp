// Tesseract natively compiled from the sources that the module is compiled from: what ours is held against.
//
//   reference MODEL DPI    then on standard input one path of a grey PGM a line
//
// For each page one line on standard output: milliseconds of processor time, a tab, and its words as JSON, an array of
// [text, left, top, right, bottom, confidence]. Texts are escaped as far as JSON asks for it.
#include <tesseract/baseapi.h>
#include <tesseract/resultiterator.h>

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

namespace {

bool ReadFile(const char *path, std::string *content) {
  FILE *file = fopen(path, "rb");
  if (file == nullptr) return false;
  char buffer[65536];
  for (size_t read; (read = fread(buffer, 1, sizeof buffer, file)) > 0;) content->append(buffer, read);
  fclose(file);
  return true;
}

struct Page {
  int width = 0;
  int height = 0;
  std::vector<unsigned char> pixels;
};

bool ReadPgm(const char *path, Page *page) {
  FILE *file = fopen(path, "rb");
  if (file == nullptr) return false;
  int white = 0;
  bool read = fscanf(file, "P5 %d %d %d", &page->width, &page->height, &white) == 3 && white == 255 && fgetc(file) != EOF;
  if (read) {
    page->pixels.resize(size_t(page->width) * page->height);
    read = fread(page->pixels.data(), 1, page->pixels.size(), file) == page->pixels.size();
  }
  fclose(file);
  return read;
}

void PrintString(const char *text) {
  putchar('"');
  for (; *text != 0; ++text) {
    const unsigned char byte = *text;
    if (byte == '"' || byte == '\\') {
      printf("\\%c", byte);
    } else if (byte < 0x20) {
      printf("\\u%04x", byte);
    } else {
      putchar(byte);
    }
  }
  putchar('"');
}

void PrintWords(tesseract::TessBaseAPI &api) {
  putchar('[');
  const std::unique_ptr<tesseract::ResultIterator> it(api.GetIterator());
  bool first = true;
  if (it != nullptr) {
    do {
      if (it->Empty(tesseract::RIL_WORD)) continue;
      int box[4];
      it->BoundingBox(tesseract::RIL_WORD, box, box + 1, box + 2, box + 3);
      const std::unique_ptr<char[]> text(it->GetUTF8Text(tesseract::RIL_WORD));
      printf(first ? "[" : ",[");
      PrintString(text.get());
      printf(",%d,%d,%d,%d,%.9g]", box[0], box[1], box[2], box[3], it->Confidence(tesseract::RIL_WORD));
      first = false;
    } while (it->Next(tesseract::RIL_WORD));
  }
  puts("]");
}

}  // namespace

int main(int argc, char **argv) {
  std::string model;
  if (argc != 3 || !ReadFile(argv[1], &model)) return 1;
  tesseract::TessBaseAPI api;
  if (api.Init(model.data(), int(model.size()), "model", tesseract::OEM_LSTM_ONLY, nullptr, 0, nullptr, nullptr, false, nullptr)) {
    return 1;
  }
  for (std::string path; std::getline(std::cin, path);) {
    Page page;
    if (!ReadPgm(path.c_str(), &page)) return 2;
    const clock_t begun = clock();
    api.SetPageSegMode(tesseract::PSM_AUTO);
    api.SetImage(page.pixels.data(), page.width, page.height, 1, page.width);
    api.SetSourceResolution(atoi(argv[2]));
    if (api.Recognize(nullptr) != 0) return 3;
    printf("%.3f\t", (clock() - begun) * 1000.0 / CLOCKS_PER_SEC);
    PrintWords(api);
    fflush(stdout);
    api.Clear();
  }
  return 0;
}
