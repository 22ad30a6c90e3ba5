//! Who gets to work next, so that the sum of all heaps and bitmaps stays under the ceiling.
//!
//! Work for which there is no room waits for other work to end, or for a grown worker to be replaced. Where
//! there is nothing left to wait for, the page is made smaller; never does a job stand still.

use super::workers::{RecognizerState, RendererState};
use super::{Effect, Pipeline, Plan, Stage, WorkerIndex};
use crate::model::bitmap::{BitmapHeader, PageBitmap, Strip};
use crate::model::budget::{Bytes, LEAST_PIXELS};
use crate::model::page::PageIndex;
use crate::reading::{DrawRequest, ReadingOptions};

/// What the resolution, or the height of strips, is multiplied with for each further try.
const RETRY_REDUCTION: f32 = 0.7;
/// A page is only drawn again with fewer pixels if it gets rid of at least one in ten.
const WORTHWHILE: f64 = 0.9;

impl<P> Pipeline<P> {
    /// Hands out work to whoever is idle, as far as there is room.
    pub(super) fn hand_out(&mut self, effects: &mut Vec<Effect<P>>) {
        while let Some((header, strip)) = self.drawn.front().map(|bitmap| (bitmap.header, bitmap.strip)) {
            let Some(worker) = self.most_suitable(&header) else {
                break;
            };
            let lacking = self.ledger.lacking_to_read(worker, pixels(&header), self.bitmap_bytes());
            if lacking == Bytes(0) {
                self.begin_reading(worker, effects);
            } else if self.replace_grown(lacking, Some((worker, pixels(&header))), effects)
                || self.is_anything_going_on()
            {
                break;
            } else if !self.make_smaller(&header, strip) {
                // As small as it can be, and nothing to wait for.
                self.begin_reading(worker, effects);
            }
        }
        self.draw_ahead(effects);
    }

    fn draw_ahead(&mut self, effects: &mut Vec<Effect<P>>) {
        let (RendererState::Idle, Some(page)) = (&self.renderer, self.queue.front().copied()) else {
            return;
        };
        if self.permits.free() == 0 {
            return;
        }
        let mut max_pixels = self.plan.budget.max_pixels(self.ledger.measured());
        if let Some(less) = self.progress(page).and_then(|progress| progress.max_pixels) {
            max_pixels = max_pixels.min(less);
        }
        let lacking = self.ledger.lacking_to_draw(Bytes(max_pixels), self.bitmap_bytes());
        if lacking > Bytes(0) {
            if self.is_anything_going_on() || self.replace_grown(lacking, None, effects) {
                return;
            }
            max_pixels = max_pixels.min(self.pixels_alone());
        }
        let Some(permit) = self.permits.take() else {
            return;
        };
        self.queue.pop_front();
        let request = self.draw_request(page, max_pixels);
        self.renderer = RendererState::Drawing { request, permit, begun: self.clock.now(), is_void: false };
        self.ledger.renderer_begins();
        effects.push(Effect::Draw(request));
    }

    /// The idle recognizer that would grow least over a page.
    fn most_suitable(&self, header: &BitmapHeader) -> Option<usize> {
        let idle =
            self.recognizers.iter().enumerate().filter(|(_, slot)| matches!(slot, RecognizerState::Idle));
        idle.map(|(worker, _)| worker).min_by_key(|worker| self.ledger.growth(*worker, pixels(header)))
    }

    fn begin_reading(&mut self, worker: usize, effects: &mut Vec<Effect<P>>) {
        let Some(PageBitmap { header, strip, pixels: content, permit }) = self.drawn.pop_front() else {
            return;
        };
        self.ledger.recognizer_begins(worker, pixels(&header));
        let worker = WorkerIndex(worker);
        let begun = self.clock.now();
        self.set_recognizer(
            worker,
            RecognizerState::Reading { header, strip, percent: 0, begun, is_void: false, _permit: permit },
        );
        self.show_reading(header.page);
        let Plan { effort, psm, limit_seconds, turn, .. } = self.plan;
        let options = ReadingOptions { effort, turn, ..ReadingOptions::new(psm, limit_seconds) };
        effects.push(Effect::Recognize { worker, header, options, pixels: content });
    }

    /// Whether there is anything to wait for.
    fn is_anything_going_on(&self) -> bool {
        !matches!(self.renderer, RendererState::Idle)
            || self.recognizers.iter().any(|slot| !matches!(slot, RecognizerState::Idle))
    }

    /// Replaces the idle worker of which most would come back: where that makes the room that is lacking, or
    /// where there is nothing else to wait for. `next` is the recognizer that is to read, and how many pixels;
    /// nothing is gained from what it would take again at once.
    fn replace_grown(
        &mut self,
        lacking: Bytes,
        next: Option<(usize, u64)>,
        effects: &mut Vec<Effect<P>>,
    ) -> bool {
        let idle =
            self.recognizers.iter().enumerate().filter(|(_, slot)| matches!(slot, RecognizerState::Idle));
        let recognizers = idle.map(|(worker, _)| {
            let pixels = next.filter(|(reader, _)| *reader == worker).map(|(_, pixels)| pixels);
            (self.ledger.recognizer_excess(worker, pixels), Some(worker))
        });
        // Before drawing, the renderer would take at once what it gave back.
        let is_idle = matches!(self.renderer, RendererState::Idle) && next.is_some();
        let renderer = is_idle.then(|| (self.ledger.renderer_excess(), None));
        let Some((gain, worker)) = recognizers.chain(renderer).max() else {
            return false;
        };
        if gain == Bytes(0) || (gain < lacking && self.is_anything_going_on()) {
            return false;
        }
        match worker {
            Some(worker) => self.replace_recognizer(WorkerIndex(worker), effects),
            None => self.replace_renderer(effects),
        }
        true
    }

    /// Has what is next in line drawn again, so small that it fits; whether that is any use.
    fn make_smaller(&mut self, header: &BitmapHeader, strip: Strip) -> bool {
        let room = self.pixels_alone();
        if room as f64 > pixels(header) as f64 * WORTHWHILE {
            return false;
        }
        self.rewind(header.page, strip);
        self.queue.push_front(header.page);
        if let Some(job) = self.page_mut(header.page) {
            job.stage = Stage::Waiting;
            job.max_pixels = Some(room);
        }
        true
    }

    fn pixels_alone(&self) -> u64 {
        self.ledger.pixels_alone(self.recognizers.len()).max(LEAST_PIXELS)
    }

    fn draw_request(&mut self, page: PageIndex, max_pixels: u64) -> DrawRequest {
        let strip = self.next_strip(page);
        let further_tries = self.page_mut(page).map_or(0, |job| {
            // The other strips of a page that is being read are nothing new to tell of.
            if job.stage == Stage::Waiting {
                job.stage = Stage::Drawing;
            }
            job.reading.attempts = job.reading.attempts.max(1);
            job.reading.attempts - 1
        });
        let reduction = RETRY_REDUCTION.powi(further_tries as i32);
        let own_text = self.own_text(page);
        let Plan { dpi, budget, region, .. } = self.plan;
        let max_decoded = budget.decoded_room();
        DrawRequest { page, strip, dpi, max_pixels, max_decoded, reduction, own_text, region }
    }
}

fn pixels(header: &BitmapHeader) -> u64 {
    u64::from(header.width) * u64::from(header.height)
}
