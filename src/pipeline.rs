//! What happens next: the state machine that takes one document from its first page to its last.
//!
//! Pure: [`Pipeline::handle`] takes what happened and returns what to do. It never waits, never looks at a
//! clock and knows nothing of workers but their numbers, so every course of events, crashes included, can be
//! played through natively. Two rules hold in every state: at most `workers + 1` page bitmaps exist (each
//! needs a [`Permit`]), and every chosen page ends as done, failed or cancelled, exactly once.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use crate::bitmap::{BitmapHeader, PageBitmap, Permit, Permits, Provenance};
use crate::budget::{Budget, Bytes};
use crate::engine::{DrawRequest, OwnText};
use crate::error::Error;
use crate::page::{Dpi, PageIndex, PageSize, PageText};

/// How often a page is tried before it is given up.
const MAX_ATTEMPTS: u32 = 2;
/// What the resolution is multiplied with for each further try.
const RETRY_REDUCTION: f32 = 0.7;
/// How often in a row a worker may die before it did anything.
const MAX_FAILED_STARTS: u32 = 3;

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
    /// How its pixels came about.
    pub provenance: Option<Provenance>,
    /// Size of its page in points, once drawn.
    pub size: Option<PageSize>,
    /// Bytes its bitmap takes, once drawn.
    pub bitmap_bytes: Bytes,
    /// Time the last drawing took.
    pub draw_milliseconds: f64,
    /// Time the last reading took.
    pub read_milliseconds: f64,
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
}

