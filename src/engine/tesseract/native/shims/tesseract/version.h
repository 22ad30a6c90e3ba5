// Tesseract's build writes this file. The sources are those of the commit named here.
#pragma once
#define TESSERACT_MAJOR_VERSION 5
#define TESSERACT_MINOR_VERSION 5
#define TESSERACT_MICRO_VERSION 0
#define TESSERACT_VERSION (TESSERACT_MAJOR_VERSION << 16 | TESSERACT_MINOR_VERSION << 8 | TESSERACT_MICRO_VERSION)
#define TESSERACT_VERSION_STR "5.5.0+5c78037"
