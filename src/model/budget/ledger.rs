//! What a job holds at this moment, and what it is about to hold.

use super::{Budget, Bytes, RENDERER_BASE};

/// Heap of a recognizer with the fast English model and no page yet, Tesseract's and our own module's, until one has
/// told its own. Measured 22.8 with our own build of the engine, 26 with the package's.
const RECOGNIZER_BASE: Bytes = Bytes::megabytes(23);
/// The same without any model, and what each byte of one adds. Measured of fifteen models, alone and together, of 1 to 9 MB:
/// 8.4 MB of Tesseract's for 1.1, 12.6 for 2.5, 16.8 for 4.1, 25.2 for 9.1.
const WITHOUT_MODELS: Bytes = Bytes::megabytes(9);
const BYTES_PER_MODEL_BYTE: f64 = 3.4;
/// What Tesseract takes for a page on top of its base, per pixel, until pages have been read: the grey copy, the
/// binary image, the layout's component images and the recognizer's line buffers. Measured 3.5 to 4.2 on dense
/// A4 pages with the package's engine, and about 2.7 with our own; what our own module sees of a page takes 1 more.
const BYTES_PER_PIXEL: f64 = 3.7;
/// However little pages have needed so far, the next may be denser.
const LEAST_BYTES_PER_PIXEL: f64 = 2.0;
/// On smaller pages what does not depend on their size would count for too much.
const TELLING_PIXELS: u64 = 1_000_000;
/// Weight of one page that needed less than estimated.
const LOWERING: f64 = 0.25;
/// A worker that holds this many times what a fresh one does is worth replacing when room is needed.
const GROWN: f64 = 1.25;

/// What the engines have really needed so far; at first, what they needed elsewhere.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measured {
    renderer_base: Bytes,
    recognizer_base: Bytes,
    bytes_per_pixel: f64,
    /// The most a renderer's heaps have been, once one has drawn a page.
    renderer_peak: Option<Bytes>,
}

impl Default for Measured {
    fn default() -> Self {
        Self {
            renderer_base: RENDERER_BASE,
            recognizer_base: RECOGNIZER_BASE,
            bytes_per_pixel: BYTES_PER_PIXEL,
            renderer_peak: None,
        }
    }
}

impl Measured {
    /// The same for models of so many bytes, of which nothing is known yet.
    #[must_use]
    pub fn with_models(self, bytes: u64) -> Self {
        let recognizer_base = WITHOUT_MODELS + Bytes((bytes as f64 * BYTES_PER_MODEL_BYTE) as u64);
        Self { recognizer_base, ..self }
    }

    /// What a recognizer's heaps come to over a page of so many pixels.
    pub fn recognizer_need(&self, pixels: u64) -> Bytes {
        self.recognizer_base + Bytes((pixels as f64 * self.bytes_per_pixel) as u64)
    }

    /// The pixels that a recognizer can read within `room`, in which their bitmap has to lie as well.
    pub fn pixels_within(&self, room: Bytes) -> u64 {
        // One byte for the bitmap, the others for the engine.
        (room.0.saturating_sub(self.recognizer_base.0) as f64 / (self.bytes_per_pixel + 1.0)) as u64
    }

    /// A recognizer whose largest page had `pixels` holds `heap`. More than estimated counts at once, less
    /// little by little.
    fn recognizer_read(&mut self, pixels: u64, heap: Bytes) {
        if pixels < TELLING_PIXELS {
            return;
        }
        let seen = heap.0.saturating_sub(self.recognizer_base.0) as f64 / pixels as f64;
        let lowered = self.bytes_per_pixel + (seen - self.bytes_per_pixel) * LOWERING;
        self.bytes_per_pixel = seen.max(lowered).max(LEAST_BYTES_PER_PIXEL);
    }

    fn renderer_drew(&mut self, heap: Bytes) {
        self.renderer_peak = self.renderer_peak.max(Some(heap));
    }
}

#[derive(Debug, Clone, Copy, Default)]
struct Account {
    /// As the worker told it last.
    heap: Bytes,
    /// Pixels of the largest page it has read.
    largest: u64,
    /// What it comes to over the page it has now.
    expected: Bytes,
}

