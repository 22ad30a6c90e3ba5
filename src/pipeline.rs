//! What happens next: the state machine that takes one document from its first page to its last.
//!
//! Pure: [`Pipeline::handle`] takes what happened and returns what to do. It never waits, is told what time it
//! is ([`Pipeline::at`]) and knows nothing of workers but their numbers, so every course of events, crashes and
//! hangs included, can be played through natively. Three rules hold in every state: at most `workers + 1` page
//! bitmaps exist (each needs a [`Permit`]); no work begins that the [`Ledger`] has no room for, unless there is
//! nothing left to wait for; and every chosen page ends as done, failed or cancelled, exactly once.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use crate::bitmap::{BitmapHeader, PageBitmap, Permit, Permits, Provenance};
use crate::budget::{Budget, Bytes, LEAST_PIXELS, Ledger, Measured, dpi_that_fits};
use crate::engine::{DrawRequest, OwnText};
use crate::error::Error;
use crate::page::{Dpi, PageIndex, PageSize, PageText, Rect};
use clock::{Clock, Moment};

mod clock;
mod pause;
mod room;

/// How often a page is tried before it is given up.
const MAX_ATTEMPTS: u32 = 2;
/// How often in a row workers may die before they are ready.
const MAX_FAILED_STARTS: u32 = 3;
/// The same once they have been seen to work: then it is more likely that something kills them than that they
/// cannot be had.
const MAX_FAILED_RESTARTS: u32 = 12;

/// Number of a recognizer, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WorkerIndex(pub usize);

/// Where a page stands.
#[derive(Debug, Clone, PartialEq)]
pub enum PageState {
    /// Its turn has not come.
    Waiting,
    /// Being drawn.
    Drawing,
    /// Drawn, and waiting for a recognizer.
    Drawn,
    /// Being read.
    Reading {
        /// How far, 0 to 100.
        percent: u8,
    },
    /// Read.
    Done(Box<PageText>),
    /// Given up, and why.
    Failed(Error),
    /// Not read because the job was cancelled.
    Cancelled,
}

impl PageState {
    /// Whether nothing more will happen to the page.
    pub fn is_final(&self) -> bool {
        matches!(self, PageState::Done(_) | PageState::Failed(_) | PageState::Cancelled)
    }
}

/// One chosen page and what is known of it.
#[derive(Debug, Clone, PartialEq)]
pub struct PageJob {
    /// Position in the document.
    pub page: PageIndex,
    /// Where it stands.
    pub state: PageState,
    /// Tries so far.
    pub attempts: u32,
    /// Resolution it was last drawn at.
    pub dpi: Option<Dpi>,
    /// Whether that is less than was wanted, because the page would not have fitted under the ceiling.
    pub fitted: bool,
    /// The most pixels it may have, where that is less than the others may.
    pub max_pixels: Option<u64>,
    /// How its pixels came about.
    pub provenance: Option<Provenance>,
    /// Size of its page in points, once drawn.
    pub size: Option<PageSize>,
    /// Bytes its bitmap takes, once drawn.
    pub bitmap_bytes: Bytes,
    /// Where the words stand that it has as text of its own, in page points. Of interest until it has been read.
    pub own_words: Vec<Rect>,
    /// Time the last drawing took.
    pub draw_milliseconds: f64,
    /// Time the last reading took.
    pub read_milliseconds: f64,
    /// Whether its outcome was kept from an earlier run, and nothing was done for it in this one.
    pub kept: bool,
}

impl PageJob {
    /// A page of which nothing is known.
    pub fn waiting(page: PageIndex) -> PageJob {
        PageJob {
            page,
            state: PageState::Waiting,
            attempts: 0,
            dpi: None,
            fitted: false,
            max_pixels: None,
            provenance: None,
            size: None,
            bitmap_bytes: Bytes(0),
            own_words: Vec::new(),
            draw_milliseconds: 0.0,
            read_milliseconds: 0.0,
            kept: false,
        }
    }
}

