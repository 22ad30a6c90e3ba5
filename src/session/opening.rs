//! Opening documents in the renderer: one after the other, with a password where it takes one, and not for ever.

use super::document::{DocumentId, Status};
use super::workers::{Asked, stopped};
use super::{Effect, FromWorker, Serial, Session, Source};
use crate::messages::{START_ID, rendering};
use crate::model::error::{Error, Scope};
use crate::model::source::FileKind;
use crate::pipeline::Input;

/// How long a document may take to open, in seconds. One of a thousand pages takes a second, one whose structure has to
/// be repaired a few; an engine that is caught in a damaged one never comes back.
const OPENING_SECONDS: u32 = 60;
/// Milliseconds after which a renderer that nobody wants anything of is let go.
const REST: f64 = 30_000.0;

impl<C, P> Session<C, P> {
    /// Looks into the next document that has not been looked into, unless the renderer is busy.
    pub(super) fn open_next(&mut self) {
        let is_busy = self.renderer.as_ref().is_some_and(|renderer| renderer.opening_for.is_some());
        if self.run.is_running || self.again.is_at_work() || is_busy || !self.has_engines() {
            return;
        }
        match self.documents.iter().find(|document| document.is_opening()).map(|document| document.id) {
            Some(id) => self.open(id),
            None => self.show_next(),
        }
    }

    /// Has the renderer open a document, as soon as its engine runs.
    pub(super) fn open(&mut self, id: DocumentId) {
        let renderer = self.renderer();
        renderer.document = Some(id);
        renderer.opening_for = Some(0.0);
        // What was to be read of the document before is of no interest any more.
        let before = std::mem::take(&mut renderer.asked);
        self.show_later(before);
        if self.renderer().has_started {
            self.ask_to_open();
        }
    }

    fn ask_to_open(&mut self) {
        let Some(id) = self.renderer.as_ref().and_then(|renderer| renderer.document) else {
            return;
        };
        let Some(document) = self.document(id) else {
            return;
        };
        let request = rendering::Request::Open {
            kinds: document.kinds.iter().map(|kind: &FileKind| kind.as_read()).collect(),
            password: document.password.clone(),
        };
        self.ask_renderer(Asked::Open, request, Some(Source::Original(id)));
    }

    /// Asks the renderer for something.
    pub(super) fn ask_renderer(&mut self, asked: Asked, request: rendering::Request, files: Option<Source>) {
        if let Some(renderer) = &mut self.renderer {
            let id = renderer.next_request();
            renderer.asked.push((id, asked));
            renderer.idle_for = 0.0;
            self.effects.push(Effect::AskRenderer(renderer.serial, id, request, files));
        }
    }

    pub(super) fn hear_renderer(&mut self, serial: Serial, news: FromWorker<rendering::Reply, P>) {
        let Some(renderer) = self.renderer.as_mut().filter(|renderer| renderer.serial == serial) else {
            return;
        };
        if let Some(heaps) = news.heaps() {
            renderer.heaps = heaps;
            // Before it is acted on: that may dismiss the worker, and its memory with it.
            self.note_memory();
        }
        let (envelope, pixels) = match news {
            FromWorker::Replied(envelope, pixels) => (envelope, pixels),
            FromWorker::Stopped(error) => return self.renderer_stopped(error),
        };
        let Some(renderer) = &mut self.renderer else {
            return;
        };
        if envelope.id == START_ID {
            return match envelope.reply {
                rendering::Reply::Started => {
                    renderer.has_started = true;
                    self.ask_to_open();
                }
                rendering::Reply::Failed { error } => self.opening_failed(error),
                _ => self.renderer_stopped(stopped()),
            };
        }
        // About a document that is not of interest any more.
        let Some(place) = renderer.asked.iter().position(|(id, _)| *id == envelope.id) else {
            return;
        };
        let (_, asked) = renderer.asked.remove(place);
        match asked {
            Asked::Open => self.opening_answered(envelope.reply),
            Asked::Draw => self.drawing_answered(envelope.reply, pixels, envelope.heaps.total()),
            Asked::Survey(id, page) => self.surveyed(id, page, &envelope.reply),
            Asked::Show(id, request) => self.showing_answered((id, request), envelope.reply, pixels),
        }
    }

