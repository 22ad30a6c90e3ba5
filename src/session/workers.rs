//! The workers as a session knows them: who is there, what each was asked, what it has open.

use std::collections::BTreeMap;

use super::again::READER;
use super::document::DocumentId;
use super::{Effect, FromWorker, Session};
use crate::messages::rendering::ShowRequest;
use crate::messages::{Heaps, RequestId, START_ID, recognizing};
use crate::model::budget::Bytes;
use crate::model::error::{Error, Scope, StopCause};
use crate::model::language::ModelSet;
use crate::model::page::PageIndex;
use crate::pipeline::{Input, WorkerIndex};

/// A worker's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Who {
    /// The renderer.
    Renderer,
    /// One of the recognizers.
    Recognizer(WorkerIndex),
    /// The writer.
    Writer,
    /// The renderer that writes a file anew.
    Rewriter,
}

/// Tells a worker from those that were in its place before: news of them may still be on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Serial(pub u32);

/// The renderer, and the document it has open. It belongs to the session and not to a run: what was read can be looked
/// at afterwards.
#[derive(Debug)]
pub(super) struct Renderer {
    pub(super) serial: Serial,
    /// Whether the engine runs; before that, requests wait.
    pub(super) has_started: bool,
    /// The document it has open, or is to open.
    pub(super) document: Option<DocumentId>,
    /// What was asked and not answered yet.
    pub(super) asked: Vec<(RequestId, Asked)>,
    /// Milliseconds it has had for opening, while it does.
    pub(super) opening_for: Option<f64>,
    /// Milliseconds in which nobody wanted anything of it.
    pub(super) idle_for: f64,
    pub(super) heaps: Heaps,
    last_request: u32,
}

/// What a renderer was asked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Asked {
    Open,
    Draw,
    Show(DocumentId, ShowRequest),
    Survey(DocumentId, PageIndex),
}

/// A recognizer.
#[derive(Debug)]
struct Recognizer {
    serial: Serial,
    models: ModelSet,
    /// Whether the engine runs with its models loaded.
    has_started: bool,
    /// The page it was asked to read and has not answered yet.
    reading: Option<RequestId>,
    heaps: Heaps,
    last_request: u32,
}

/// The recognizers that are there.
#[derive(Debug, Default)]
pub(super) struct Recognizers(BTreeMap<WorkerIndex, Recognizer>);

impl Renderer {
    pub(super) fn next_request(&mut self) -> RequestId {
        self.last_request += 1;
        RequestId(self.last_request)
    }

    /// Whether it has this document open, ready for more.
    pub(super) fn has_open(&self, document: DocumentId) -> bool {
        self.document == Some(document) && self.opening_for.is_none()
    }
}

impl Recognizers {
    /// The memory of each.
    pub(super) fn heaps(&self) -> impl Iterator<Item = Heaps> {
        self.0.values().map(|recognizer| recognizer.heaps)
    }
}

/// A worker that does not do what it was made for is as good as dead.
pub(super) fn stopped() -> Error {
    Error::WorkerStopped { cause: StopCause::Killed }
}

impl<C, P> Session<C, P> {
    pub(super) fn next_serial(&mut self) -> Serial {
        Serial(self.fresh_id())
    }

    /// The renderer, started if it is not there.
    pub(super) fn renderer(&mut self) -> &mut Renderer {
        if self.renderer.is_none() {
            let serial = self.next_serial();
            self.effects.push(Effect::StartRenderer(serial));
        }
        let serial = Serial(self.last_id);
        self.renderer.get_or_insert_with(|| Renderer {
            serial,
            has_started: false,
            document: None,
            asked: Vec::new(),
            opening_for: None,
            idle_for: 0.0,
            heaps: Heaps::default(),
            last_request: START_ID.0,
        })
    }

    /// Lets the renderer go, and its memory with it.
    pub(super) fn dismiss_renderer(&mut self) {
        if let Some(renderer) = self.renderer.take() {
            self.effects.push(Effect::Dismiss(Who::Renderer));
            self.show_later(renderer.asked);
        }
    }

