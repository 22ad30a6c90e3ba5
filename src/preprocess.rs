//! What is done to a page's pixels before they are read. Pure functions of grey rows.

pub mod grey;
pub mod scale;
