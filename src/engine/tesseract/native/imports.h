// All that the module asks of its surroundings.
#pragma once

#include <cstdint>

// Milliseconds since some moment, never less than before.
extern "C" double pagewise_now() __attribute__((import_module("env"), import_name("now")));

// Told how much of a page is recognized, in percent, after every word. Cancels what is going on by an answer other than 0.
extern "C" int32_t pagewise_progress(int32_t percent)
    __attribute__((import_module("env"), import_name("progress")));
