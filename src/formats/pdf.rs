//! PDFs made searchable by adding to their end: not a byte of the original changes, and of a large file
//! only those objects are read that the addition needs.
//!
//! ```text
//! source (blocks of the file) ─▶ parse ─▶ xref ─▶ file (objects, decrypted) ─▶ pages ─┐
//!                  invisible (by content, cover: old text taken out of a page's streams) ─┤
//!                       PageText ─▶ line ─▶ layer (operators) ─▶ font ────────────────┤
//!                                                                                      ▼
//!                                                     searchable ─▶ update ─▶ bytes to append
//! ```
//!
//! What is read was written by anybody. Depths, sizes and counts have bounds that no declaration in the file
//! can move, and whatever does not add up ends in [`PdfError::NeedsRewrite`] rather than in a guess.

mod content;
mod cover;
mod crypt;
mod error;
mod file;
mod filter;
pub mod font;
pub mod geometry;
pub mod image;
mod invisible;
pub mod layer;
mod layer_font;
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
pub use invisible::StaysBecause;
pub use searchable::{Facts, Layered, LeftBecause, SearchablePdf};
