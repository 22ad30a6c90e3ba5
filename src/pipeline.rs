//! What happens next: the state machine that takes one document from its first page to its last.
//!
//! Pure: [`Pipeline::handle`] takes what happened and returns what to do. It never waits, is told what time it
//! is ([`Pipeline::at`]) and knows nothing of workers but their numbers, so every course of events, crashes and
//! hangs included, can be played through natively. Three rules hold in every state: at most `workers + 1` page
//! bitmaps exist (each needs a [`Permit`](crate::model::bitmap::Permit)); no work begins that the [`Ledger`] has no room for, unless there is
//! nothing left to wait for; and every chosen page ends as done, failed or cancelled, exactly once.

use std::collections::VecDeque;

use crate::model::bitmap::{PageBitmap, Permits};
use crate::model::budget::{Bytes, Ledger, Measured};
use crate::model::page::PageIndex;
use clock::Clock;
use strips::InWork;
use workers::{Renderer, Slot, Start};

pub use event::{Effect, Input, WorkerIndex};
pub use job::{Ended, PageJob, PageState, Plan, Replacements};

mod clock;
mod event;
mod job;
mod outcome;
mod pause;
mod room;
mod strips;
mod workers;

/// The state of one document's job.
#[derive(Debug)]
pub struct Pipeline<P> {
    plan: Plan,
    jobs: Vec<PageJob>,
    queue: VecDeque<PageIndex>,
    drawn: VecDeque<PageBitmap<P>>,
    in_work: Vec<InWork>,
    permits: Permits,
    renderer: Renderer,
    recognizers: Vec<Slot>,
    ledger: Ledger,
    clock: Clock,
    failed_starts: u32,
    replacements: Replacements,
    ended: Ended,
    /// Positions of the pages that changed since somebody last asked.
    changed: Vec<usize>,
    known: usize,
    paused: bool,
    finished: bool,
}

impl<P> Pipeline<P> {
    /// A job, and what to do first.
    pub fn start(mut plan: Plan) -> (Self, Vec<Effect<P>>) {
        let mut known = std::mem::take(&mut plan.known);
        known.retain(|job| job.state.is_final());
        let jobs: Vec<_> = plan
            .pages
            .iter()
            .map(|page| match known.iter().position(|job| job.page == *page) {
                Some(position) => known.swap_remove(position),
                None => PageJob::waiting(*page),
            })
            .collect();
        let queue: VecDeque<_> =
            jobs.iter().filter(|job| !job.state.is_final()).map(|job| job.page).collect();
        // More recognizers than pages would be started for nothing.
        let workers = (plan.budget.workers() as usize).min(queue.len()).max(1);
        let clock = Clock::new(f64::from(plan.limit_seconds) * 1000.0);
        let mut ended = Ended::default();
        jobs.iter().for_each(|job| ended.count(&job.state));
        let first = Start { begun: clock.now(), replaces: false };
        let mut pipeline = Pipeline {
            queue,
            jobs,
            drawn: VecDeque::new(),
            in_work: Vec::new(),
            permits: Permits::new(plan.budget.bitmaps()),
            renderer: Renderer::Starting(first),
            recognizers: (0..workers).map(|_| Slot::Starting(first)).collect(),
            ledger: Ledger::new(plan.budget, plan.measured, workers),
            clock,
            failed_starts: 0,
            replacements: Replacements::default(),
            ended,
            changed: Vec::new(),
            known: ended.total(),
            paused: false,
            finished: false,
            plan,
        };
        let mut effects = Vec::new();
        if !pipeline.queue.is_empty() {
            effects.push(Effect::StartRenderer);
            effects.extend((0..workers).map(|worker| Effect::StartRecognizer(WorkerIndex(worker))));
        }
        pipeline.advance(&mut effects);
        (pipeline, effects)
    }

    /// The chosen pages, in document order.
    pub fn jobs(&self) -> &[PageJob] {
        &self.jobs
    }

    /// Whether every page has reached its final state.
    pub fn is_finished(&self) -> bool {
        self.finished
    }

    /// How many pages were known from an earlier run.
    pub fn known(&self) -> usize {
        self.known
    }

    /// Page bitmaps that exist or are being drawn at this moment.
    pub fn live_bitmaps(&self) -> usize {
        self.plan.budget.bitmaps() - self.permits.free()
    }

    /// Workers replaced so far, and how long it took.
    pub fn replacements(&self) -> Replacements {
        self.replacements
    }

    /// How many pages ended so far, and how.
    pub fn ended(&self) -> Ended {
        self.ended
    }

    /// What the engines have really needed so far.
    pub fn measured(&self) -> Measured {
        *self.ledger.measured()
    }

    /// Bytes of the page bitmaps that exist at this moment.
    pub fn bitmap_bytes(&self) -> Bytes {
        let drawn = self.drawn.iter().map(|bitmap| Bytes(bitmap.header.bytes()));
        let read = self.recognizers.iter().map(|slot| match slot {
            Slot::Reading { header, .. } => Bytes(header.bytes()),
            Slot::Absent | Slot::Starting(_) | Slot::Idle => Bytes(0),
        });
        drawn.chain(read).sum()
    }