    pub(super) fn dismiss_recognizer(&mut self, worker: WorkerIndex) {
        if self.recognizers.0.remove(&worker).is_some() {
            self.effects.push(Effect::Dismiss(Who::Recognizer(worker)));
        }
    }

    /// Lets a recognizer go that is still busy with something that is of no interest any more.
    pub(super) fn dismiss_busy_recognizer(&mut self, worker: WorkerIndex) {
        if self.recognizers.0.get(&worker).is_some_and(|recognizer| recognizer.reading.is_some()) {
            self.dismiss_recognizer(worker);
        }
    }

    /// Lets all recognizers go but one.
    pub(super) fn dismiss_recognizers_but(&mut self, worker: WorkerIndex) {
        let others: Vec<_> = self.recognizers.0.keys().copied().filter(|other| *other != worker).collect();
        others.into_iter().for_each(|other| self.dismiss_recognizer(other));
    }

    pub(super) fn dismiss_recognizers(&mut self) {
        for worker in std::mem::take(&mut self.recognizers.0).into_keys() {
            self.effects.push(Effect::Dismiss(Who::Recognizer(worker)));
        }
    }

    /// Starts the recognizers that the opened documents will need, so that they are there, and warm, when Start is
    /// pressed.
    pub(super) fn prepare_recognizers(&mut self) {
        if self.run.is_running || self.again.is_at_work() || !self.can_read() {
            return;
        }
        let Some(models) = self.chosen_models() else {
            return;
        };
        let ready = self.documents.iter().filter(|document| document.status == super::Status::Ready);
        let pages = ready.map(super::Document::page_count).max().unwrap_or(0);
        let workers = self.options.budget(self.device).workers().min(pages);
        for worker in (0..workers as usize).map(WorkerIndex) {
            let is_there =
                self.recognizers.0.get(&worker).is_some_and(|recognizer| recognizer.models == models);
            if !is_there {
                self.start_recognizer(worker, models.clone());
            }
        }
    }

    /// The models that pages are being read with.
    fn models_at_work(&self) -> Option<&ModelSet> {
        let running = self.running_document().and_then(|document| document.job.as_ref());
        running.map(|job| &job.models).or_else(|| self.in_work_again().map(|(_, models)| models))
    }

    /// A recognizer for the job at work. `keep` says that one which is there is as good as a new one.
    pub(super) fn provide_recognizer(&mut self, worker: WorkerIndex, keep: bool) {
        let Some(models) = self.models_at_work().cloned() else {
            return;
        };
        // One that is still busy with a page of the document before would keep the first page of this one waiting.
        let is_usable =
            |recognizer: &&Recognizer| keep && recognizer.models == models && recognizer.reading.is_none();
        match self.recognizers.0.get(&worker).filter(is_usable) {
            Some(Recognizer { has_started: true, heaps, .. }) => {
                let heap = heaps.total();
                self.feed(Input::RecognizerReady { worker, heap });
            }
            // It says so itself when it has started.
            Some(_) => {}
            None => self.start_recognizer(worker, models),
        }
    }

    /// Whether the recognizer in a place has just these models and nothing to do; else it is made so, or soon will be.
    pub(super) fn is_recognizer_ready(&mut self, worker: WorkerIndex, models: &ModelSet) -> bool {
        let there = self.recognizers.0.get(&worker);
        match there.filter(|there| there.models == *models && there.reading.is_none()) {
            Some(there) => there.has_started,
            None => {
                self.start_recognizer(worker, models.clone());
                false
            }
        }
    }

    fn start_recognizer(&mut self, worker: WorkerIndex, models: ModelSet) {
        self.dismiss_recognizer(worker);
        let serial = self.next_serial();
        self.effects.push(Effect::StartRecognizer(worker, serial, models.clone()));
        let recognizer = Recognizer {
            serial,
            models,
            has_started: false,
            reading: None,
            heaps: Heaps::default(),
            last_request: START_ID.0,
        };
        self.recognizers.0.insert(worker, recognizer);
    }

