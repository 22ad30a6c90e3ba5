/* Leptonica's configure script writes this file. WebAssembly is little-endian. */
#define L_LITTLE_ENDIAN
