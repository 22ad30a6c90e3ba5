//! Files in and out: images are decoded, texts exported, PDFs made searchable. Pure functions of bytes and pages.

pub mod export;
pub mod image;
#[cfg(any(not(target_arch = "wasm32"), feature = "writer"))]
pub mod pdf;