/// What a job is to do; fixed once it runs.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The chosen pages, ascending.
    pub pages: Vec<PageIndex>,
    /// Resolution asked for.
    pub dpi: Option<Dpi>,
    /// What to do with pages that carry their text.
    pub own_text: OwnText,
    /// Memory and workers.
    pub budget: Budget,
    /// What the engines have needed before.
    pub measured: Measured,
    /// Seconds that drawing a page, or reading it, may take.
    pub limit_seconds: u32,
    /// Pages that reached their end in an earlier run, in any order. They are not read again; those that are not
    /// chosen now are passed over.
    pub known: Vec<PageJob>,
}

/// Workers that were replaced, and how long pages had to wait for it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Replacements {
    /// Workers replaced because they grew past their share, died or took too long.
    pub count: u32,
    /// How many of the new ones have begun to work.
    pub ready: u32,
    /// Milliseconds from replacing a worker until the new one was ready, all together.
    pub milliseconds: f64,
    /// The longest of them.
    pub slowest_milliseconds: f64,
}

/// How many pages ended, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ended {
    /// Read.
    pub done: usize,
    /// Given up.
    pub failed: usize,
    /// Not read because the job was cancelled.
    pub cancelled: usize,
}

impl Ended {
    /// All of them.
    pub fn total(&self) -> usize {
        self.done + self.failed + self.cancelled
    }

    fn count(&mut self, state: &PageState) {
        match state {
            PageState::Done(_) => self.done += 1,
            PageState::Failed(_) => self.failed += 1,
            PageState::Cancelled => self.cancelled += 1,
            PageState::Waiting | PageState::Drawing | PageState::Drawn | PageState::Reading { .. } => {}
        }
    }
}

/// Something that happened.
#[derive(Debug)]
pub enum Input<P> {
    /// The renderer has the document open.
    RendererReady {
        /// Its memory.
        heap: Bytes,
    },
    /// A page was drawn.
    Drawn {
        /// What the pixels show.
        header: BitmapHeader,
        /// The pixels.
        pixels: P,
        /// Where the words stand that the page has as text of its own, in page points.
        own_words: Vec<Rect>,
        /// Time it took.
        milliseconds: f64,
        /// The renderer's memory.
        heap: Bytes,
    },
    /// The page to be drawn carries its text, and that is kept.
    TextFound {
        /// What it says.
        text: PageText,
        /// Time it took.
        milliseconds: f64,
        /// The renderer's memory.
        heap: Bytes,
    },
    /// The page being drawn cannot be drawn; the renderer is well.
    DrawFailed(Error),
    /// The renderer is dead.
    RendererStopped(Error),
    /// A recognizer has its model loaded.
    RecognizerReady {
        /// Which.
        worker: WorkerIndex,
        /// Its memory.
        heap: Bytes,
    },
    /// A page is being read.
    Progress(WorkerIndex, u8),
    /// A page was read.
    Recognized {
        /// By whom.
        worker: WorkerIndex,
        /// What it says.
        text: PageText,
        /// Time it took.
        milliseconds: f64,
        /// The recognizer's memory.
        heap: Bytes,
    },
    /// The page being read cannot be read; the recognizer is well.
    RecognizeFailed(WorkerIndex, Error),
    /// A recognizer is dead.
    RecognizerStopped(WorkerIndex, Error),
    /// Workers cannot be had at all, or the document cannot be opened any more.
    Unavailable(Error),
    /// The person pressed Cancel.
    Cancel,
    /// The person pressed Pause: pages in work are brought to their end, and no other is begun.
    Pause,
    /// The person pressed Resume.
    Resume,
    /// Time has passed; see [`Pipeline::at`].
    Tick,
}

