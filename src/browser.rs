//! Everything that talks to a browser: the page, its workers, and the way between them.

#[cfg(feature = "reader")]
pub mod app;
pub mod bridge;
#[cfg(feature = "reader")]
pub mod dom;
pub mod worker;