/// Who holds how much: our own module in the page, the renderer, each recognizer, the page bitmaps.
#[derive(Debug)]
pub struct Ledger {
    budget: Budget,
    measured: Measured,
    own: Bytes,
    renderer: Account,
    recognizers: Vec<Account>,
}

impl Ledger {
    /// Nothing held yet.
    pub fn new(budget: Budget, measured: Measured, workers: usize) -> Self {
        let fresh = Account { heap: measured.recognizer_base, ..Account::default() };
        Self {
            budget,
            measured,
            own: Bytes(0),
            renderer: Account { heap: measured.renderer_base, ..Account::default() },
            recognizers: vec![fresh; workers],
        }
    }

    /// What the engines have really needed so far.
    pub fn measured(&self) -> &Measured {
        &self.measured
    }

    /// Notes what our own module holds in the page.
    pub fn note_own(&mut self, heap: Bytes) {
        self.own = heap;
    }

    /// A renderer starts in place of the one there was.
    pub fn renderer_fresh(&mut self) {
        self.renderer = Account { heap: self.measured.renderer_base, ..Account::default() };
    }

    /// A renderer has the document open and holds this much; `is_fresh` tells that it has drawn nothing yet.
    pub fn renderer_started(&mut self, heap: Bytes, is_fresh: bool) {
        self.renderer.heap = heap;
        if is_fresh {
            self.measured.renderer_base = heap;
        }
    }

    /// The renderer begins with a page.
    pub fn renderer_begins(&mut self) {
        self.renderer.expected = self.renderer_forecast();
    }

    /// The renderer is done with a page; `heap` as it told, if it did.
    pub fn renderer_ends(&mut self, heap: Option<Bytes>) {
        self.renderer.expected = Bytes(0);
        if let Some(heap) = heap {
            self.renderer.heap = heap;
            self.measured.renderer_drew(heap);
        }
    }

    /// What the renderer may come to over the next page: its share until a page has told better.
    fn renderer_forecast(&self) -> Bytes {
        self.measured.renderer_peak.unwrap_or_else(|| self.budget.renderer_share())
    }

    /// A recognizer starts in place of the one there was.
    pub fn recognizer_fresh(&mut self, worker: usize) {
        if let Some(account) = self.recognizers.get_mut(worker) {
            *account = Account { heap: self.measured.recognizer_base, ..Account::default() };
        }
    }

    /// A recognizer has started and holds this much; `is_fresh` tells that it has read nothing yet.
    pub fn recognizer_started(&mut self, worker: usize, heap: Bytes, is_fresh: bool) {
        if let Some(account) = self.recognizers.get_mut(worker) {
            account.heap = heap;
            if is_fresh {
                self.measured.recognizer_base = heap;
            }
        }
    }

    /// A recognizer begins with a page of so many pixels.
    pub fn recognizer_begins(&mut self, worker: usize, pixels: u64) {
        let need = self.measured.recognizer_need(pixels);
        if let Some(account) = self.recognizers.get_mut(worker) {
            account.expected = need;
            account.largest = account.largest.max(pixels);
        }
    }

    /// A recognizer is done with its page; `heap` as it told, if it did.
    pub fn recognizer_ends(&mut self, worker: usize, heap: Option<Bytes>) {
        if let Some(account) = self.recognizers.get_mut(worker) {
            account.expected = Bytes(0);
            if let Some(heap) = heap {
                account.heap = heap;
                self.measured.recognizer_read(account.largest, heap);
            }
        }
    }

    /// All heaps as they are, or as they will be once the work in hand is done.
    fn heaps(&self) -> Bytes {
        let workers = self.recognizers.iter().chain([&self.renderer]);
        self.own + workers.map(|account| account.heap.max(account.expected)).sum()
    }

    /// By how much the ceiling would be passed if a page were drawn now, into a bitmap of at most `bytes`, besides
    /// `bitmaps` that exist; 0 when there is room.
    pub fn lacking_to_draw(&self, bytes: Bytes, bitmaps: Bytes) -> Bytes {
        // The bitmap is drawn in the renderer's own heap, and copied out of it.
        let forecast = self.renderer_forecast().max(self.measured.renderer_base + bytes);
        let growth = forecast.0.saturating_sub(self.renderer.heap.0);
        self.lacking(Bytes(growth) + bytes + bitmaps)
    }