/// Something to do.
#[derive(Debug)]
pub enum Effect<P> {
    /// Start a renderer, in place of the one there may be, and open the document in it.
    StartRenderer,
    /// Start this recognizer, in place of the one there may be.
    StartRecognizer(WorkerIndex),
    /// Have a page drawn.
    Draw(DrawRequest),
    /// Have a page read.
    Recognize {
        /// By whom.
        worker: WorkerIndex,
        /// What the pixels show.
        header: BitmapHeader,
        /// The pixels, to be transferred.
        pixels: P,
    },
    /// A page reached its final state.
    PageFinished(PageIndex),
    /// Paused, and nothing is in work any more: stop the workers. They are started again on [`Input::Resume`].
    Paused,
    /// Every page reached its final state: stop the workers.
    Finished,
}

#[derive(Debug)]
enum Renderer {
    /// Let go while the job is paused.
    Absent,
    Starting(Start),
    Idle,
    Drawing {
        request: DrawRequest,
        permit: Permit,
        begun: Moment,
    },
}

/// A worker on its way.
#[derive(Debug, Clone, Copy)]
struct Start {
    begun: Moment,
    /// Whether there was another in its place.
    replaces: bool,
}

#[derive(Debug)]
enum Slot {
    /// Let go while the job is paused.
    Absent,
    Starting(Start),
    Idle,
    Reading {
        page: PageIndex,
        percent: u8,
        bytes: Bytes,
        begun: Moment,
        /// Not used, only held: its bitmap lives until the slot is vacated.
        _permit: Permit,
    },
}

/// The state of one document's job.
#[derive(Debug)]
pub struct Pipeline<P> {
    plan: Plan,
    jobs: Vec<PageJob>,
    queue: VecDeque<PageIndex>,
    drawn: VecDeque<PageBitmap<P>>,
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

    /// How far the pages are that are being read at this moment, in pages.
    pub fn being_read(&self) -> f64 {
        let percent = |slot: &Slot| match slot {
            Slot::Reading { percent, .. } => f64::from(*percent) / 100.0,
            Slot::Absent | Slot::Starting(_) | Slot::Idle => 0.0,
        };
        self.recognizers.iter().map(percent).sum()
    }

