//! What each message does to the state, except for the running of jobs, which is in [`super::run`].

use gloo::timers::callback::{Interval, Timeout};
use wasm_bindgen_futures::spawn_local;
use web_sys::Blob;

use super::crew::{Model, Opening, Who};
use super::handle::Chosen;
use super::intake::{self, Incoming};
use super::parts::{self, Parts};
use super::state::{Document, DocumentId, ModelOffer, NoticeKind, Readiness, Status};
use super::{App, Msg, now, settings};
use crate::model::budget::Bytes;
use crate::model::error::{Error, Scope};
use crate::model::options::Options;
use crate::model::source::FileKind;
use crate::pipeline::Input;

/// How long a document may take to open. One of a thousand pages takes a second, one whose structure has to be
/// repaired a few; an engine that is caught in a damaged one never comes back.
const OPENING_SECONDS: u32 = 60;

impl App {
    /// Takes one message.
    pub(super) fn update(&mut self, msg: Msg) {
        match msg {
            Msg::FilesChosen(chosen) => self.look_at(chosen),
            Msg::LookedAt(incoming) => self.add_documents(incoming),
            Msg::PartsLoaded(result) => self.parts_loaded(result),
            Msg::ModelsOffered(result) => self.models_offered(result),
            Msg::ModelLoaded(offer, result) => self.model_loaded(offer, result),
            Msg::OpeningOverdue(id) => self.opening_overdue(id),
            Msg::PasswordEntered(id, password) => self.try_password(id, password),
            Msg::OptionsEdited(options) => self.edit_options(options),
            Msg::Start => self.start(),
            Msg::Cancel => self.cancel(),
            Msg::Clear => self.clear(),
            Msg::PauseOrResume => self.pause_or_resume(),
            Msg::Move(id, direction) => self.move_document(id, direction),
            Msg::Remove(id) => self.remove_document(id),
            Msg::Identified(id, fingerprint) => self.identified(id, fingerprint),
            Msg::Store(news) => self.hear_store(news),
            Msg::ClaimOverdue(id) => self.claim_overdue(id),
            Msg::Reopen(job) => self.store.reopen(job),
            Msg::Forget(job) => self.store.forget(job),
            Msg::ForgetEverything => self.store.forget_all(),
            Msg::Worker(who, serial, event) => self.hear_if_current(who, serial, event),
            Msg::Writer(event) => self.hear_writer(event),
            Msg::Output(wanted) => self.hand_over(wanted),
            Msg::HandedOver(result) => match result {
                Ok(sentence) => self.view.say(sentence),
                Err(sentence) => self.notify(NoticeKind::Error, sentence),
            },
            Msg::Dismiss(id) => self.state.notices.retain(|notice| notice.id != id),
            Msg::Tick => self.feed(Input::Tick),
            // It follows every message.
            Msg::Refresh => {}
        }
    }

    /// Looks at files that came in.
    pub(super) fn look_at(&self, chosen: Chosen) {
        let sender = self.sender.clone();
        spawn_local(async move { sender.send(Msg::LookedAt(intake::look_at(chosen).await)) });
    }

    /// Begins to load everything that reading needs.
    pub(super) fn load_parts(&mut self) {
        let (sender, core) = (self.sender.clone(), self.core.clone());
        spawn_local(async move {
            sender.send(Msg::ModelsOffered(parts::model_offers().await));
            sender.send(Msg::PartsLoaded(parts::load(core).await));
        });
    }

    fn parts_loaded(&mut self, result: Result<Parts, Error>) {
        match result {
            Ok(parts) => {
                self.parts = Some(parts);
                self.check_readiness();
                self.open_next();
            }
            Err(error) => self.fail_to_load(error),
        }
    }

    fn models_offered(&mut self, result: Result<Vec<ModelOffer>, Error>) {
        match result {
            Ok(offers) => {
                self.state.models = offers;
                self.request_model();
            }
            Err(error) => self.fail_to_load(error),
        }
    }

    /// The model that the options choose, if it is there.
    pub(super) fn chosen_model(&self) -> Option<&Model> {
        let offer = self.state.chosen_offer()?;
        self.models.iter().find(|model| model.lang == offer.lang && model.variant == offer.variant)
    }

    /// Loads the chosen model unless it is there.
    fn request_model(&mut self) {
        if self.chosen_model().is_some() {
            self.check_readiness();
            return;
        }
        let Some(offer) = self.state.chosen_offer().cloned() else {
            self.fail_to_load(Error::PartMissing { file: "models/models.json".to_owned() });
            return;
        };
        self.state.readiness = Readiness::Loading;
        let sender = self.sender.clone();
        spawn_local(async move {
            let result = parts::model(&offer).await;
            sender.send(Msg::ModelLoaded(offer, result));
        });
    }

    fn model_loaded(&mut self, offer: ModelOffer, result: Result<Blob, Error>) {
        match result {
            Ok(data) => {
                self.models.push(Model { lang: offer.lang, variant: offer.variant, data });
                self.check_readiness();
            }
            Err(error) => self.fail_to_load(error),
        }
    }

    fn check_readiness(&mut self) {
        if self.parts.is_some() && self.chosen_model().is_some() {
            self.state.readiness = Readiness::Ready;
            self.prepare_recognizers();
            self.start_if_wanted();
        }
    }