/// Something that happened.
#[derive(Debug)]
pub enum Input<P> {
    /// The renderer has the document open.
    RendererReady,
    /// A page was drawn.
    Drawn {
        /// What the pixels show.
        header: BitmapHeader,
        /// The pixels.
        pixels: P,
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
    RecognizerReady(WorkerIndex),
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
    /// Every page reached its final state: stop the workers.
    Finished,
}

#[derive(Debug)]
enum Renderer {
    Starting,
    Idle,
    Drawing { page: PageIndex, permit: Permit },
}

#[derive(Debug)]
enum Slot {
    Starting,
    Idle,
    /// The permit is not used, only held: its bitmap lives until the slot is vacated.
    Reading {
        page: PageIndex,
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
    failed_starts: u32,
    replaced: u32,
    finished: bool,
}

impl<P> Pipeline<P> {
    /// A job, and what to do first.
    pub fn start(plan: Plan) -> (Self, Vec<Effect<P>>) {
        let jobs = plan
            .pages
            .iter()
            .map(|page| PageJob {
                page: *page,
                state: PageState::Waiting,
                attempts: 0,
                dpi: None,
                provenance: None,
                size: None,
                bitmap_bytes: Bytes(0),
                draw_milliseconds: 0.0,
                read_milliseconds: 0.0,
            })
            .collect::<Vec<_>>();
        // More recognizers than pages would be started for nothing.
        let workers = (plan.budget.workers() as usize).min(jobs.len()).max(1);
        let mut pipeline = Pipeline {
            queue: plan.pages.iter().copied().collect(),
            jobs,
            drawn: VecDeque::new(),
            permits: Permits::new(plan.budget.bitmaps()),
            renderer: Renderer::Starting,
            recognizers: (0..workers).map(|_| Slot::Starting).collect(),
            failed_starts: 0,
            replaced: 0,
            finished: false,
            plan,
        };
        let mut effects = vec![Effect::StartRenderer];
        effects.extend((0..workers).map(|worker| Effect::StartRecognizer(WorkerIndex(worker))));
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

    /// Page bitmaps that exist or are being drawn at this moment.
    pub fn live_bitmaps(&self) -> usize {
        self.plan.budget.bitmaps() - self.permits.free()
    }

    /// Workers replaced so far because they grew past their share or died.
    pub fn workers_replaced(&self) -> u32 {
        self.replaced
    }

    /// Takes what happened and returns what to do. Late news of a finished job is ignored.
    pub fn handle(&mut self, input: Input<P>) -> Vec<Effect<P>> {
        let mut effects = Vec::new();
        if self.finished {
            return effects;
        }
        match input {
            Input::RendererReady => {
                if matches!(self.renderer, Renderer::Starting) {
                    self.renderer = Renderer::Idle;
                }
            }
            Input::Drawn { header, pixels, milliseconds, heap } => {
                self.on_drawn(header, pixels, milliseconds, heap, &mut effects);
            }
            Input::TextFound { text, milliseconds, heap } => {
                self.on_text_found(text, milliseconds, heap, &mut effects);
            }
            Input::DrawFailed(error) => {
                if let Renderer::Drawing { page, .. } = std::mem::replace(&mut self.renderer, Renderer::Idle)
                {
                    self.retry_or_fail(page, error, &mut effects);
                }
            }
            Input::RendererStopped(error) => {
                match std::mem::replace(&mut self.renderer, Renderer::Starting) {
                    Renderer::Drawing { page, .. } => self.retry_or_fail(page, error, &mut effects),
                    Renderer::Starting => self.count_failed_start(error, &mut effects),
                    Renderer::Idle => {}
                }
                self.replace(Effect::StartRenderer, &mut effects);
            }
            Input::RecognizerReady(worker) => {
                if matches!(self.recognizers.get(worker.0), Some(Slot::Starting)) {
                    self.set_slot(worker, Slot::Idle);
                }
            }
            Input::Progress(worker, percent) => {
                if let Some(Slot::Reading { page, .. }) = self.recognizers.get(worker.0) {
                    let page = *page;
                    self.set_state(page, PageState::Reading { percent });
                }
            }
            Input::Recognized { worker, text, milliseconds, heap } => {
                self.on_recognized(worker, text, milliseconds, heap, &mut effects);
            }
            Input::RecognizeFailed(worker, error) => {
                if let Some(page) = self.vacate(worker, Slot::Idle) {
                    self.retry_or_fail(page, error, &mut effects);
                }
            }
            Input::RecognizerStopped(worker, error) => {
                let was_starting = matches!(self.recognizers.get(worker.0), Some(Slot::Starting));
                match self.vacate(worker, Slot::Starting) {
                    Some(page) => self.retry_or_fail(page, error, &mut effects),
                    None if was_starting => self.count_failed_start(error, &mut effects),
                    None => {}
                }
                self.replace(Effect::StartRecognizer(worker), &mut effects);
            }
            Input::Unavailable(error) => self.end_all(&PageState::Failed(error), &mut effects),
            Input::Cancel => self.end_all(&PageState::Cancelled, &mut effects),
        }
        self.advance(&mut effects);
        effects
    }

    fn on_drawn(
        &mut self,
        header: BitmapHeader,
        pixels: P,
        milliseconds: f64,
        heap: Bytes,
        effects: &mut Vec<Effect<P>>,
    ) {
        let Renderer::Drawing { page, permit } = std::mem::replace(&mut self.renderer, Renderer::Idle) else {
            return;
        };
        self.failed_starts = 0;
        if let Some(job) = self.job_mut(page) {
            job.state = PageState::Drawn;
            job.dpi = Some(header.dpi);
            job.provenance = Some(header.provenance);
            job.size = Some(header.size);
            job.bitmap_bytes = Bytes(header.bytes());
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
        let Renderer::Drawing { page, .. } = std::mem::replace(&mut self.renderer, Renderer::Idle) else {
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
            self.renderer = Renderer::Starting;
            self.replace(Effect::StartRenderer, effects);
        }
    }

    fn on_recognized(
        &mut self,
        worker: WorkerIndex,
        text: PageText,
        milliseconds: f64,
        heap: Bytes,
        effects: &mut Vec<Effect<P>>,
    ) {
        let Some(page) = self.vacate(worker, Slot::Idle) else {
            return;
        };
        self.failed_starts = 0;
        if let Some(job) = self.job_mut(page) {
            job.read_milliseconds = milliseconds;
        }
        self.finish_page(page, PageState::Done(Box::new(text)), effects);
        let more_to_read = self.jobs.iter().any(|job| !job.state.is_final());
        if heap > self.plan.budget.recognizer_share() && more_to_read {
            self.set_slot(worker, Slot::Starting);
            self.replace(Effect::StartRecognizer(worker), effects);
        }
    }

    /// Hands out work to whoever is idle, and ends the job when nothing is left.
    fn advance(&mut self, effects: &mut Vec<Effect<P>>) {
        if self.finished {
            return;
        }
        for worker in 0..self.recognizers.len() {
            if !matches!(self.recognizers[worker], Slot::Idle) {
                continue;
            }
            let Some(PageBitmap { header, pixels, permit }) = self.drawn.pop_front() else {
                break;
            };
            self.recognizers[worker] = Slot::Reading { page: header.page, _permit: permit };
            self.set_state(header.page, PageState::Reading { percent: 0 });
            effects.push(Effect::Recognize { worker: WorkerIndex(worker), header, pixels });
        }
        if matches!(self.renderer, Renderer::Idle) && !self.queue.is_empty() {
            if let Some(permit) = self.permits.take() {
                if let Some(page) = self.queue.pop_front() {
                    effects.push(Effect::Draw(self.draw_request(page)));
                    self.renderer = Renderer::Drawing { page, permit };
                    self.set_state(page, PageState::Drawing);
                }
            }
        }
        if self.jobs.iter().all(|job| job.state.is_final()) {
            self.finished = true;
            effects.push(Effect::Finished);
        }
    }

    fn draw_request(&mut self, page: PageIndex) -> DrawRequest {
        let (dpi, own_text, max_pixels) = (self.plan.dpi, self.plan.own_text, self.plan.budget.max_pixels());
        let attempts = self.job_mut(page).map_or(0, |job| {
            job.attempts += 1;
            job.attempts
        });
        let reduction = RETRY_REDUCTION.powi(attempts.saturating_sub(1) as i32);
        DrawRequest { page, dpi, max_pixels, reduction, own_text }
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
        if self.failed_starts >= MAX_FAILED_STARTS {
            self.end_all(&PageState::Failed(error), effects);
        }
    }

    fn replace(&mut self, effect: Effect<P>, effects: &mut Vec<Effect<P>>) {
        if self.jobs.iter().all(|job| job.state.is_final()) {
            return;
        }
        self.replaced += 1;
        effects.push(effect);
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
        self.set_state(page, state);
        effects.push(Effect::PageFinished(page));
    }

    /// Empties a recognizer's slot; the page that was in it, if there was one. Its permit is given back.
    fn vacate(&mut self, worker: WorkerIndex, next: Slot) -> Option<PageIndex> {
        match std::mem::replace(self.recognizers.get_mut(worker.0)?, next) {
            Slot::Reading { page, .. } => Some(page),
            Slot::Starting | Slot::Idle => None,
        }
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

    fn job_mut(&mut self, page: PageIndex) -> Option<&mut PageJob> {
        let position = self.jobs.binary_search_by_key(&page, |job| job.page).ok()?;
        self.jobs.get_mut(position)
    }
}
