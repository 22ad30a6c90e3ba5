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

pub mod browser;
pub mod engine;
pub mod formats;
pub mod model;
pub mod pipeline;
pub mod reading;
pub mod store;