    fn lacking(&self, besides: Bytes) -> Bytes {
        Bytes((self.heaps() + besides).0.saturating_sub(self.budget.ceiling().0))
    }

    /// What a recognizer would grow by over a page of so many pixels.
    pub fn growth(&self, worker: usize, pixels: u64) -> Bytes {
        let heap = self.recognizers.get(worker).map_or(Bytes(0), |account| account.heap);
        Bytes(self.measured.recognizer_need(pixels).0.saturating_sub(heap.0))
    }

    /// By how much the ceiling would be passed if this recognizer read a page of so many pixels now; its bitmap is
    /// among `bitmaps`. 0 when there is room.
    pub fn lacking_to_read(&self, worker: usize, pixels: u64, bitmaps: Bytes) -> Bytes {
        self.lacking(self.growth(worker, pixels) + bitmaps)
    }

    /// The most pixels that a page may have to be drawn and read while nothing else is going on.
    pub fn pixels_alone(&self, idle_recognizers: usize) -> u64 {
        let others = idle_recognizers.saturating_sub(1) as u64 * self.measured.recognizer_base.0;
        let held = self.own.0 + self.renderer.heap.0.min(self.renderer_forecast().0) + others;
        self.measured.pixels_within(Bytes(self.budget.ceiling().0.saturating_sub(held)))
    }

    /// How much would come back if the renderer were replaced.
    pub fn renderer_excess(&self) -> Bytes {
        excess(self.renderer.heap, self.measured.renderer_base)
    }

    /// How much would come back if this recognizer were replaced; `pixels` is the page it is to read next, if it
    /// is to read one.
    pub fn recognizer_excess(&self, worker: usize, pixels: Option<u64>) -> Bytes {
        let fresh =
            pixels.map_or(self.measured.recognizer_base, |pixels| self.measured.recognizer_need(pixels));
        self.recognizers.get(worker).map_or(Bytes(0), |account| excess(account.heap, fresh))
    }
}

/// Nothing where it is so little that replacing is not worth it.
fn excess(heap: Bytes, fresh: Bytes) -> Bytes {
    let is_grown = heap.0 as f64 > fresh.0 as f64 * GROWN;
    if is_grown { Bytes(heap.0 - fresh.0) } else { Bytes(0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_recognizers_needed_changes_what_the_next_page_may_have() {
        let budget = Budget::new(Bytes::megabytes(150), 1);
        let mut ledger = Ledger::new(budget, Measured::default(), 1);
        let before = budget.max_pixels(ledger.measured());
        ledger.recognizer_begins(0, 4_000_000);
        ledger.recognizer_ends(0, Some(Bytes::megabytes(23 + 32)));
        let after_greedy = budget.max_pixels(ledger.measured());
        assert!(after_greedy < before * 2 / 3, "8 bytes a pixel count at once: {before} {after_greedy}");
        for _ in 0..20 {
            ledger.recognizer_fresh(0);
            ledger.recognizer_begins(0, 4_000_000);
            ledger.recognizer_ends(0, Some(Bytes::megabytes(23 + 10)));
        }
        let after_modest = budget.max_pixels(ledger.measured());
        assert!(after_modest > before, "{before} {after_modest}");
    }

    #[test]
    fn a_small_page_says_nothing_about_large_ones() {
        let mut ledger = Ledger::new(Budget::new(Bytes::megabytes(150), 1), Measured::default(), 1);
        ledger.recognizer_begins(0, 200_000);
        ledger.recognizer_ends(0, Some(Bytes::megabytes(40)));
        assert_eq!(*ledger.measured(), Measured::default());
    }

    #[test]
    fn the_sum_decides_whether_there_is_room() {
        let budget = Budget::new(Bytes::megabytes(150), 2);
        let mut ledger = Ledger::new(budget, Measured::default(), 2);
        assert_eq!(ledger.lacking_to_read(0, 4_000_000, Bytes::megabytes(4)), Bytes(0));
        ledger.recognizer_begins(0, 4_000_000);
        assert_eq!(ledger.lacking_to_read(1, 4_000_000, Bytes::megabytes(8)), Bytes(0));
        ledger.note_own(Bytes::megabytes(53));
        assert_eq!(ledger.lacking_to_read(1, 4_000_000, Bytes::megabytes(8)), Bytes(8_600_000));
    }
}
