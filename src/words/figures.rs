//! How numbers and lists are written in the language of the interface. Browsers know (`Intl`); whoever has none gets plain
//! digits.

use std::cell::{Cell, RefCell};

use super::{Words, en};
use crate::model::budget::Bytes;

/// Writes figures as people of one language do.
pub trait Figures {
    /// A number with so many decimals.
    fn number(&self, value: f64, decimals: u8) -> String;
    /// A share of the whole, in whole percent.
    fn percent(&self, share: f64) -> String;
    /// Things one after another, with the word before the last.
    fn list(&self, items: &[String]) -> String;
}

/// Digits as a program writes them.
struct Plain;

impl Figures for Plain {
    fn number(&self, value: f64, decimals: u8) -> String {
        format!("{value:.0$}", usize::from(decimals))
    }

    fn percent(&self, share: f64) -> String {
        format!("{:.0}%", share * 100.0)
    }

    fn list(&self, items: &[String]) -> String {
        items.join(", ")
    }
}

thread_local! {
    // A page has one language at a time, and all of it runs in one thread; handing both through every widget and every
    // sentence would say no more.
    static WORDS: Cell<&'static Words> = const { Cell::new(&en::WORDS) };
    static FIGURES: RefCell<Box<dyn Figures>> = RefCell::new(Box::new(Plain));
}

/// The language that the interface has in this thread: English until something else is spoken.
pub fn words() -> &'static Words {
    WORDS.get()
}

/// From now on the interface has this language, and its figures.
pub fn speak(words: &'static Words, figures: Option<Box<dyn Figures>>) {
    WORDS.set(words);
    FIGURES.set(figures.unwrap_or_else(|| Box::new(Plain)));
}

/// A share of the whole, in whole percent.
pub fn percent(share: f64) -> String {
    FIGURES.with_borrow(|figures| figures.percent(share))
}

/// A size in megabytes.
pub fn megabytes(bytes: Bytes) -> String {
    format!("{} MB", number((bytes.0 as f64 / 1e6).round(), 0))
}

/// A number with so many decimals.
pub(super) fn number(value: f64, decimals: u8) -> String {
    FIGURES.with_borrow(|figures| figures.number(value, decimals))
}

/// A number of things.
pub fn count(things: usize) -> String {
    number(things as f64, 0)
}

/// Things one after another.
pub(super) fn list(items: &[String]) -> String {
    FIGURES.with_borrow(|figures| figures.list(items))
}

/// Milliseconds as people say them. The signs of units are the same in all languages.
pub(super) fn duration(milliseconds: f64) -> String {
    let seconds = (milliseconds / 1000.0).max(0.0);
    let whole = seconds.round() as u64;
    match whole {
        0..10 => format!("{} s", number(seconds, 1)),
        10..60 => format!("{whole} s"),
        60..3600 => format!("{} min {} s", whole / 60, whole % 60),
        _ => format!("{} h {} min", number((whole / 3600) as f64, 0), whole % 3600 / 60),
    }
}

/// The size of a file of a thousand bytes and more.
pub(super) fn file_size(bytes: Bytes) -> String {
    match bytes.0 {
        0..1_000_000 => format!("{} kB", bytes.0 / 1000),
        1_000_000..100_000_000 => format!("{} MB", number(bytes.0 as f64 / 1e6, 1)),
        _ => megabytes(bytes),
    }
}
