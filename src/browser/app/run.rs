//! Running jobs: the pipeline's effects become requests, what workers say becomes the pipeline's input.

use js_sys::ArrayBuffer;

use super::crew::{Model, Presence, Serial, Who};
use super::state::{Document, DocumentId, Job, NoticeKind, Status};
use super::update::opening;
use super::{App, Msg, now, own_heap};
use crate::browser::host::WorkerEvent;
use crate::browser::protocol::{Reply, ReplyEnvelope};
use crate::model::budget::Bytes;
use crate::model::error::{Error, Scope};
use crate::pipeline::{Effect, Input, PageJob, Pipeline, Plan, WorkerIndex};

impl App {
    /// Begins with the next document that is ready, or ends the run.
    pub(super) fn read_next(&mut self) {
        let range = self.state.options.page_range();
        let next = self.state.documents.iter_mut().find(|document| document.status == Status::Ready);
        let Some(document) = next else {
            self.end_run();
            return;
        };
        let pages = match range.and_then(|range| range.select(document.page_count())) {
            Ok(pages) => pages,
            Err(error) => {
                document.status = Status::Finished;
                let sentence = format!("\u{201c}{}\u{201d} was not read. {error}", document.name);
                self.notify(NoticeKind::Warning, sentence);
                self.read_next();
                return;
            }
        };
        let (id, chosen) = (document.id, pages.len() as u32);
        self.state.running = true;
        if !self.claim(id, chosen) {
            self.begin(id, Vec::new());
        }
    }

    /// Begins a document's job; pages that are known are not read again.
    pub(super) fn begin(&mut self, id: DocumentId, known: Vec<PageJob>) {
        let effects = self.make_job(id, known);
        self.carry_out(effects, true);
        if self.state.paused_since.is_some() {
            self.feed(Input::Pause);
        }
    }

    /// Gives a document its job; what is to be done first.
    pub(super) fn make_job(&mut self, id: DocumentId, known: Vec<PageJob>) -> Vec<Effect<ArrayBuffer>> {
        let options = self.state.options.clone();
        let (budget, measured) = (options.budget(self.state.device), self.measured);
        let Some(document) = self.state.document_mut(id) else {
            return Vec::new();
        };
        // It chose pages a moment ago, when the document's turn came.
        let pages = options.page_range().and_then(|range| range.select(document.page_count()));
        let plan = Plan {
            pages: pages.unwrap_or_default(),
            dpi: options.dpi,
            own_text: options.own_text,
            budget,
            measured,
            limit_seconds: options.limit_seconds(),
            known,
        };
        let (pipeline, effects) = Pipeline::start(plan);
        document.status = Status::Running;
        document.afresh = false;
        document.job = Some(Job { pipeline, options, started: now(), ended: None, paused_for: 0.0 });
        effects
    }

    fn end_run(&mut self) {
        self.state.running = false;
        // What is paused for the last time was paused until now.
        self.state.ended = Some(self.state.paused_since.take().unwrap_or_else(now));
        self.clock = None;
        self.crew.dismiss_all();
        self.store.list();
        // Documents that came while others were read are next, unless everything was stopped.
        self.go_on_when_ready = !self.cancelling && self.state.documents.iter().any(Document::is_opening);
        self.open_next();
    }

    /// Cancel was pressed: what is done is kept, everything else stops at once.
    pub(super) fn cancel(&mut self) {
        self.start_when_ready = false;
        if self.state.running {
            self.cancelling = true;
            self.crew.dismiss_all();
            if let Some((id, _)) = self.claiming.take() {
                // It had not begun: nobody is started only to be stopped.
                self.make_job(id, Vec::new());
            }
            self.feed(Input::Cancel);
            self.cancelling = false;
        }
    }

    /// Tells the running job what happened and does what it asks for.
    pub(super) fn feed(&mut self, input: Input<ArrayBuffer>) {
        let effects = match self.state.running_document_mut().and_then(|document| document.job.as_mut()) {
            Some(job) => {
                let effects = job.pipeline.at(now(), own_heap()).handle(input);
                self.measured = job.pipeline.measured();
                effects
            }
            None => return,
        };
        self.carry_out(effects, false);
    }

