// qsort that keeps the order of equal elements, as glibc's does (a merge sort), and musl's does not. Tesseract sorts lists
// of blobs, rows and partitions in which many are equal, and goes on with them in the order that it gets: with musl's, 1
// page in 20 is read a little differently from how it is read natively.
#include <cstdint>
#include <cstdlib>
#include <cstring>

namespace {

using Compare = int (*)(const void *, const void *);

// Sorts count elements of some size, with room for as many.
void MergeSort(char *elements, size_t count, size_t size, char *room, Compare compare) {
  if (count <= 1) return;
  size_t left = count / 2, right = count - left;
  char *a = elements, *b = elements + left * size, *to = room;
  MergeSort(a, left, size, room, compare);
  MergeSort(b, right, size, room, compare);
  while (left > 0 && right > 0) {
    const bool first = compare(a, b) <= 0;
    char *&from = first ? a : b;
    memcpy(to, from, size);
    from += size;
    to += size;
    --(first ? left : right);
  }
  // What is left of the second half is in its place already.
  memcpy(to, a, left * size);
  memcpy(elements, room, (count - right) * size);
}

}  // namespace

extern "C" void qsort(void *elements, size_t count, size_t size, Compare compare) {
  if (count < 2 || size == 0) return;
  alignas(16) char few[1024];
  const uint64_t bytes = static_cast<uint64_t>(count) * size;
  void *room = bytes <= sizeof few ? few : malloc(static_cast<size_t>(bytes));
  if (room == nullptr) __builtin_trap();
  MergeSort(static_cast<char *>(elements), count, size, static_cast<char *>(room), compare);
  if (room != few) free(room);
}
