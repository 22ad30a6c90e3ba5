//! How much memory a job may use, and what follows from it: workers, pixels, and when a worker is replaced.
//!
//! Wasm memory never shrinks. One oversized page would inflate a worker for the rest of the document, so
//! pages are made to fit before they are drawn, and a worker that grew past its share is thrown away.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::model::bitmap::MAX_SIDE;
use crate::model::page::{Dpi, PageSize};
pub use ledger::{Ledger, Measured};
pub use presets::Presets;

mod ledger;
mod presets;

/// A number of bytes. `Display` rounds to megabytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Bytes(pub u64);

impl Bytes {
    /// This many megabytes (of 1,000,000 bytes).
    pub const fn megabytes(count: u64) -> Bytes {
        Bytes(count * 1_000_000)
    }
}

impl std::ops::Add for Bytes {
    type Output = Bytes;
    fn add(self, other: Bytes) -> Bytes {
        Bytes(self.0.saturating_add(other.0))
    }
}

impl std::iter::Sum for Bytes {
    fn sum<I: Iterator<Item = Bytes>>(items: I) -> Bytes {
        items.fold(Bytes(0), std::ops::Add::add)
    }
}

impl fmt::Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} MB", (self.0 + 500_000) / 1_000_000)
    }
}

/// How much of the machine a job may take. Presets differ in workers and bytes, never in accuracy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Preset {
    /// One page at a time under 150 MB: any laptop, any phone.
    Conservative,
    /// Two pages at a time under 250 MB.
    Moderate,
    /// A page for each core, up to eight at a time, under 500 MB.
    Aggressive,
}

impl Preset {
    /// Every preset, smallest first.
    pub const ALL: [Preset; 3] = [Preset::Conservative, Preset::Moderate, Preset::Aggressive];

    /// The preset that suits a device. `memory_gb` is what the browser tells (it stops at 8), if it does.
    pub fn for_device(memory_gb: Option<f64>, cores: u32) -> Preset {
        match (memory_gb, cores) {
            (_, 0..=1) => Preset::Conservative,
            (Some(memory), _) if memory <= 2.0 => Preset::Conservative,
            (Some(memory), 6..) if memory >= 8.0 => Preset::Aggressive,
            _ => Preset::Moderate,
        }
    }

    /// The word used in URLs and settings.
    pub fn id(self) -> &'static str {
        match self {
            Preset::Conservative => "conservative",
            Preset::Moderate => "moderate",
            Preset::Aggressive => "aggressive",
        }
    }

    /// The preset with this [`Preset::id`].
    pub fn from_id(id: &str) -> Option<Preset> {
        Preset::ALL.into_iter().find(|preset| preset.id().eq_ignore_ascii_case(id))
    }

    /// The most that all wasm heaps and page bitmaps together may take, where a site says nothing else: [`Presets`].
    pub fn ceiling(self) -> Bytes {
        match self {
            Preset::Conservative => Bytes::megabytes(150),
            Preset::Moderate => Bytes::megabytes(250),
            Preset::Aggressive => Bytes::megabytes(500),
        }
    }

    /// How many pages are read at a time at most.
    fn most_workers(self) -> u32 {
        match self {
            Preset::Conservative => 1,
            Preset::Moderate => 2,
            Preset::Aggressive => 8,
        }
    }
}

/// Heap of a renderer that has just been started: PDFium's initial memory and our own module's.
const RENDERER_BASE: Bytes = Bytes::megabytes(22);
/// An A4 page at [`Dpi::BEST`].
const ORDINARY_PIXELS: u64 = 3_870_000;
/// An A4 page at [`Dpi::MIN`].
pub const LEAST_PIXELS: u64 = 600_000;

/// The memory a job may use and how it is shared out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    ceiling: Bytes,
    workers: u32,
}

impl Budget {
    /// Shares `ceiling` among one renderer and `workers` recognizers, lowering the number of workers to what
    /// fits with an ordinary page each, but never below one.
    pub fn new(ceiling: Bytes, workers: u32) -> Budget {
        let fits = |workers: u32| {
            let budget = Budget { ceiling, workers };
            budget.recognizer_share() >= Measured::default().recognizer_need(ORDINARY_PIXELS)
        };
        let workers = (1..=workers.max(1)).rev().find(|count| fits(*count)).unwrap_or(1);
        Budget { ceiling, workers }
    }

    /// The most that all wasm heaps and bitmaps together may take.
    pub fn ceiling(&self) -> Bytes {
        self.ceiling
    }

    /// How many recognizers run.
    pub fn workers(&self) -> u32 {
        self.workers
    }

    /// How many page bitmaps may exist at once: one per recognizer and one drawn ahead.
    pub fn bitmaps(&self) -> usize {
        self.workers as usize + 1
    }

    /// What the renderer's heaps may grow to before it is replaced.
    pub fn renderer_share(&self) -> Bytes {
        // Pages that are scans make PDFium hold the compressed stream and the decoded image at once; a
        // third of the ceiling holds an A4 page scanned in colour at 300 dpi.
        Bytes((self.ceiling.0 / 3).max(RENDERER_BASE.0 * 3 / 2))
    }

    /// What one recognizer's heaps may grow to before it is replaced.
    pub fn recognizer_share(&self) -> Bytes {
        let rest = self.ceiling.0.saturating_sub(self.renderer_share().0);
        Bytes(rest / u64::from(self.workers.max(1)))
    }

