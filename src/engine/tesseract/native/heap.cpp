// malloc and free for one thread in a memory that only grows. The compiler's own for WASI rounds every block up to a power
// of two, which makes the heap half as large again; and a wasm memory never shrinks, so what counts is the peak.
//
// Free blocks are kept by size in 28 x 16 lists, found through bit maps (two-level segregated fit), and merged with free
// neighbours. Freed blocks of up to 512 bytes are first put aside by exact size and given out again as they are, which is
// what a recognizer does all the time; they are merged when memory would have to grow otherwise.
#include "allocator.h"

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>

extern "C" unsigned char __heap_base;  // where the linker's own data end

namespace {

// A block begins 8 bytes before its payload, which is aligned to 16 bytes. Below each block of a span lies another, up to
// a closing one of size 0.
struct Block {
  uint32_t below;            // address of the block before it in memory; 0 for the first of a span
  uint32_t size_and_free;    // bytes with this header, a multiple of 16; bit 0: free
  Block *next, *previous;    // of the list, while it is free

  uint32_t Size() const { return size_and_free & ~15u; }
  bool IsFree() const { return size_and_free & 1; }
  uint32_t Address() const { return static_cast<uint32_t>(reinterpret_cast<uintptr_t>(this)); }
  Block *Above() const;
  void *Payload() { return reinterpret_cast<char *>(this) + 8; }
};

Block *At(uint32_t address) { return reinterpret_cast<Block *>(static_cast<uintptr_t>(address)); }
Block *Of(void *payload) { return reinterpret_cast<Block *>(static_cast<char *>(payload) - 8); }
Block *Block::Above() const { return At(Address() + Size()); }

constexpr uint32_t kHeader = 8;
constexpr uint32_t kLeast = 16;              // bytes of a block
constexpr uint32_t kSmall = 512;             // the largest that is put aside
constexpr uint32_t kMost = 0x7FFFFF00;       // the largest that can be asked for
constexpr uint32_t kPage = 65536;            // of a wasm memory
constexpr uint32_t kGrowth = 64;             // pages by which it grows at least: the next page may be denser by a little
constexpr uint32_t kClosing = 16;            // kept free for the closing block of a span
constexpr int kClasses = 28, kSteps = 16;    // powers of two, and sixteenths of each

Block *lists[kClasses][kSteps];
uint32_t classes_in_use, steps_in_use[kClasses];  // a bit for each list that is not empty
Block *aside[kSmall / 16 + 1];                    // by size / 16
uint32_t closing;                                 // address of the last span's closing block; 0 before the first span

struct List {
  int in_class, step;
};

// The list for blocks of a size: sizes below 256 have one each, the others one of sixteen between powers of two.
List ListFor(uint32_t size) {
  const int log = 31 - __builtin_clz(size);
  if (log < 8) return {0, static_cast<int>(size >> 4)};
  return {log - 7, static_cast<int>(size >> (log - 4) & 15)};
}

void AddToList(Block *block) {
  const List list = ListFor(block->Size());
  Block *&first = lists[list.in_class][list.step];
  block->size_and_free |= 1;
  block->previous = nullptr;
  block->next = first;
  if (first != nullptr) first->previous = block;
  first = block;
  classes_in_use |= 1u << list.in_class;
  steps_in_use[list.in_class] |= 1u << list.step;
}

void TakeFromList(Block *block) {
  if (block->next != nullptr) block->next->previous = block->previous;
  if (block->previous != nullptr) {
    block->previous->next = block->next;
  } else {
    const List list = ListFor(block->Size());
    lists[list.in_class][list.step] = block->next;
    if (block->next == nullptr) {
      steps_in_use[list.in_class] &= ~(1u << list.step);
      if (steps_in_use[list.in_class] == 0) classes_in_use &= ~(1u << list.in_class);
    }
  }
  block->size_and_free &= ~1u;
}

void Resize(Block *block, uint32_t size) {
  block->size_and_free = size;
  block->Above()->below = block->Address();
}

// Merges a block with free neighbours, and lists it.
void Release(Block *block) {
  if (Block *above = block->Above(); above->IsFree()) {
    TakeFromList(above);
    Resize(block, block->Size() + above->Size());
  }
  if (block->below != 0 && At(block->below)->IsFree()) {
    Block *below = At(block->below);
    TakeFromList(below);
    Resize(below, below->Size() + block->Size());
    block = below;
  }
  AddToList(block);
}

bool ReleaseAside() {
  bool any = false;
  for (Block *&first : aside) {
    while (Block *block = first) {
      first = block->next;
      Release(block);
      any = true;
    }
  }
  return any;
}

// A free block of at least that size, taken from its list, or null.
Block *Find(uint32_t size) {
  List list = ListFor(size);
  // In the list of that very size a block may be too small: a few are looked at, which keeps the heap from growing over
  // blocks that would do.
  int looked_at = 0;
  for (Block *block = lists[list.in_class][list.step]; block != nullptr && looked_at < 8; block = block->next, ++looked_at) {
    if (block->Size() < size) continue;
    TakeFromList(block);
    return block;
  }
  // In all lists behind it every block is large enough.
  uint32_t steps = list.step + 1 < kSteps ? steps_in_use[list.in_class] & ~0u << (list.step + 1) : 0;
  if (steps == 0) {
    const uint32_t larger = classes_in_use & ~0u << (list.in_class + 1);
    if (larger == 0) return nullptr;
    list.in_class = __builtin_ctz(larger);
    steps = steps_in_use[list.in_class];
  }
  Block *block = lists[list.in_class][__builtin_ctz(steps)];
  TakeFromList(block);
  return block;
}

// Makes a span of memory one free block and a closing one. `start` is 8 bytes before an address that is aligned to 16.
void AddSpan(uint32_t start, uint32_t end) {
  Block *block = At(start);
  closing = ((end - kClosing) & ~15u) - kHeader;
  block->below = 0;
  block->size_and_free = closing - start;
  At(closing)->below = start;
  At(closing)->size_and_free = 0;
  AddToList(block);
}

uint32_t MemoryEnd() { return static_cast<uint32_t>(__builtin_wasm_memory_size(0)) * kPage; }

bool GrowMemory(uint32_t pages) { return __builtin_wasm_memory_grow(0, pages) != static_cast<size_t>(-1); }

// Gets memory in which a block of that size fits.
bool Grow(uint32_t size) {
  const bool first = closing == 0;
  const uint32_t base = (static_cast<uint32_t>(reinterpret_cast<uintptr_t>(&__heap_base)) + kHeader + 15 & ~15u) - kHeader;
  const uint32_t before = first ? base : MemoryEnd();
  // A free block at the end of the memory becomes part of the new one.
  uint32_t have = 0;
  if (!first && At(closing)->below != 0 && At(At(closing)->below)->IsFree()) have = At(At(closing)->below)->Size();
  const uint64_t wanted = static_cast<uint64_t>(before) + (size > have ? size - have : 0) + kHeader + kClosing + 16;
  if (wanted > MemoryEnd()) {
    const uint32_t pages = static_cast<uint32_t>((wanted - MemoryEnd() + kPage - 1) / kPage);
    if (!(pages < kGrowth && GrowMemory(kGrowth)) && !GrowMemory(pages)) return false;
  }
  if (first) {
    AddSpan(base, MemoryEnd());
    return true;
  }
  // The old closing block becomes the head of the new free one. Nobody else grows this memory.
  Block *block = At(closing);
  const uint32_t end = ((MemoryEnd() - kClosing) & ~15u) - kHeader;
  if (end <= closing) return true;
  closing = end;
  At(closing)->size_and_free = 0;
  Resize(block, closing - block->Address());
  Release(block);
  return true;
}

uint32_t SizeFor(size_t bytes) { return bytes <= kLeast - kHeader ? kLeast : (static_cast<uint32_t>(bytes) + kHeader + 15) & ~15u; }

// Cuts off what is more than needed.
void Trim(Block *block, uint32_t size) {
  if (block->Size() < size + kLeast) return;
  Block *rest = At(block->Address() + size);
  rest->below = block->Address();
  Resize(rest, block->Size() - size);
  block->size_and_free = size;
  Release(rest);
}

// Not called malloc, since the compiler knows that one, and would make calloc out of the malloc and memset in calloc.
__attribute__((noinline)) void *Allocate(size_t bytes) {
  if (bytes > kMost) {
    errno = ENOMEM;
    return nullptr;
  }
  const uint32_t size = SizeFor(bytes);
  if (size <= kSmall) {
    if (Block *block = aside[size / 16]) {
      aside[size / 16] = block->next;
      return block->Payload();
    }
  }
  Block *block = Find(size);
  if (block == nullptr && ReleaseAside()) block = Find(size);
  if (block == nullptr && Grow(size)) block = Find(size);
  if (block == nullptr) {
    errno = ENOMEM;
    return nullptr;
  }
  Trim(block, size);
  return block->Payload();
}

}  // namespace