    /// `first` is true for the effects that begin a job: workers of the document before are used again then.
    fn carry_out(&mut self, effects: Vec<Effect<ArrayBuffer>>, first: bool) {
        for effect in effects {
            match effect {
                Effect::StartRenderer => self.start_renderer(first),
                Effect::StartRecognizer(worker) => self.start_recognizer(worker, first),
                Effect::Draw(request) => {
                    if let Err(error) = self.crew.draw(request) {
                        self.crew.dismiss(Who::Renderer);
                        self.feed(Input::RendererStopped(error));
                    }
                }
                Effect::Recognize { worker, header, pixels } => {
                    let psm = self.running_psm();
                    if let Err(error) = self.crew.recognize(worker, header, psm, &pixels) {
                        self.crew.dismiss(Who::Recognizer(worker));
                        self.feed(Input::RecognizerStopped(worker, error));
                    }
                }
                Effect::PageFinished(page) => {
                    self.view.page_finished(&self.state, page);
                    self.keep_page(page);
                }
                Effect::Paused => self.crew.dismiss_all(),
                Effect::Finished => {
                    self.store.release();
                    if let Some(document) = self.state.running_document_mut() {
                        document.status = Status::Finished;
                        if let Some(job) = &mut document.job {
                            job.ended = Some(now());
                        }
                    }
                    if self.cancelling {
                        self.end_run();
                    } else {
                        self.read_next();
                    }
                }
            }
        }
    }

    fn feed_renderer_ready(&mut self) {
        self.feed(Input::RendererReady { heap: self.crew.heap(Who::Renderer) });
    }

    fn feed_recognizer_ready(&mut self, worker: WorkerIndex) {
        self.feed(Input::RecognizerReady { worker, heap: self.crew.heap(Who::Recognizer(worker)) });
    }

    fn running_psm(&self) -> crate::model::options::PageSegmentationMode {
        let job = self.state.running_document().and_then(|document| document.job.as_ref());
        job.map_or(self.state.options.psm, |job| job.options.psm)
    }

    fn start_renderer(&mut self, keep: bool) {
        let Some(document) = self.state.running_document() else {
            return;
        };
        let opening = opening(document);
        if keep && self.crew.open_document() == Some(opening.document) {
            self.feed_renderer_ready();
            return;
        }
        if !keep {
            self.crew.dismiss(Who::Renderer);
        }
        self.open(opening);
    }

    fn start_recognizer(&mut self, worker: WorkerIndex, keep: bool) {
        let (Some(parts), Some(model)) = (self.parts.clone(), self.chosen_model().cloned()) else {
            return;
        };
        match self.crew.recognizer(worker, &model) {
            Presence::Started if keep => return self.feed_recognizer_ready(worker),
            // It says so itself when it has started.
            Presence::Starting if keep => return,
            _ => {}
        }
        let result = self.spawn_recognizer(&parts, worker, &model);
        if let Err(error) = result {
            self.feed(Input::Unavailable(error));
        }
    }

    /// Starts the recognizers that the opened documents will need, so that they are there, and warm, when Start is
    /// pressed.
    pub(super) fn prepare_recognizers(&mut self) {
        let (Some(parts), Some(model)) = (self.parts.clone(), self.chosen_model().cloned()) else {
            return;
        };
        let is_ready = |document: &&Document| document.status == Status::Ready;
        let pages = self.state.documents.iter().filter(is_ready).map(Document::page_count).max();
        let workers = self.state.options.budget(self.state.device).workers().min(pages.unwrap_or(0));
        for worker in (0..workers as usize).map(WorkerIndex) {
            if !self.state.running && self.crew.recognizer(worker, &model) == Presence::Absent {
                // One that cannot be started now is started again, and heard of, when the job begins.
                self.spawn_recognizer(&parts, worker, &model).ok();
            }
        }
    }

    fn spawn_recognizer(
        &mut self,
        parts: &super::Parts,
        worker: WorkerIndex,
        model: &Model,
    ) -> Result<(), Error> {
        let sender = self.sender.clone();
        let who = Who::Recognizer(worker);
        self.crew.start_recognizer(parts, worker, model, move |serial, event| {
            sender.send(Msg::Worker(who, serial, event));
        })
    }

    /// Something was heard from a worker, or from one that was in its place before: that is of no interest.
    pub(super) fn hear_if_current(&mut self, who: Who, serial: Serial, event: WorkerEvent) {
        if self.crew.is_current(who, serial) {
            self.hear(who, event);
        }
    }

