//! Everything that talks to a browser: the page, its workers, and what they say to each other.

#[cfg(all(target_arch = "wasm32", feature = "reader"))]
pub mod app;
#[cfg(all(target_arch = "wasm32", feature = "reader"))]
pub mod dom;
#[cfg(all(target_arch = "wasm32", feature = "reader"))]
pub mod host;
pub mod protocol;
#[cfg(target_arch = "wasm32")]
pub mod wire;
#[cfg(all(target_arch = "wasm32", feature = "reader"))]
pub mod worker;
#[cfg(all(target_arch = "wasm32", feature = "writer"))]
pub mod writer;
