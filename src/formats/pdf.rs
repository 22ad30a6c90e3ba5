//! PDFs made searchable by adding to their end: not a byte of the original changes, and of a large file
//! only those objects are read that the addition needs.
//!
//! ```text
//! source (blocks of the file) ─▶ parse ─▶ xref ─▶ file (objects, decrypted) ─▶ pages ─┐
//!                       PageText ─▶ line ─▶ layer (operators) ─▶ font ────────────────┤
//!                                                                                      ▼
//!                                                     searchable ─▶ update ─▶ bytes to append
//! ```
//!
//! What is read was written by anybody. Depths, sizes and counts have bounds that no declaration in the file
//! can move, and whatever does not add up ends in [`PdfError::NeedsRewrite`] rather than in a guess.

mod crypt;
mod error;
mod file;
mod filter;
pub mod font;
pub mod geometry;
pub mod image;
pub mod layer;
mod line;
pub mod object;
mod pages;
mod parse;
mod resources;
mod searchable;
mod signature;
mod source;
mod truetype;
mod update;
pub mod write;
mod xref;

pub use error::PdfError;
pub use searchable::{Facts, Layered, LeftBecause, SearchablePdf};
