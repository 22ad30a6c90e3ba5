// The system below the C library. WASI's functions would be imports of the module; they are defined here instead, so that
// the module can do nothing but compute: there are no files, no environment, no chance, and of the two imports one tells
// the time and the other is told of progress.
#include <cerrno>
#include <cstdint>
#include <cstring>

#include "imports.h"

namespace {

constexpr int32_t kSuccess = 0;
constexpr int32_t kBadFile = 8;        // __WASI_ERRNO_BADF
constexpr int32_t kNotSupported = 58;  // __WASI_ERRNO_NOTSUP

template <class Value>
void Store(int32_t address, Value value) {
  memcpy(reinterpret_cast<void *>(static_cast<uintptr_t>(address)), &value, sizeof value);
}

struct Buffer {
  uint32_t address, bytes;
};

}  // namespace

// The names under which the C library imports them.
#define WASI(name) __imported_wasi_snapshot_preview1_##name

extern "C" {

int32_t WASI(args_sizes_get)(int32_t count, int32_t bytes) {
  Store<uint32_t>(count, 0);
  Store<uint32_t>(bytes, 0);
  return kSuccess;
}
int32_t WASI(args_get)(int32_t, int32_t) { return kSuccess; }
int32_t WASI(environ_sizes_get)(int32_t count, int32_t bytes) { return WASI(args_sizes_get)(count, bytes); }
int32_t WASI(environ_get)(int32_t, int32_t) { return kSuccess; }

// All clocks are one, in nanoseconds.
int32_t WASI(clock_res_get)(int32_t, int32_t out) {
  Store<uint64_t>(out, 1000);
  return kSuccess;
}
int32_t WASI(clock_time_get)(int32_t, int64_t, int32_t out) {
  Store<uint64_t>(out, static_cast<uint64_t>(pagewise_now() * 1e6));
  return kSuccess;
}

// What is printed goes nowhere.
int32_t WASI(fd_write)(int32_t, int32_t buffers, int32_t count, int32_t out) {
  uint32_t bytes = 0;
  const auto *buffer = reinterpret_cast<const Buffer *>(static_cast<uintptr_t>(buffers));
  for (int32_t i = 0; i < count; ++i) bytes += buffer[i].bytes;
  Store<uint32_t>(out, bytes);
  return kSuccess;
}

int32_t WASI(fd_advise)(int32_t, int64_t, int64_t, int32_t) { return kBadFile; }
int32_t WASI(fd_close)(int32_t) { return kBadFile; }
int32_t WASI(fd_fdstat_get)(int32_t, int32_t) { return kBadFile; }
int32_t WASI(fd_fdstat_set_flags)(int32_t, int32_t) { return kBadFile; }
int32_t WASI(fd_filestat_get)(int32_t, int32_t) { return kBadFile; }
int32_t WASI(fd_filestat_set_size)(int32_t, int64_t) { return kBadFile; }
int32_t WASI(fd_filestat_set_times)(int32_t, int64_t, int64_t, int32_t) { return kBadFile; }
int32_t WASI(fd_pread)(int32_t, int32_t, int32_t, int64_t, int32_t) { return kBadFile; }
int32_t WASI(fd_prestat_get)(int32_t, int32_t) { return kBadFile; }
int32_t WASI(fd_prestat_dir_name)(int32_t, int32_t, int32_t) { return kBadFile; }
int32_t WASI(fd_pwrite)(int32_t, int32_t, int32_t, int64_t, int32_t) { return kBadFile; }
int32_t WASI(fd_read)(int32_t, int32_t, int32_t, int32_t) { return kBadFile; }
int32_t WASI(fd_readdir)(int32_t, int32_t, int32_t, int64_t, int32_t) { return kBadFile; }
int32_t WASI(fd_renumber)(int32_t, int32_t) { return kBadFile; }
int32_t WASI(fd_seek)(int32_t, int64_t, int32_t, int32_t) { return kBadFile; }
int32_t WASI(fd_sync)(int32_t) { return kBadFile; }
int32_t WASI(fd_tell)(int32_t, int32_t) { return kBadFile; }
int32_t WASI(path_create_directory)(int32_t, int32_t, int32_t) { return kBadFile; }
int32_t WASI(path_filestat_get)(int32_t, int32_t, int32_t, int32_t, int32_t) { return kBadFile; }
int32_t WASI(path_filestat_set_times)(int32_t, int32_t, int32_t, int32_t, int64_t, int64_t, int32_t) { return kBadFile; }
int32_t WASI(path_link)(int32_t, int32_t, int32_t, int32_t, int32_t, int32_t, int32_t) { return kBadFile; }
int32_t WASI(path_open)(int32_t, int32_t, int32_t, int32_t, int32_t, int64_t, int64_t, int32_t, int32_t) { return kBadFile; }
int32_t WASI(path_readlink)(int32_t, int32_t, int32_t, int32_t, int32_t, int32_t) { return kBadFile; }
int32_t WASI(path_remove_directory)(int32_t, int32_t, int32_t) { return kBadFile; }
int32_t WASI(path_rename)(int32_t, int32_t, int32_t, int32_t, int32_t, int32_t) { return kBadFile; }
int32_t WASI(path_symlink)(int32_t, int32_t, int32_t, int32_t, int32_t) { return kBadFile; }
int32_t WASI(path_unlink_file)(int32_t, int32_t, int32_t) { return kBadFile; }
int32_t WASI(poll_oneoff)(int32_t, int32_t, int32_t, int32_t) { return kNotSupported; }
int32_t WASI(sched_yield)() { return kSuccess; }

// The C library's close is one of its parts that are written in Zig, which import by other names.
int close(int) {
  errno = EBADF;
  return -1;
}

// The same for every run, so that a page is read the same way twice.
int32_t WASI(random_get)(int32_t address, int32_t bytes) {
  memset(reinterpret_cast<void *>(static_cast<uintptr_t>(address)), 7, bytes);
  return kSuccess;
}

// Tesseract's assertions end here: the instance is lost, and whoever called it sees a trap.
_Noreturn void WASI(proc_exit)(int32_t) { __builtin_trap(); }

}  // extern "C"