    /// Starts now if Start was pressed before everything was there.
    pub(super) fn start_if_wanted(&mut self) {
        if std::mem::take(&mut self.start_when_ready) {
            self.start();
        } else if self.go_on_when_ready && !self.state.documents.iter().any(Document::is_opening) {
            self.go_on_when_ready = false;
            // Start would read again what was read, if there were nothing new.
            if self.state.documents.iter().any(|document| document.status == Status::Ready) {
                self.start();
            }
        }
    }

    fn fail_to_load(&mut self, error: Error) {
        self.start_when_ready = false;
        self.notify(NoticeKind::Error, error.to_string());
        self.state.readiness = Readiness::Failed(error);
    }

    fn edit_options(&mut self, options: Options) {
        settings::save(&options);
        self.state.options = options;
        if !self.state.models.is_empty() {
            self.request_model();
        }
    }

    fn add_documents(&mut self, incoming: Vec<Incoming>) {
        for group in intake::group(incoming) {
            let id = DocumentId(self.fresh_id());
            let Some(first) = group.first() else {
                continue;
            };
            let status = match &first.kind {
                Ok(_) => Status::Opening,
                Err(error) => Status::Rejected(error.clone()),
            };
            self.state.documents.push(Document {
                id,
                name: first.name.clone(),
                bytes: group.iter().map(|incoming| Bytes(incoming.bytes)).sum(),
                kinds: group.iter().filter_map(|incoming| incoming.kind.clone().ok()).collect(),
                handle: if group.len() == 1 { first.handle.clone() } else { None },
                file_names: group.iter().map(|incoming| incoming.name.clone()).collect(),
                file_pages: Vec::new(),
                files: group.into_iter().map(|incoming| incoming.content).collect(),
                status,
                password: None,
                job: None,
                fingerprint: None,
                afresh: false,
            });
            self.identify(id);
        }
        self.open_next();
    }

    /// Looks into the next document that has not been looked into, unless the renderer is busy reading.
    pub(super) fn open_next(&mut self) {
        let Some(document) = self.state.documents.iter().find(|document| document.is_opening()) else {
            return;
        };
        let busy_with = self.crew.open_document();
        let busy = self.state.documents.iter().any(|other| Some(other.id) == busy_with && other.is_opening());
        if self.state.running || busy {
            return;
        }
        let opening = opening(document);
        self.open(opening);
    }

    /// Opens a document in the renderer.
    pub(super) fn open(&mut self, opening: Opening) {
        let Some(parts) = self.parts.clone() else {
            return;
        };
        let (sender, id) = (self.sender.clone(), opening.document);
        let overdue = sender.clone();
        self.opening_clock =
            Some(Timeout::new(OPENING_SECONDS * 1000, move || overdue.send(Msg::OpeningOverdue(id))));
        let listener = move |serial, event| sender.send(Msg::Worker(Who::Renderer, serial, event));
        if let Err(error) = self.crew.open(&parts, opening, listener) {
            self.opening_failed(id, error);
        }
    }

    /// The engine is still busy opening a document: only the end of its worker stops it.
    fn opening_overdue(&mut self, id: DocumentId) {
        if self.crew.open_document() != Some(id) {
            return;
        }
        let error = Error::OpeningTooSlow { seconds: OPENING_SECONDS };
        self.crew.dismiss(Who::Renderer);
        if self.state.running_document().is_some_and(|document| document.id == id) {
            self.feed(Input::Unavailable(error));
        } else {
            self.opening_failed(id, error);
        }
    }

    /// A document could not be opened outside of a job.
    pub(super) fn opening_failed(&mut self, id: DocumentId, error: Error) {
        self.opening_clock = None;
        self.crew.close_document();
        if error.scope() == Scope::Application {
            self.notify(NoticeKind::Error, error.to_string());
        }
        if let Some(document) = self.state.document_mut(id) {
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

    fn try_password(&mut self, id: DocumentId, password: String) {
        if let Some(document) = self.state.document_mut(id) {
            document.password = Some(password);
            document.status = Status::Unlocking;
        }
        self.open_next();
    }

    fn start(&mut self) {
        if self.state.running {
            return;
        }
        if self.state.readiness != Readiness::Ready || self.state.documents.iter().any(Document::is_opening) {
            // Pressed early: it happens as soon as it can.
            self.start_when_ready = true;
            return;
        }
        for document in &mut self.state.documents {
            if document.status == Status::Elsewhere {
                document.status = Status::Ready;
            }
        }
        let any_ready = self.state.documents.iter().any(|document| document.status == Status::Ready);
        if !any_ready {
            // Everything was read before: it is read again, with the options of now.
            for document in &mut self.state.documents {
                if document.status == Status::Finished {
                    document.status = Status::Ready;
                    document.job = None;
                    document.afresh = true;
                }
            }
        }
        self.state.started = now();
        self.state.ended = None;
        self.state.paused_for = 0.0;
        self.state.memory.peak = self.state.memory.now;
        let sender = self.sender.clone();
        self.clock = Some(Interval::new(1000, move || sender.send(Msg::Tick)));
        self.read_next();
    }

    pub(super) fn clear(&mut self) {
        if !self.state.running {
            self.state.documents.clear();
            self.state.notices.clear();
            self.go_on_when_ready = false;
            self.state.ended = None;
            self.crew.dismiss_all();
            self.store.list();
        }
    }
}

/// What the renderer needs to open a document.
pub(super) fn opening(document: &Document) -> Opening {
    Opening {
        document: document.id,
        kinds: document.kinds.iter().map(|kind| kind.as_read()).collect(),
        files: document.files.clone(),
        password: document.password.clone(),
    }
}