    fn opening_answered(&mut self, reply: rendering::Reply) {
        match reply {
            rendering::Reply::Opened { pages } => self.opened(pages),
            rendering::Reply::Failed { error } => self.opening_failed(error),
            _ => self.renderer_stopped(stopped()),
        }
    }

    fn opened(&mut self, pages: Vec<u32>) {
        let Some(renderer) = &mut self.renderer else {
            return;
        };
        renderer.opening_for = None;
        let (id, heap) = (renderer.document, renderer.heaps.total());
        let worked_on = self.worked_id();
        let Some(document) = id.and_then(|id| self.document_mut(id)) else {
            return self.open_next();
        };
        document.file_pages = pages;
        if worked_on.is_some() && id == worked_on {
            self.feed(Input::RendererReady { heap });
            return self.show_next();
        }
        match document.status {
            Status::Opening | Status::Unlocking => document.status = Status::Ready,
            // To be looked at only.
            _ => {}
        }
        self.show_next();
        self.open_next();
        self.prepare_recognizers();
        self.start_if_wanted();
    }

    /// The renderer is dead: of opening, of drawing, or of nothing that anybody knows.
    pub(super) fn renderer_stopped(&mut self, error: Error) {
        let opening = self.renderer.as_ref().filter(|renderer| renderer.opening_for.is_some());
        let opening = opening.and_then(|renderer| renderer.document);
        // Any of them may be what killed it.
        let asked = self.renderer.as_mut().map(|renderer| std::mem::take(&mut renderer.asked));
        for (_, asked) in asked.unwrap_or_default() {
            match asked {
                Asked::Show(id, request) => self.effects.push(Effect::NotShown(id, request, error.clone())),
                Asked::Survey(id, page) => self.note_kind(id, page, None),
                Asked::Open | Asked::Draw => {}
            }
        }
        self.dismiss_renderer();
        match opening {
            // Browsers end idle workers too; a document that was open is opened again when it is needed.
            None if !self.run.is_running && !self.again.is_at_work() => self.open_next(),
            Some(id) if self.worked_id() != Some(id) => {
                self.not_opened(id, error);
            }
            _ => self.feed(Input::RendererStopped(error)),
        }
    }

    /// The renderer cannot open the document it was asked to.
    fn opening_failed(&mut self, error: Error) {
        let Some(renderer) = &mut self.renderer else {
            return;
        };
        renderer.opening_for = None;
        let Some(id) = renderer.document.take() else {
            return;
        };
        if matches!(error, Error::WorkerStopped { .. }) || !renderer.has_started {
            self.dismiss_renderer();
        }
        if self.worked_id() == Some(id) {
            match error {
                Error::WorkerStopped { .. } => self.feed(Input::RendererStopped(error)),
                error => self.feed(Input::Unavailable(error)),
            }
        } else {
            self.not_opened(id, error);
        }
    }

    /// A document cannot be opened outside of a job.
    fn not_opened(&mut self, id: DocumentId, error: Error) {
        self.notify_if_general(&error);
        let not_shown = self.shows.extract_if(.., |(document, _)| *document == id).collect::<Vec<_>>();
        for (_, request) in not_shown {
            self.effects.push(Effect::NotShown(id, request, error.clone()));
        }
        if let Some(document) = self.document_mut(id).filter(|document| document.is_opening()) {
            document.status = match error {
                Error::PasswordNeeded => Status::PasswordNeeded { wrong: false },
                Error::PasswordWrong => Status::PasswordNeeded { wrong: true },
                // A file that kills the engine while it is opened is as good as damaged.
                Error::WorkerStopped { .. } if document.kinds == [FileKind::Pdf] => {
                    Status::Rejected(Error::DamagedPdf)
                }
                Error::WorkerStopped { .. } => {
                    Status::Rejected(Error::DamagedImage { reason: "it made the decoder stop".to_owned() })
                }
                error => Status::Rejected(error),
            };
        }
        self.open_next();
        self.start_if_wanted();
    }

