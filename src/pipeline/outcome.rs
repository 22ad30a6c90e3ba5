//! What workers have done, and what follows for its page: the next strip, another try, or its end.

use super::workers::RendererState;
use super::{Effect, Pipeline, Stage, WorkerIndex};
use crate::model::bitmap::{BitmapHeader, PageBitmap, Provenance, Strip};
use crate::model::budget::Bytes;
use crate::model::error::Error;
use crate::model::page::{PageIndex, PageText};
use crate::model::record::{PageOutcome, PageRecord};
use crate::reading::{Finished, Reading};

/// How often a page is tried before it is given up.
const MAX_ATTEMPTS: u32 = 2;

impl<P> Pipeline<P> {
    pub(super) fn on_drawn(
        &mut self,
        header: BitmapHeader,
        pixels: P,
        own_text: Option<PageText>,
        milliseconds: f64,
        heap: Bytes,
        effects: &mut Vec<Effect<P>>,
    ) {
        // News of a renderer that was replaced since.
        if !matches!(self.renderer, RendererState::Drawing { .. }) {
            return;
        }
        let RendererState::Drawing { request, permit, is_void, .. } =
            std::mem::replace(&mut self.renderer, RendererState::Idle)
        else {
            return;
        };
        self.failed_starts = 0;
        self.ledger.renderer_ends(Some(heap));
        if !is_void {
            if let Some(job) = self.page_mut(request.page) {
                if job.stage == Stage::Drawing {
                    job.stage = Stage::Drawn;
                }
                job.own_text = own_text;
                let reading = &mut job.reading;
                reading.dpi = Some(header.dpi);
                reading.fitted = request.is_fitted(&header);
                reading.provenance = Some(header.provenance);
                reading.has_hidden_text = header.has_hidden_text;
                reading.size = Some(header.size);
                reading.bitmap_bytes = Bytes(header.bytes());
                if request.strip == Strip::FIRST {
                    reading.draw_milliseconds = 0.0;
                }
                reading.draw_milliseconds += milliseconds;
            }
            self.note_drawn(request.strip, &header);
            self.drawn.push_back(PageBitmap { header, strip: request.strip, pixels, permit });
        }
        self.replace_grown_renderer(heap, effects);
    }

    pub(super) fn on_text_found(
        &mut self,
        text: PageText,
        milliseconds: f64,
        heap: Bytes,
        effects: &mut Vec<Effect<P>>,
    ) {
        let Some((page, _)) = self.stop_drawing() else {
            return;
        };
        self.failed_starts = 0;
        if let Some(job) = self.page_mut(page) {
            job.reading.provenance = Some(Provenance::TextLayer);
            job.reading.size = Some(text.size);
            job.reading.draw_milliseconds = milliseconds;
        }
        self.finish_page(page, PageOutcome::Read(Box::new(text)), effects);
        self.replace_grown_renderer(heap, effects);
    }

    pub(super) fn on_recognized(
        &mut self,
        worker: WorkerIndex,
        Reading { text, look }: Reading,
        milliseconds: f64,
        heap: Bytes,
        effects: &mut Vec<Effect<P>>,
    ) {
        let Some((header, strip)) = self.vacate(worker, Some(heap)) else {
            return;
        };
        self.failed_starts = 0;
        let page = header.page;
        let whole = self.note_read(strip, header.area(), text);
        if let Some(job) = self.page_mut(page) {
            job.reading.read_milliseconds += milliseconds;
            job.reading.look = job.reading.look.with(look);
        }
        match whole {
            Some(Finished { text, strips, is_own }) => {
                if let Some(job) = self.page_mut(page) {
                    job.reading.strips = strips;
                    if is_own {
                        job.reading.provenance = Some(Provenance::TextLayer);
                    }
                }
                self.finish_page(page, PageOutcome::Read(Box::new(text)), effects);
            }
            None => self.show_reading(page),
        }
        if heap > self.plan.budget.recognizer_share() {
            self.replace_recognizer(worker, effects);
        }
    }

    /// A strip of a page could not be drawn or read.
    pub(super) fn retry_or_fail(
        &mut self,
        (page, strip): (PageIndex, Strip),
        error: Error,
        effects: &mut Vec<Effect<P>>,
    ) {
        let attempts = self.progress(page).map_or(MAX_ATTEMPTS, |job| job.reading.attempts);
        if !error.is_worth_retrying() || attempts >= MAX_ATTEMPTS {
            return self.finish_page(page, PageOutcome::Failed(error), effects);
        }
        self.rewind(page, strip);
        if let Some(job) = self.page_mut(page) {
            job.stage = Stage::Waiting;
            job.reading.attempts += 1;
        }
        // First in line, so that the order of results stays close to the order of pages.
        self.queue.push_front(page);
    }

    pub(super) fn end_all(&mut self, outcome: &PageOutcome, effects: &mut Vec<Effect<P>>) {
        self.drop_all_work();
        let open: Vec<_> =
            self.pages.iter().filter(|page| page.stage != Stage::Ended).map(|page| page.page).collect();
        for page in open {
            self.finish_page(page, outcome.clone(), effects);
        }
    }

    fn finish_page(&mut self, page: PageIndex, outcome: PageOutcome, effects: &mut Vec<Effect<P>>) {
        self.forget(page);
        if let Some(job) = self.page_mut(page) {
            job.stage = Stage::Ended;
            job.own_text = None;
            let reading = job.reading;
            self.open -= 1;
            effects.push(Effect::PageFinished(PageRecord::new(page, outcome, reading)));
        }
    }
}