extern "C" {

void *malloc(size_t bytes) { return Allocate(bytes); }

void free(void *payload) {
  if (payload == nullptr) return;
  Block *block = Of(payload);
  const uint32_t size = block->Size();
  if (size > kSmall) {
    Release(block);
    return;
  }
  block->next = aside[size / 16];
  aside[size / 16] = block;
}

void *calloc(size_t count, size_t each) {
  const uint64_t bytes = static_cast<uint64_t>(count) * each;
  if (bytes > kMost) {
    errno = ENOMEM;
    return nullptr;
  }
  void *payload = Allocate(static_cast<size_t>(bytes));
  if (payload != nullptr) memset(payload, 0, static_cast<size_t>(bytes));
  return payload;
}

void *realloc(void *payload, size_t bytes) {
  if (payload == nullptr) return Allocate(bytes);
  if (bytes > kMost) {
    errno = ENOMEM;
    return nullptr;
  }
  Block *block = Of(payload);
  const uint32_t size = SizeFor(bytes), have = block->Size();
  if (size <= have) {
    if (size > kSmall) Trim(block, size);
    return payload;
  }
  Block *above = block->Above();
  if (have > kSmall && above->IsFree() && have + above->Size() >= size) {
    TakeFromList(above);
    Resize(block, have + above->Size());
    Trim(block, size);
    return payload;
  }
  void *moved = Allocate(bytes);
  if (moved == nullptr) return nullptr;
  memcpy(moved, payload, have - kHeader);
  free(payload);
  return moved;
}

void *aligned_alloc(size_t alignment, size_t bytes) {
  if (alignment <= 16) return Allocate(bytes);
  if (alignment > kPage || bytes > kMost - alignment - 32) {
    errno = ENOMEM;
    return nullptr;
  }
  void *payload = Allocate(bytes + alignment + 32);
  if (payload == nullptr) return nullptr;
  const uintptr_t address = reinterpret_cast<uintptr_t>(payload);
  const uintptr_t aligned = (address + alignment - 1) & ~(alignment - 1);
  if (aligned == address) return payload;
  // What lies before the aligned address is a block of its own, and free again.
  Block *whole = Of(payload), *block = Of(reinterpret_cast<void *>(aligned));
  const uint32_t gap = static_cast<uint32_t>(aligned - address), rest = whole->Size() - gap;
  whole->size_and_free = gap;
  block->below = whole->Address();
  Resize(block, rest);
  Release(whole);
  return block->Payload();
}

int posix_memalign(void **out, size_t alignment, size_t bytes) {
  void *payload = aligned_alloc(alignment, bytes);
  if (payload == nullptr) return ENOMEM;
  *out = payload;
  return 0;
}

size_t malloc_usable_size(void *payload) { return payload == nullptr ? 0 : Of(payload)->Size() - kHeader; }

void MergeFreeBlocks() { ReleaseAside(); }

size_t HeapUsed() {
  if (closing == 0) return 0;
  ReleaseAside();
  size_t free_bytes = 0;
  for (auto &in_class : lists) {
    for (Block *block : in_class) {
      for (; block != nullptr; block = block->next) free_bytes += block->Size();
    }
  }
  return closing - static_cast<uint32_t>(reinterpret_cast<uintptr_t>(&__heap_base)) - free_bytes;
}

}  // extern "C"
