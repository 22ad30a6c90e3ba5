//! Pagewise reads scanned documents inside the browser, page by page, under a memory ceiling.
//!
//! ```text
//! File ─▶ render worker ─▶ grey page ─▶ recognize workers ─▶ PageText ─▶ exporters ─▶ download
//!              ▲                              ▲                  │
//!              └──── session ─ pipeline ◀─────┴─── budget        └─▶ the page (reads the session only)
//! ```
//!
//! Everything but `browser` and the adapters in [`engine`] is pure: it compiles and is tested natively. Floors, each
//! using only those above it: [`model`]; [`formats`], [`words`], [`search`]; [`reading`]; [`messages`], [`pipeline`], [`store`],
//! [`engine`], [`config`]; [`session`]; `browser`.

#[cfg(target_arch = "wasm32")]
pub mod browser;
pub mod config;
pub mod engine;
pub mod formats;
pub mod identify;
pub mod messages;
pub mod model;
pub mod pipeline;
pub mod reading;
pub mod search;
pub mod session;
pub mod store;
pub mod words;
