//! What happens next: the state machine that takes one document from its first page to its last.
//!
//! Pure: [`Pipeline::handle`] takes what happened and returns what to do. It never waits, is told what time it
//! is ([`Pipeline::at`]) and knows nothing of workers but their numbers, so every course of events, crashes and
//! hangs included, can be played through natively. Three rules hold in every state: at most `workers + 1` page
//! bitmaps exist (each needs a [`Permit`](crate::model::bitmap::Permit)); no work begins that the [`Ledger`] has no room for, unless there is
//! nothing left to wait for; and every page ends as read, failed or cancelled, exactly once.

use std::collections::{BTreeMap, VecDeque};

use crate::model::bitmap::{PageBitmap, Permits};
use crate::model::budget::{Bytes, Ledger, Measured};
use crate::model::options::OwnText;
use crate::model::page::PageIndex;
use crate::model::record::PageOutcome;
use crate::reading::Reading;
use clock::Clock;
use strips::InWork;
use workers::{RecognizerState, RendererState, Starting};

pub use event::{Effect, Input, WorkerIndex};
pub use job::{PageProgress, Plan, Replacements, Stage};

mod clock;
mod dispatch;
mod event;
mod job;
mod outcome;
mod pause;
mod strips;
mod workers;

/// The state of one document's job.
#[derive(Debug)]
pub struct Pipeline<P> {
    plan: Plan,
    /// What to do with the text of single pages, where that is not what the plan says.
    exceptions: BTreeMap<PageIndex, OwnText>,
    /// The pages to be read, ascending.
    pages: Vec<PageProgress>,
    /// How many of them have not ended.
    open: usize,
    queue: VecDeque<PageIndex>,
    drawn: VecDeque<PageBitmap<P>>,
    in_work: Vec<InWork>,
    permits: Permits,
    renderer: RendererState,
    recognizers: Vec<RecognizerState>,
    ledger: Ledger,
    clock: Clock,
    failed_starts: u32,
    replacements: Replacements,
    /// The pages that changed since somebody last asked.
    changed: Vec<PageIndex>,
    paused: bool,
    finished: bool,
}