    /// The positions in [`Pipeline::jobs`] of the pages that changed since this was last asked, some perhaps
    /// more than once.
    pub fn take_changes(&mut self) -> Vec<usize> {
        std::mem::take(&mut self.changed)
    }

    /// Tells what time it is, in milliseconds since any fixed moment, and what our own module holds in the page.
    pub fn at(&mut self, now: f64, own_heap: Bytes) -> &mut Self {
        self.clock.set(now);
        self.ledger.note_own(own_heap);
        self
    }

    /// Takes what happened and returns what to do. Late news, of a finished job or of a worker that was replaced
    /// since, is ignored.
    pub fn handle(&mut self, input: Input<P>) -> Vec<Effect<P>> {
        let mut effects = Vec::new();
        // At rest there are no workers: whatever is heard of one is late.
        let late = self.is_at_rest() && !matches!(input, Input::Resume | Input::Cancel);
        if self.finished || late {
            return effects;
        }
        match input {
            Input::RendererReady { heap } => {
                if let Renderer::Starting(start) = self.renderer {
                    self.note_ready(start);
                    self.ledger.renderer_started(heap, start.replaces);
                    self.renderer = Renderer::Idle;
                }
            }
            Input::Drawn { header, pixels, own_text, milliseconds, heap } => {
                self.on_drawn(header, pixels, own_text, milliseconds, heap, &mut effects);
            }
            Input::TextFound { text, milliseconds, heap } => {
                self.on_text_found(text, milliseconds, heap, &mut effects);
            }
            Input::DrawFailed(error) => {
                if let Some(strip) = self.stop_drawing() {
                    self.retry_or_fail(strip, error, &mut effects);
                }
            }
            Input::RendererStopped(error) => {
                let was_starting = matches!(self.renderer, Renderer::Starting(_));
                match self.stop_drawing() {
                    Some(strip) => self.retry_or_fail(strip, error, &mut effects),
                    None if was_starting => self.count_failed_start(error, &mut effects),
                    None => {}
                }
                self.replace_renderer(&mut effects);
            }
            Input::RecognizerReady { worker, heap } => {
                if let Some(Slot::Starting(start)) = self.recognizers.get(worker.0) {
                    let start = *start;
                    self.note_ready(start);
                    self.ledger.recognizer_started(worker.0, heap, start.replaces);
                    self.set_slot(worker, Slot::Idle);
                }
            }
            Input::Progress(worker, now) => {
                if let Some(Slot::Reading { header, percent, is_void: false, .. }) =
                    self.recognizers.get_mut(worker.0)
                {
                    *percent = now;
                    let page = header.page;
                    self.show_reading(page);
                }
            }
            Input::Recognized { worker, text, milliseconds, heap } => {
                self.on_recognized(worker, text, milliseconds, heap, &mut effects);
            }
            Input::RecognizeFailed(worker, error) => {
                if let Some((header, strip)) = self.vacate(worker, None) {
                    self.retry_or_fail((header.page, strip), error, &mut effects);
                }
            }
            Input::RecognizerStopped(worker, error) => {
                let was_starting = matches!(self.recognizers.get(worker.0), Some(Slot::Starting(_)));
                match self.vacate(worker, None) {
                    Some((header, strip)) => self.retry_or_fail((header.page, strip), error, &mut effects),
                    None if was_starting => self.count_failed_start(error, &mut effects),
                    None => {}
                }
                self.replace_recognizer(worker, &mut effects);
            }
            Input::Unavailable(error) => self.end_all(&PageState::Failed(error), &mut effects),
            Input::Cancel => self.end_all(&PageState::Cancelled, &mut effects),
            Input::Pause => self.paused = true,
            Input::Resume => self.resume(&mut effects),
            Input::Tick => self.stop_what_takes_too_long(&mut effects),
        }
        self.advance(&mut effects);
        effects
    }

    /// Ends the job when nothing is left, or hands out work to whoever is idle.
    fn advance(&mut self, effects: &mut Vec<Effect<P>>) {
        if self.finished {
            return;
        }
        if self.is_all_final() {
            self.finished = true;
            // Strips of a page that failed may still be in work.
            self.drop_all_work();
            effects.push(Effect::Finished);
            return;
        }
        if self.paused {
            self.come_to_rest(effects);
        } else {
            self.hand_out(effects);
        }
    }

    fn is_all_final(&self) -> bool {
        self.ended.total() == self.jobs.len()
    }

    fn set_state(&mut self, page: PageIndex, state: PageState) {
        if let Some(job) = self.job_mut(page) {
            job.state = state;
        }
    }

    fn job(&self, page: PageIndex) -> Option<&PageJob> {
        let position = self.jobs.binary_search_by_key(&page, |job| job.page).ok()?;
        self.jobs.get(position)
    }

    /// A page that is about to change.
    fn job_mut(&mut self, page: PageIndex) -> Option<&mut PageJob> {
        let position = self.jobs.binary_search_by_key(&page, |job| job.page).ok()?;
        self.changed.push(position);
        self.jobs.get_mut(position)
    }
}
