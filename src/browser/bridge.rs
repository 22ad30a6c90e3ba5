//! The way between a page and its workers: a message as it is posted, and a worker seen from outside.

#[cfg(feature = "reader")]
pub mod host;
pub mod wire;
