//! PDFs, read where needed and added to.

pub mod font;
pub mod geometry;
pub mod layer;
mod line;
pub mod object;
mod truetype;
pub mod write;