impl<P> Pipeline<P> {
    /// A job, and what to do first.
    pub fn start(plan: Plan) -> (Self, Vec<Effect<P>>) {
        let pages: Vec<_> = plan.pages.iter().copied().map(PageProgress::waiting).collect();
        let queue: VecDeque<_> = plan.pages.iter().copied().collect();
        // More recognizers than pages would be started for nothing.
        let workers = (plan.budget.workers() as usize).min(queue.len()).max(1);
        let clock = Clock::new(f64::from(plan.limit_seconds) * 1000.0);
        let first = Starting { begun: clock.now(), replaces: false };
        let mut pipeline = Pipeline {
            queue,
            open: pages.len(),
            pages,
            drawn: VecDeque::new(),
            in_work: Vec::new(),
            permits: Permits::new(plan.budget.bitmaps()),
            renderer: RendererState::Starting(first),
            recognizers: (0..workers).map(|_| RecognizerState::Starting(first)).collect(),
            ledger: Ledger::new(plan.budget, plan.measured, workers),
            clock,
            failed_starts: 0,
            replacements: Replacements::default(),
            changed: Vec::new(),
            paused: false,
            finished: false,
            exceptions: BTreeMap::new(),
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

    /// What was decided for single pages about text that they carry. Before any of them is drawn.
    #[must_use]
    pub fn with_exceptions(mut self, exceptions: BTreeMap<PageIndex, OwnText>) -> Self {
        self.exceptions = exceptions;
        self
    }

    /// What to do with the text that a page carries.
    fn own_text(&self, page: PageIndex) -> OwnText {
        self.exceptions.get(&page).copied().unwrap_or(self.plan.own_text)
    }

    /// How far a page is; `None` for one that is not to be read.
    pub fn progress(&self, page: PageIndex) -> Option<&PageProgress> {
        let position = self.pages.binary_search_by_key(&page, |progress| progress.page).ok()?;
        self.pages.get(position)
    }

    /// How many pages have not ended.
    pub fn open_pages(&self) -> usize {
        self.open
    }

    /// Whether every page has ended.
    pub fn is_finished(&self) -> bool {
        self.finished
    }

    /// Page bitmaps that exist or are being drawn at this moment.
    pub fn live_bitmaps(&self) -> usize {
        self.plan.budget.bitmaps() - self.permits.free()
    }

    /// Workers replaced so far, and how long it took.
    pub fn replacements(&self) -> Replacements {
        self.replacements
    }

    /// What the engines have really needed so far.
    pub fn measured(&self) -> Measured {
        *self.ledger.measured()
    }

    /// Bytes of the page bitmaps that exist at this moment.
    pub fn bitmap_bytes(&self) -> Bytes {
        let drawn = self.drawn.iter().map(|bitmap| Bytes(bitmap.header.bytes()));
        let read = self.recognizers.iter().map(|slot| match slot {
            RecognizerState::Reading { header, .. } => Bytes(header.bytes()),
            RecognizerState::Absent | RecognizerState::Starting(_) | RecognizerState::Idle => Bytes(0),
        });
        drawn.chain(read).sum()
    }

    /// The pages that changed since this was last asked, some perhaps more than once.
    pub fn take_changes(&mut self) -> Vec<PageIndex> {
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
                if let RendererState::Starting(start) = self.renderer {
                    self.note_ready(start);
                    self.ledger.renderer_started(heap, start.replaces);
                    self.renderer = RendererState::Idle;
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
                let was_starting = matches!(self.renderer, RendererState::Starting(_));
                match self.stop_drawing() {
                    Some(strip) => self.retry_or_fail(strip, error, &mut effects),
                    None if was_starting => self.count_failed_start(error, &mut effects),
                    None => {}
                }
                self.replace_renderer(&mut effects);
            }
            Input::RecognizerReady { worker, heap } => {
                if let Some(RecognizerState::Starting(start)) = self.recognizers.get(worker.0) {
                    let start = *start;
                    self.note_ready(start);
                    self.ledger.recognizer_started(worker.0, heap, start.replaces);
                    self.set_recognizer(worker, RecognizerState::Idle);
                }
            }
            Input::Progress(worker, now) => {
                if let Some(RecognizerState::Reading { header, percent, is_void: false, .. }) =
                    self.recognizers.get_mut(worker.0)
                {
                    *percent = now;
                    let page = header.page;
                    self.show_reading(page);
                }
            }
            Input::Recognized { worker, text, look, milliseconds, heap } => {
                self.on_recognized(worker, Reading { text, look }, milliseconds, heap, &mut effects);
            }
            Input::RecognizeFailed(worker, error) => {
                if let Some((header, strip)) = self.vacate(worker, None) {
                    self.retry_or_fail((header.page, strip), error, &mut effects);
                }
            }
            Input::RecognizerStopped(worker, error) => {
                let was_starting =
                    matches!(self.recognizers.get(worker.0), Some(RecognizerState::Starting(_)));
                match self.vacate(worker, None) {
                    Some((header, strip)) => self.retry_or_fail((header.page, strip), error, &mut effects),
                    None if was_starting => self.count_failed_start(error, &mut effects),
                    None => {}
                }
                self.replace_recognizer(worker, &mut effects);
            }
            Input::Unavailable(error) => self.end_all(&PageOutcome::Failed(error), &mut effects),
            Input::Cancel => self.end_all(&PageOutcome::Cancelled, &mut effects),
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
        self.open == 0
    }

    fn set_stage(&mut self, page: PageIndex, stage: Stage) {
        if let Some(progress) = self.page_mut(page) {
            progress.stage = stage;
        }
    }

    /// A page that is about to change.
    fn page_mut(&mut self, page: PageIndex) -> Option<&mut PageProgress> {
        let position = self.pages.binary_search_by_key(&page, |progress| progress.page).ok()?;
        self.changed.push(page);
        self.pages.get_mut(position)
    }
}
