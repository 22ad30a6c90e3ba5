//! PDF files.

pub mod image;
