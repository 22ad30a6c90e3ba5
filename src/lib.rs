//! Pagewise reads scanned documents inside the browser, page by page, under a memory ceiling.
//!
//! ```text
//! File ─▶ render worker ─▶ grey page ─▶ recognize workers ─▶ PageText ─▶ exporters ─▶ download
//!              ▲                              ▲                  │
//!              └──────── pipeline (pure) ◀────┴─── budget        └─▶ the page (reads state only)
//! ```
//!
//! Everything above the line below is pure: it compiles and is tested natively. The rest talks to a browser
//! or to an engine. Dependencies point one way: `app → host → protocol ← worker → engine`.

pub mod bitmap;
pub mod budget;
pub mod engine;
pub mod error;
pub mod export;
pub mod options;
pub mod page;
#[cfg(any(not(target_arch = "wasm32"), feature = "writer"))]
pub mod pdf;
pub mod pipeline;
pub mod preprocess;
pub mod protocol;
pub mod source;
pub mod store;
pub mod strips;
pub mod text_layer;

#[cfg(all(target_arch = "wasm32", feature = "reader"))]
pub mod app;
#[cfg(all(target_arch = "wasm32", feature = "reader"))]
pub mod dom;
#[cfg(all(target_arch = "wasm32", feature = "reader"))]
pub mod host;
#[cfg(target_arch = "wasm32")]
pub mod wire;
#[cfg(all(target_arch = "wasm32", feature = "reader"))]
pub mod worker;
#[cfg(all(target_arch = "wasm32", feature = "writer"))]
pub mod writer;
