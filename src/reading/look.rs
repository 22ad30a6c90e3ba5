//! A look at a bitmap before it is read, and after.

pub mod ground;
pub mod marks;
pub mod reduced;
pub mod skew;
pub mod straighten;