    pub(super) fn try_password(&mut self, id: DocumentId, password: String) {
        let waits = |status: &Status| matches!(status, Status::PasswordNeeded { .. });
        if let Some(document) = self.document_mut(id).filter(|document| waits(&document.status)) {
            document.password = Some(password);
            document.status = Status::Unlocking;
            self.open_next();
        }
    }

    /// So many milliseconds have passed for the renderer: opening has its time, and what is of no use rests.
    pub(super) fn tick_renderer(&mut self, passed: f64) {
        let Some(renderer) = &mut self.renderer else {
            return;
        };
        if let Some(opening) = &mut renderer.opening_for {
            *opening += passed;
            if *opening >= f64::from(OPENING_SECONDS) * 1000.0 {
                self.opening_overdue();
            }
        } else if !self.run.is_running && !self.again.is_at_work() && renderer.asked.is_empty() {
            renderer.idle_for += passed;
            if renderer.idle_for >= REST {
                self.dismiss_renderer();
            }
        }
    }

    /// The engine is still busy opening a document: only the end of its worker stops it.
    fn opening_overdue(&mut self) {
        let id = self.renderer.as_ref().and_then(|renderer| renderer.document);
        self.dismiss_renderer();
        let Some(id) = id else {
            return;
        };
        let error = Error::OpeningTooSlow { seconds: OPENING_SECONDS };
        if self.worked_id() == Some(id) {
            self.feed(Input::Unavailable(error));
        } else {
            self.not_opened(id, error);
        }
    }

    /// The document that pages are being read of, or that is about to be.
    fn worked_id(&self) -> Option<DocumentId> {
        let running = self.running_document().map(|document| document.id);
        running.or_else(|| self.in_work_again().map(|(page, _)| page.document))
    }

    /// A renderer with the document of the job at work open. `keep` says that one which is there is as good as a new one.
    pub(super) fn provide_renderer(&mut self, keep: bool) {
        let Some(id) = self.worked_id() else {
            return;
        };
        let share = self.options.budget(self.device).renderer_share();
        if let Some(renderer) = &self.renderer {
            let heap = renderer.heaps.total();
            if !keep || heap > share {
                self.dismiss_renderer();
            } else if renderer.has_open(id) {
                return self.feed(Input::RendererReady { heap });
            } else if renderer.document == Some(id) {
                // It says so itself when it is open.
                return;
            }
        }
        self.open(id);
    }

    fn drawing_answered(
        &mut self,
        reply: rendering::Reply,
        pixels: Option<P>,
        heap: crate::model::budget::Bytes,
    ) {
        match (reply, pixels) {
            (rendering::Reply::Drawn { header, own_text, milliseconds }, Some(pixels)) => {
                self.feed(Input::Drawn { header, pixels, own_text, milliseconds, heap });
            }
            (rendering::Reply::TextFound { text, milliseconds }, _) => {
                self.feed(Input::TextFound { text, milliseconds, heap });
            }
            (rendering::Reply::Failed { error: error @ Error::WorkerStopped { .. } }, _) => {
                self.renderer_stopped(error);
            }
            (rendering::Reply::Failed { error }, _) if error.scope() == Scope::Page => {
                self.feed(Input::DrawFailed(error));
            }
            (rendering::Reply::Failed { error }, _) => self.feed(Input::Unavailable(error)),
            // A picture without pixels, or the answer to another question: nothing it says can be trusted.
            _ => self.renderer_stopped(stopped()),
        }
    }
}