    fn hear(&mut self, who: Who, event: WorkerEvent) {
        match event {
            WorkerEvent::Replied(ReplyEnvelope { id, reply, heaps }, pixels) => {
                self.crew.note_heaps(who, heaps);
                // Before the reply is acted on: that may dismiss the worker, and its memory with it.
                self.note_memory();
                match who {
                    // About a document that is not of interest any more.
                    Who::Renderer if !self.crew.renderer_awaits(id) => {}
                    Who::Renderer => self.hear_renderer(reply, pixels, heaps.total()),
                    Who::Recognizer(worker) => self.hear_recognizer(worker, reply, heaps.total()),
                }
            }
            WorkerEvent::Stopped(error) => {
                let opened = self.crew.open_document();
                self.crew.dismiss(who);
                if who == Who::Renderer {
                    self.opening_clock = None;
                }
                match who {
                    Who::Recognizer(worker) => self.feed(Input::RecognizerStopped(worker, error)),
                    Who::Renderer if self.state.running => self.feed(Input::RendererStopped(error)),
                    Who::Renderer => {
                        // Browsers end idle workers too; a document that was open is opened again by its job.
                        let is_open =
                            |document: &&Document| Some(document.id) == opened && document.is_opening();
                        if let Some(id) =
                            self.state.documents.iter().find(is_open).map(|document| document.id)
                        {
                            self.opening_failed(id, error);
                        }
                    }
                }
            }
        }
    }

    fn hear_renderer(&mut self, reply: Reply, pixels: Option<ArrayBuffer>, heap: Bytes) {
        match (reply, pixels) {
            (Reply::Started, _) => {
                if let Err(error) = self.crew.renderer_started() {
                    self.hear(Who::Renderer, WorkerEvent::Stopped(error));
                }
            }
            (Reply::Opened { pages }, _) => self.document_opened(pages),
            (Reply::Drawn { header, own_text, milliseconds }, Some(pixels)) => {
                self.feed(Input::Drawn { header, pixels, own_text, milliseconds, heap });
            }
            (Reply::TextFound { text, milliseconds }, _) => {
                self.feed(Input::TextFound { text, milliseconds, heap });
            }
            (Reply::Failed { error }, _) => self.renderer_failed(error),
            _ => {}
        }
    }

    fn document_opened(&mut self, pages: Vec<u32>) {
        self.opening_clock = None;
        let Some(id) = self.crew.open_document() else {
            return;
        };
        if let Some(document) = self.state.document_mut(id) {
            document.file_pages = pages;
            if document.status == Status::Running {
                self.feed_renderer_ready();
                return;
            }
            document.status = Status::Ready;
        }
        self.open_next();
        self.prepare_recognizers();
        self.start_if_wanted();
    }

    fn renderer_failed(&mut self, error: Error) {
        self.opening_clock = None;
        let opened = self.crew.open_document();
        let running = self.state.running_document().map(|document| document.id);
        match (opened, running) {
            (Some(id), running) if running != Some(id) => self.opening_failed(id, error),
            _ if matches!(error, Error::WorkerStopped { .. }) => {
                self.hear(Who::Renderer, WorkerEvent::Stopped(error));
            }
            _ if error.scope() == Scope::Page => self.feed(Input::DrawFailed(error)),
            _ => self.feed(Input::Unavailable(error)),
        }
    }

    fn hear_recognizer(&mut self, worker: WorkerIndex, reply: Reply, heap: Bytes) {
        match reply {
            Reply::Started => {
                self.crew.recognizer_started(worker);
                if self.state.running {
                    self.feed_recognizer_ready(worker);
                } else if let Err(error) = self.crew.warm_up(worker) {
                    self.hear(Who::Recognizer(worker), WorkerEvent::Stopped(error));
                }
            }
            Reply::Progress { percent } => self.feed(Input::Progress(worker, percent)),
            Reply::Recognized { text, milliseconds } => {
                self.feed(Input::Recognized { worker, text, milliseconds, heap });
            }
            // An engine that aborted still answers, but nothing it says can be trusted any more.
            Reply::Failed { error: error @ Error::WorkerStopped { .. } } => {
                self.hear(Who::Recognizer(worker), WorkerEvent::Stopped(error));
            }
            Reply::Failed { error } if error.scope() == Scope::Application => {
                self.crew.dismiss(Who::Recognizer(worker));
                self.feed(Input::Unavailable(error));
            }
            Reply::Failed { error } => self.feed(Input::RecognizeFailed(worker, error)),
            _ => {}
        }
    }

    /// Bytes of the page bitmaps that exist at this moment.
    pub(super) fn live_bitmap_bytes(&self) -> Bytes {
        let job = self.state.running_document().and_then(|document| document.job.as_ref());
        job.map_or(Bytes(0), |job| job.pipeline.bitmap_bytes())
    }
}
