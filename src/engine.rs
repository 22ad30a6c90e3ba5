//! The adapters of what draws and reads: PDFium, Tesseract, and the decoders of image files.

#[cfg(target_arch = "wasm32")]
pub mod blob;
pub mod image_files;
#[cfg(all(target_arch = "wasm32", feature = "reader"))]
pub mod images;
#[cfg(all(target_arch = "wasm32", feature = "reader"))]
pub mod pdfium;
#[cfg(all(target_arch = "wasm32", feature = "reader"))]
pub mod tesseract;
