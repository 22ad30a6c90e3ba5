//! What workers have done, and what follows for its page: the next strip, another try, or its end.

use super::workers::Renderer;
use super::{Effect, PageState, Pipeline, WorkerIndex};
use crate::model::bitmap::{BitmapHeader, PageBitmap, Provenance, Strip};
use crate::model::budget::Bytes;
use crate::model::error::Error;
use crate::model::options::OwnText;
use crate::model::page::{PageIndex, PageText};

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
        if !matches!(self.renderer, Renderer::Drawing { .. }) {
            return;
        }
        let Renderer::Drawing { request, permit, is_void, .. } =
            std::mem::replace(&mut self.renderer, Renderer::Idle)
        else {
            return;
        };
        self.failed_starts = 0;
        self.ledger.renderer_ends(Some(heap));
        if !is_void {
            if let Some(job) = self.job_mut(request.page) {
                if job.state == PageState::Drawing {
                    job.state = PageState::Drawn;
                }
                job.dpi = Some(header.dpi);
                job.fitted = request.is_fitted(&header);
                job.provenance = Some(header.provenance);
                job.size = Some(header.size);
                job.bitmap_bytes = Bytes(header.bytes());
                job.own_text = own_text;
                if request.strip == Strip::FIRST {
                    job.draw_milliseconds = 0.0;
                }
                job.draw_milliseconds += milliseconds;
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
        if let Some(job) = self.job_mut(page) {
            job.provenance = Some(Provenance::TextLayer);
            job.size = Some(text.size);
            job.draw_milliseconds = milliseconds;
        }
        self.finish_page(page, PageState::Done(Box::new(text)), effects);
        self.replace_grown_renderer(heap, effects);
    }

    pub(super) fn on_recognized(
        &mut self,
        worker: WorkerIndex,
        text: PageText,
        milliseconds: f64,
        heap: Bytes,
        effects: &mut Vec<Effect<P>>,
    ) {
        let Some((header, strip)) = self.vacate(worker, Some(heap)) else {
            return;
        };
        self.failed_starts = 0;
        let page = header.page;
        let whole = self.note_read(strip, header.area, text);
        if let Some(job) = self.job_mut(page) {
            job.read_milliseconds += milliseconds;
        }
        match whole {
            Some((mut text, strips)) => {
                let keeps_own = self.plan.own_text == OwnText::Keep;
                if let Some(job) = self.job_mut(page) {
                    job.strips = strips;
                    match job.own_text.take() {
                        // A few words in a font, or along a curve, that no engine can read.
                        Some(own) if keeps_own && text.words().next().is_none() => {
                            job.provenance = Some(Provenance::TextLayer);
                            text = own;
                        }
                        Some(own) => text.mark_native(&own),
                        None => {}
                    }
                }
                self.finish_page(page, PageState::Done(Box::new(text)), effects);
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
        let attempts = self.job(page).map_or(MAX_ATTEMPTS, |job| job.attempts);
        if !error.is_worth_retrying() || attempts >= MAX_ATTEMPTS {
            return self.finish_page(page, PageState::Failed(error), effects);
        }
        self.rewind(page, strip);
        if let Some(job) = self.job_mut(page) {
            job.state = PageState::Waiting;
            job.attempts += 1;
        }
        // First in line, so that the order of results stays close to the order of pages.
        self.queue.push_front(page);
    }

    pub(super) fn end_all(&mut self, state: &PageState, effects: &mut Vec<Effect<P>>) {
        self.drop_all_work();
        let open: Vec<_> = self.jobs.iter().filter(|job| !job.state.is_final()).map(|job| job.page).collect();
        for page in open {
            self.finish_page(page, state.clone(), effects);
        }
    }

    fn finish_page(&mut self, page: PageIndex, state: PageState, effects: &mut Vec<Effect<P>>) {
        self.forget(page);
        self.ended.count(&state);
        self.set_state(page, state);
        effects.push(Effect::PageFinished(page));
    }
}