    /// Asks a recognizer for something.
    pub(super) fn ask_recognizer(
        &mut self,
        worker: WorkerIndex,
        request: recognizing::Request,
        pixels: Option<P>,
    ) {
        if let Some(recognizer) = self.recognizers.0.get_mut(&worker) {
            recognizer.last_request += 1;
            let (serial, id) = (recognizer.serial, RequestId(recognizer.last_request));
            recognizer.reading = (request != recognizing::Request::WarmUp).then_some(id);
            self.effects.push(Effect::AskRecognizer(worker, serial, id, request, pixels));
        }
    }

    pub(super) fn hear_recognizer(
        &mut self,
        worker: WorkerIndex,
        serial: Serial,
        news: FromWorker<recognizing::Reply, P>,
    ) {
        let is_current = |recognizer: &&mut Recognizer| recognizer.serial == serial;
        let Some(recognizer) = self.recognizers.0.get_mut(&worker).filter(is_current) else {
            return;
        };
        let heaps = news.heaps();
        if let Some(heaps) = heaps {
            recognizer.heaps = heaps;
        }
        let reading = recognizer.reading;
        if let FromWorker::Replied(envelope, _) = &news
            && reading == Some(envelope.id)
            && envelope.reply.is_last()
        {
            recognizer.reading = None;
        }
        if heaps.is_some() {
            // Before it is acted on: that may dismiss the worker, and its memory with it.
            self.note_memory();
        }
        match news {
            FromWorker::Replied(envelope, pixels) => {
                let is_asked = reading == Some(envelope.id) || envelope.id == START_ID;
                let news = (envelope.reply, pixels);
                self.recognizer_replied(worker, is_asked, news, envelope.heaps.total());
            }
            FromWorker::Stopped(error) => self.recognizer_stopped(worker, error),
        }
    }

    fn recognizer_stopped(&mut self, worker: WorkerIndex, error: Error) {
        self.dismiss_recognizer(worker);
        self.feed(Input::RecognizerStopped(worker, error));
    }

    /// `is_asked` says whether it is about what was asked last; else only the engine's own state is of interest.
    fn recognizer_replied(
        &mut self,
        worker: WorkerIndex,
        is_asked: bool,
        (reply, pixels): (recognizing::Reply, Option<P>),
        heap: Bytes,
    ) {
        use recognizing::Reply;
        match reply {
            Reply::Started => {
                if let Some(recognizer) = self.recognizers.0.get_mut(&worker) {
                    recognizer.has_started = true;
                }
                if self.run.is_running || (self.again.is_at_work() && worker == READER) {
                    self.feed(Input::RecognizerReady { worker, heap });
                } else {
                    self.ask_recognizer(worker, recognizing::Request::WarmUp, None);
                }
            }
            // An engine that aborted still answers, but nothing it says can be trusted any more.
            Reply::Failed { error: error @ Error::WorkerStopped { .. } } => {
                self.recognizer_stopped(worker, error);
            }
            Reply::WarmedUp => {}
            _ if !is_asked => {}
            Reply::Progress { percent } => self.feed(Input::Progress(worker, percent)),
            // Nobody asks yet.
            Reply::Sampled { header } => self.sampled(header, pixels),
            Reply::Tried { text } => self.tried(&text, pixels),
            Reply::Recognized { text, look, milliseconds } => {
                self.feed(Input::Recognized { worker, text, look, milliseconds, heap });
            }
            Reply::WordRead { guesses } => self.word_read(Ok(guesses)),
            Reply::Failed { error } if error.scope() == Scope::Application => {
                self.dismiss_recognizer(worker);
                self.feed(Input::Unavailable(error));
            }
            Reply::Failed { error } => self.feed(Input::RecognizeFailed(worker, error)),
        }
    }
}