    /// Whether pages can be drawn to be looked at while others are read: its renderer may come to twice what it has at the
    /// beginning, since its heap grows by as much as it has, and an ordinary page is read by each recognizer beside it.
    pub fn has_room_to_show(&self) -> bool {
        let page = Measured::default().recognizer_need(ORDINARY_PIXELS) + Bytes(ORDINARY_PIXELS);
        let renderer = self.renderer_share().0.max(2 * RENDERER_BASE.0);
        self.ceiling.0 >= renderer + u64::from(self.workers) * page.0
    }

    /// What an image may be decoded to at once, so that it and an ordinary page for each recognizer stay below the
    /// ceiling.
    pub fn decoded_room(&self) -> Bytes {
        let page = Measured::default().recognizer_need(ORDINARY_PIXELS) + Bytes(ORDINARY_PIXELS);
        let others = RENDERER_BASE.0 + u64::from(self.workers) * page.0;
        Bytes(self.ceiling.0.saturating_sub(others))
    }

    /// The most pixels a page may be read with so that its recognizer stays within its share, by what
    /// recognizers have needed so far.
    pub fn max_pixels(&self, measured: &Measured) -> u64 {
        // Even the smallest ceiling must let an A4 page through at the lowest resolution.
        measured.pixels_within(self.recognizer_share()).max(LEAST_PIXELS)
    }
}

/// The highest resolution up to `wanted` at which the page stays within `max_pixels` and within what the
/// recognizer accepts; `None` if that would be less than [`Dpi::MIN`].
pub fn dpi_that_fits(size: PageSize, wanted: Dpi, max_pixels: u64) -> Option<Dpi> {
    let (width, height) = (f64::from(size.width), f64::from(size.height));
    if !(width.is_finite() && height.is_finite() && width > 0.0 && height > 0.0) {
        return None;
    }
    let by_area = (max_pixels as f64 / (width * height)).sqrt() * 72.0;
    let by_side = f64::from(MAX_SIDE - 1) / width.max(height) * 72.0;
    let dpi = f64::from(wanted.0).min(by_area).min(by_side);
    // A page that fits only below the least resolution is refused, unless less was asked for.
    (dpi >= f64::from(Dpi::MIN.0.min(wanted.0)) - 0.5).then_some(Dpi(dpi as f32))
}

#[cfg(test)]
mod tests {
    use super::*;

    const A4: PageSize = PageSize { width: 595.0, height: 842.0 };

    #[test]
    fn an_ordinary_page_is_read_at_the_best_resolution_under_every_preset() {
        for preset in Preset::ALL {
            let workers = Presets::default().workers(preset, 8);
            let budget = Budget::new(preset.ceiling(), workers);
            assert_eq!(budget.workers(), workers, "{preset:?}");
            assert_eq!(
                dpi_that_fits(A4, Dpi::BEST, budget.max_pixels(&Measured::default())),
                Some(Dpi::BEST),
                "{preset:?}"
            );
        }
    }

    #[test]
    fn shares_add_up_to_the_ceiling() {
        for workers in 1..=8 {
            let budget = Budget::new(Bytes::megabytes(500), workers);
            let sum = budget.renderer_share().0 + budget.recognizer_share().0 * u64::from(budget.workers());
            assert!(sum <= budget.ceiling().0, "{workers}");
        }
    }

    #[test]
    fn what_may_be_decoded_at_once_depends_on_the_ceiling() {
        let room = |megabytes, workers| Budget::new(Bytes::megabytes(megabytes), workers).decoded_room();
        // A4 at 600 dpi in grey, not in colour; A3 at 300 dpi in colour.
        assert!((Bytes::megabytes(53)..Bytes::megabytes(100)).contains(&room(150, 1)), "{}", room(150, 1));
        assert!(room(250, 2) > Bytes::megabytes(105) && room(80, 1) < Bytes::megabytes(20));
    }

    #[test]
    fn pages_are_looked_at_while_others_are_read_under_every_preset() {
        for preset in Preset::ALL {
            let budget = Budget::new(preset.ceiling(), Presets::default().workers(preset, 8));
            assert!(budget.has_room_to_show(), "{preset:?}");
        }
        assert!(!Budget::new(Bytes::megabytes(80), 1).has_room_to_show());
    }

    #[test]
    fn a_small_ceiling_means_fewer_workers_not_blurred_pages() {
        assert_eq!(Budget::new(Bytes::megabytes(150), 8).workers(), 2);
        assert_eq!(Budget::new(Bytes::megabytes(60), 8).workers(), 1);
    }

    #[test]
    fn large_pages_are_read_at_a_lower_resolution_and_absurd_ones_refused() {
        let a0 = PageSize { width: 2384.0, height: 3370.0 };
        let fitted = dpi_that_fits(a0, Dpi::BEST, 14_000_000).unwrap();
        assert!(fitted < Dpi::BEST && fitted > Dpi::MIN, "{fitted:?}");
        let absurd = PageSize { width: 14_400_000.0, height: 800.0 };
        assert_eq!(dpi_that_fits(absurd, Dpi::BEST, 14_000_000), None);
        assert_eq!(dpi_that_fits(PageSize { width: f32::NAN, height: 1.0 }, Dpi::BEST, 14_000_000), None);
    }

    #[test]
    fn presets_follow_the_device() {
        assert_eq!(Preset::for_device(Some(2.0), 8), Preset::Conservative);
        assert_eq!(Preset::for_device(None, 1), Preset::Conservative);
        assert_eq!(Preset::for_device(None, 4), Preset::Moderate);
        assert_eq!(Preset::for_device(Some(8.0), 8), Preset::Aggressive);
    }
}
