//! Which language a text is in: by its letters and words ([`mod@guess`]), or where it was read with a model that does not fit, by
//! which of several models reads the same lines best ([`trial`]).

pub mod guess;
pub mod scripts;
pub mod trial;

pub use guess::{Guess, guess, is_misread, of_page};
pub use trial::{Trial, decide};