    /// Bytes of the page bitmaps that exist at this moment.
    pub fn bitmap_bytes(&self) -> Bytes {
        let drawn = self.drawn.iter().map(|bitmap| Bytes(bitmap.header.bytes()));
        let read = self.recognizers.iter().map(|slot| match slot {
            Slot::Reading { bytes, .. } => *bytes,
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
            Input::Drawn { header, pixels, own_words, milliseconds, heap } => {
                self.on_drawn(header, pixels, own_words, milliseconds, heap, &mut effects);
            }
            Input::TextFound { text, milliseconds, heap } => {
                self.on_text_found(text, milliseconds, heap, &mut effects);
            }
            Input::DrawFailed(error) => {
                if let Some(page) = self.stop_drawing() {
                    self.retry_or_fail(page, error, &mut effects);
                }
            }
            Input::RendererStopped(error) => {
                let was_starting = matches!(self.renderer, Renderer::Starting(_));
                match self.stop_drawing() {
                    Some(page) => self.retry_or_fail(page, error, &mut effects),
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
                if let Some(Slot::Reading { page, percent, .. }) = self.recognizers.get_mut(worker.0) {
                    *percent = now;
                    let page = *page;
                    self.set_state(page, PageState::Reading { percent: now });
                }
            }
            Input::Recognized { worker, text, milliseconds, heap } => {
                self.on_recognized(worker, text, milliseconds, heap, &mut effects);
            }
            Input::RecognizeFailed(worker, error) => {
                if let Some(page) = self.vacate(worker, None) {
                    self.retry_or_fail(page, error, &mut effects);
                }
            }
            Input::RecognizerStopped(worker, error) => {
                let was_starting = matches!(self.recognizers.get(worker.0), Some(Slot::Starting(_)));
                match self.vacate(worker, None) {
                    Some(page) => self.retry_or_fail(page, error, &mut effects),
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

    fn on_drawn(
        &mut self,
        header: BitmapHeader,
        pixels: P,
        own_words: Vec<Rect>,
        milliseconds: f64,
        heap: Bytes,
        effects: &mut Vec<Effect<P>>,
    ) {
        // News of a renderer that was replaced since.
        if !matches!(self.renderer, Renderer::Drawing { .. }) {
            return;
        }
        let Renderer::Drawing { request, permit, .. } = std::mem::replace(&mut self.renderer, Renderer::Idle)
        else {
            return;
        };
        self.failed_starts = 0;
        self.ledger.renderer_ends(Some(heap));
        let wanted = request.wanted_dpi();
        let below = |dpi: Dpi| dpi.0 < wanted.0 - 1.0;
        let limited = dpi_that_fits(header.size, wanted, request.max_pixels).is_none_or(below);
        if let Some(job) = self.job_mut(request.page) {
            job.state = PageState::Drawn;
            job.dpi = Some(header.dpi);
            job.fitted = limited && below(header.dpi);
            job.provenance = Some(header.provenance);
            job.size = Some(header.size);
            job.bitmap_bytes = Bytes(header.bytes());
            job.own_words = own_words;
            job.draw_milliseconds = milliseconds;
        }
        self.drawn.push_back(PageBitmap { header, pixels, permit });
        self.replace_grown_renderer(heap, effects);
    }

    fn on_text_found(
        &mut self,
        text: PageText,
        milliseconds: f64,
        heap: Bytes,
        effects: &mut Vec<Effect<P>>,
    ) {
        let Some(page) = self.stop_drawing() else {
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

    fn replace_grown_renderer(&mut self, heap: Bytes, effects: &mut Vec<Effect<P>>) {
        if heap > self.plan.budget.renderer_share() && !self.queue.is_empty() {
            self.replace_renderer(effects);
        }
    }

    fn on_recognized(
        &mut self,
        worker: WorkerIndex,
        mut text: PageText,
        milliseconds: f64,
        heap: Bytes,
        effects: &mut Vec<Effect<P>>,
    ) {
        let Some(page) = self.vacate(worker, Some(heap)) else {
            return;
        };
        self.failed_starts = 0;
        if let Some(job) = self.job_mut(page) {
            job.read_milliseconds = milliseconds;
            text.mark_native(&std::mem::take(&mut job.own_words));
        }
        self.finish_page(page, PageState::Done(Box::new(text)), effects);
        if heap > self.plan.budget.recognizer_share() {
            self.replace_recognizer(worker, effects);
        }
    }

    /// Ends whatever has had its time: the only way to stop an engine is to replace its worker.
    fn stop_what_takes_too_long(&mut self, effects: &mut Vec<Effect<P>>) {
        let too_slow = || Error::TooSlow { seconds: self.plan.limit_seconds };
        let is_over = |begun: &Moment| self.clock.is_over(*begun);
        let mut over = Vec::new();
        match &self.renderer {
            Renderer::Drawing { begun, .. } | Renderer::Starting(Start { begun, .. }) if is_over(begun) => {
                over.push(Input::RendererStopped(too_slow()));
            }
            _ => {}
        }
        for (worker, slot) in self.recognizers.iter().enumerate() {
            match slot {
                Slot::Reading { begun, .. } | Slot::Starting(Start { begun, .. }) if is_over(begun) => {
                    over.push(Input::RecognizerStopped(WorkerIndex(worker), too_slow()));
                }
                _ => {}
            }
        }
        over.into_iter().for_each(|input| effects.extend(self.handle(input)));
    }

    fn note_ready(&mut self, start: Start) {
        self.failed_starts = 0;
        if start.replaces {
            let milliseconds = self.clock.since(start.begun);
            let replacements = &mut self.replacements;
            replacements.ready += 1;
            replacements.milliseconds += milliseconds;
            replacements.slowest_milliseconds = replacements.slowest_milliseconds.max(milliseconds);
        }
    }

    /// Ends the job when nothing is left, or hands out work to whoever is idle.
    fn advance(&mut self, effects: &mut Vec<Effect<P>>) {
        if self.finished {
            return;
        }
        if self.is_all_final() {
            self.finished = true;
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

    fn retry_or_fail(&mut self, page: PageIndex, error: Error, effects: &mut Vec<Effect<P>>) {
        let attempts = self.job_mut(page).map_or(MAX_ATTEMPTS, |job| job.attempts);
        if error.is_worth_retrying() && attempts < MAX_ATTEMPTS {
            self.set_state(page, PageState::Waiting);
            // First in line, so that the order of results stays close to the order of pages.
            self.queue.push_front(page);
        } else {
            self.finish_page(page, PageState::Failed(error), effects);
        }
    }

    fn count_failed_start(&mut self, error: Error, effects: &mut Vec<Effect<P>>) {
        self.failed_starts += 1;
        let worked = self.jobs.iter().any(|job| job.dpi.is_some());
        if self.failed_starts >= if worked { MAX_FAILED_RESTARTS } else { MAX_FAILED_STARTS } {
            self.end_all(&PageState::Failed(error), effects);
        }
    }

    fn replace_renderer(&mut self, effects: &mut Vec<Effect<P>>) {
        if self.is_all_final() {
            return;
        }
        self.renderer = Renderer::Starting(self.replacement());
        self.ledger.renderer_fresh();
        effects.push(Effect::StartRenderer);
    }

    fn replace_recognizer(&mut self, worker: WorkerIndex, effects: &mut Vec<Effect<P>>) {
        if self.is_all_final() || worker.0 >= self.recognizers.len() {
            return;
        }
        let start = self.replacement();
        self.set_slot(worker, Slot::Starting(start));
        self.ledger.recognizer_fresh(worker.0);
        effects.push(Effect::StartRecognizer(worker));
    }

    fn replacement(&mut self) -> Start {
        self.replacements.count += 1;
        Start { begun: self.clock.now(), replaces: true }
    }

    fn end_all(&mut self, state: &PageState, effects: &mut Vec<Effect<P>>) {
        self.queue.clear();
        self.drawn.clear();
        self.renderer = Renderer::Idle;
        self.recognizers.iter_mut().for_each(|slot| *slot = Slot::Idle);
        let open: Vec<_> = self.jobs.iter().filter(|job| !job.state.is_final()).map(|job| job.page).collect();
        for page in open {
            self.finish_page(page, state.clone(), effects);
        }
    }

    fn finish_page(&mut self, page: PageIndex, state: PageState, effects: &mut Vec<Effect<P>>) {
        self.ended.count(&state);
        self.set_state(page, state);
        effects.push(Effect::PageFinished(page));
    }

    /// The page being drawn, if there is one, is drawn no longer. Its permit is given back.
    fn stop_drawing(&mut self) -> Option<PageIndex> {
        if !matches!(self.renderer, Renderer::Drawing { .. }) {
            return None;
        }
        self.ledger.renderer_ends(None);
        match std::mem::replace(&mut self.renderer, Renderer::Idle) {
            Renderer::Drawing { request, .. } => Some(request.page),
            Renderer::Absent | Renderer::Starting(_) | Renderer::Idle => None,
        }
    }

    /// Empties a recognizer's slot, `heap` being what it told, if it did; the page that was in it, if there was
    /// one. Its permit is given back.
    fn vacate(&mut self, worker: WorkerIndex, heap: Option<Bytes>) -> Option<PageIndex> {
        let Some(Slot::Reading { page, .. }) = self.recognizers.get(worker.0) else {
            return None;
        };
        let page = *page;
        self.ledger.recognizer_ends(worker.0, heap);
        self.set_slot(worker, Slot::Idle);
        Some(page)
    }

    fn set_slot(&mut self, worker: WorkerIndex, slot: Slot) {
        if let Some(place) = self.recognizers.get_mut(worker.0) {
            *place = slot;
        }
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
