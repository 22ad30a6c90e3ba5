//! The values that everything else is made of: pages and their text, files, bitmaps, memory, options, errors.

pub mod affine;
pub mod bitmap;
pub mod budget;
pub mod correction;
pub mod difference;
pub mod doubtful;
pub mod error;
pub mod guess;
pub mod joint;
pub mod kind;
pub mod language;
pub mod look;
pub mod options;
pub mod page;
pub mod paper;
pub mod record;
pub mod request;
pub mod shot;
pub mod site;
pub mod source;
