//! What several tests need.

#![allow(dead_code, reason = "no test needs all of it")]

use std::cell::Cell;
use std::rc::Rc;

/// A small deterministic source of chance (xorshift): the same seed gives the same course.
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }

    pub fn index(&mut self, bound: usize) -> usize {
        self.below(bound as u64) as usize
    }

    pub fn percent(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }
}

/// How many [`Pixels`] live, and their bytes.
pub type Held = Rc<Cell<(usize, u64)>>;

/// Pixels that are counted while they live, wherever they are.
#[derive(Debug)]
pub struct Pixels {
    bytes: u64,
    held: Held,
}

impl Pixels {
    pub fn new(bytes: u64, held: &Held) -> Self {
        let (count, sum) = held.get();
        held.set((count + 1, sum + bytes));
        Self { bytes, held: Rc::clone(held) }
    }
}

impl Drop for Pixels {
    fn drop(&mut self) {
        let (count, sum) = self.held.get();
        self.held.set((count - 1, sum - self.bytes));
    }
}
