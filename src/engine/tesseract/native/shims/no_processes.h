/* Put before every file of Leptonica. WASI knows no processes and no temporary files; the functions that want them are
   never called, but are compiled. */
#ifndef PAGEWISE_NO_PROCESSES_H
#define PAGEWISE_NO_PROCESSES_H
#include <stdio.h>
#include <stdlib.h>
static inline int pagewise_system(const char *command) { (void)command; return -1; }
static inline int pagewise_mkstemp(char *name) { (void)name; return -1; }
static inline FILE *pagewise_tmpfile(void) { return NULL; }
static inline char *pagewise_realpath(const char *path, char *resolved) { (void)path; (void)resolved; return NULL; }
#define system pagewise_system
#define mkstemp pagewise_mkstemp
#define tmpfile pagewise_tmpfile
#define realpath pagewise_realpath
#endif
