// What the allocator (heap.cpp) offers beside malloc and free.
#pragma once

#include <cstddef>

// Merges the small blocks that were put aside with their neighbours. To be called when much was freed: what is asked for
// next finds larger free blocks.
extern "C" void MergeFreeBlocks();

// Bytes of all blocks that are in use.
extern "C" size_t HeapUsed();
