//! What is done with a person's documents, from the first file to the last download: `(Session, Event) → Effects`.
//!
//! Pure: it never waits, is told the time, and knows of the world only what [`Event`]s say. Whoever drives it (the page,
//! a module, a command line) turns what happens into events and carries [`Effect`]s out. Four rules hold whatever
//! happens: every chosen document ends exactly once; nothing starts that nobody asked for; after Clear nothing is left;
//! a page is read once, unless it is asked for again.
//!
//! `C` is whatever a file is out there, `P` whatever holds pixels.

use crate::formats::export::Offered;
use crate::model::budget::{Bytes, Measured};
use crate::model::error::{Error, Scope};
use crate::model::language::{ModelOffer, ModelSet};
use crate::model::options::{Device, Edited, Options};
use crate::store::KeptJob;
use crate::words::{Announcement, Notice};
use again::Again;
use claims::Claim;
use document::{DocumentId, PageKey, Status};
use memory::MemoryUse;
use run::Run;
use settle::Settling;
use workers::{Recognizers, Renderer};

pub use document::{Document, Job, PageView};
pub use event::{
    ClaimId, Command, Direction, Effect, Event, FromWorker, Incoming, Reach, Source, StoreNews, StoreTask,
    Wanted,
};
pub use mending::OfferedCorrection;
pub use offline::Kept;
pub use searching::Search;
pub use suggest::Suggestion;
pub use workers::{Serial, Who};

pub mod again;
mod claims;
pub mod document;
mod doubts;
mod event;
mod further;
mod intake;
mod language;
mod layout;
pub mod memory;
pub mod mending;
mod models;
mod offline;
mod opening;
mod output;
pub mod plan;
mod progress;
mod queue;
pub mod read_before;
mod report_page;
mod run;
mod searching;
mod settle;
mod showing;
pub mod stacks;
mod suggest;
mod workers;
mod write;

/// The most that a tick counts for, in milliseconds: a machine that slept has not worked meanwhile.
const LONGEST_TICK: f64 = 30_000.0;

/// Whether the parts of Pagewise are there.
#[derive(Debug, Clone, PartialEq)]
pub enum Readiness {
    /// On their way: so many bytes of so many.
    Loading {
        /// Bytes that have come.
        loaded: f64,
        /// Bytes that are to come in all; 0 until that is known.
        total: f64,
    },
    /// Reading could begin; what writes the larger formats is still on its way.
    Reading,
    /// Reading could begin; what writes the larger formats is not to be had.
    ReadingOnly,
    /// All there.
    Ready,
    /// Not to be had.
    Failed(Error),
}

/// A notice, and by what it is dismissed.
#[derive(Debug, Clone, PartialEq)]
pub struct Posted {
    /// Tells it apart.
    pub id: u32,
    /// What it says.
    pub notice: Notice,
}

/// A person's documents and all that is going on with them.
pub struct Session<C, P> {
    documents: Vec<Document<C, P>>,
    options: Options,
    /// The options whose fields make no sense at the moment.
    mistakes: Vec<&'static str>,
    device: Device,
    /// The person's languages, as BCP 47 has them, the preferred first.
    device_languages: Vec<String>,
    offers: Vec<ModelOffer>,
    /// The models that are there.
    models: Vec<ModelOffer>,
    /// Models that were wanted to find out a language, or because of it, and that could not be had.
    gone: Vec<ModelOffer>,
    /// Why the chosen model, or the list of models, is not to be had.
    model_missing: Option<Error>,
    engines: Loaded,
    /// What the engine that reads says of itself.
    engine: Option<String>,
    writer: Loaded,
    kept_offline: Kept,
    update: offline::Update,
    /// Bytes of the engines and the model that have come, and that are to come.
    progress: (f64, f64),
    run: Run,
    claim: Option<Claim>,
    settling: Option<Settling<P>>,
    /// What is read once more.
    again: Again<P>,
    renderer: Option<Renderer>,
    recognizers: Recognizers,
    /// Pages to be looked at, as soon as their document is open.
    shows: Vec<(DocumentId, crate::messages::rendering::ShowRequest)>,
    /// What was found out about pages before reading, and decided.
    plans: plan::Plans,
    /// How often documents got other files, or these another order.
    stacks_changed: u32,
    /// The page that a person has before them.
    looking_at: Option<PageKey>,
    layouts: layout::Layouts,
    /// What is looked for in the texts.
    search: Search,
    mending: mending::Mending,
    writing: Option<write::Writing>,
    /// The files that can be taken away.
    offered: Offered,
    kept: Vec<KeptJob>,
    /// Whether nothing can be stored here.
    store_refused: bool,
    /// What the engines have needed in the jobs so far.
    measured: Measured,
    /// The models with which that was.
    measured_with: Option<ModelSet>,
    memory: MemoryUse,
    notices: Vec<Posted>,
    /// Whether Start was pressed before everything was there.
    start_when_ready: bool,
    /// Whether documents that are still to be opened are read without Start being pressed again.
    go_on_when_ready: bool,
    /// How often everything was cleared: what was chosen before is of no interest after.
    epoch: u32,
    /// Milliseconds since any fixed moment.
    now: f64,
    /// Milliseconds since 1970.
    date: f64,
    /// When the last tick was, or the first was asked for.
    last_tick: f64,
    /// What our own module holds where the session runs.
    own_heap: Bytes,
    changes: Vec<PageKey>,
    last_id: u32,
    effects: Vec<Effect<P>>,
}

/// Whether something is there.
#[derive(Debug, Clone, PartialEq)]
enum Loaded {
    Coming,
    There,
    Missing(Error),
}

impl<C, P> Session<C, P> {
    /// A session without documents.
    pub fn new(options: Options, device: Device) -> Self {
        Self {
            documents: Vec::new(),
            options,
            mistakes: Vec::new(),
            device,
            device_languages: Vec::new(),
            offers: Vec::new(),
            models: Vec::new(),
            gone: Vec::new(),
            model_missing: None,
            engines: Loaded::Coming,
            engine: None,
            writer: Loaded::Coming,
            kept_offline: Kept::default(),
            update: offline::Update::default(),
            progress: (0.0, 0.0),
            run: Run::default(),
            claim: None,
            settling: None,
            again: Again::default(),
            renderer: None,
            recognizers: Recognizers::default(),
            shows: Vec::new(),
            plans: plan::Plans::default(),
            stacks_changed: 0,
            looking_at: None,
            layouts: layout::Layouts::default(),
            search: Search::default(),
            mending: mending::Mending::default(),
            writing: None,
            offered: Offered::default(),
            kept: Vec::new(),
            store_refused: false,
            measured: Measured::default(),
            measured_with: None,
            memory: MemoryUse::default(),
            notices: Vec::new(),
            start_when_ready: false,
            go_on_when_ready: false,
            epoch: 0,
            now: 0.0,
            date: 0.0,
            last_tick: 0.0,
            own_heap: Bytes(0),
            changes: Vec::new(),
            last_id: 0,
            effects: Vec::new(),
        }
    }

    /// From now on only these files are offered, and together in an archive.
    pub fn offer(&mut self, files: Offered) {
        self.offered = files;
    }

    /// Tells what time it is (`now` in milliseconds since any fixed moment, `date` since 1970), and what our own module
    /// holds here.
    pub fn at(&mut self, now: f64, date: f64, own_heap: Bytes) -> &mut Self {
        (self.now, self.date, self.own_heap) = (now, date, own_heap);
        self
    }

    /// Takes what happened and returns what to do, in order.
    pub fn handle(&mut self, event: Event<C, P>) -> Vec<Effect<P>> {
        let had_ticks = self.needs_ticks();
        match event {
            Event::Begun(languages) => {
                self.device_languages = languages;
                self.effects.push(Effect::Store(StoreTask::List));
            }
            Event::Added { epoch, files, start } if epoch == self.epoch => self.add(files, start),
            Event::Added { .. } => {}
            Event::Loading { loaded, total } => self.progress = (loaded, total),
            Event::EnginesLoaded(result) => self.engines_loaded(result),
            Event::WriterLoaded(result) => self.writer_loaded(result),
            Event::ModelsOffered(result) => self.models_offered(result),
            Event::ModelLoaded(offer, result) => self.model_loaded(offer, result),
            Event::Person(command) => self.obey(command),
            Event::Identified(id, fingerprint) => self.identified(id, fingerprint),
            Event::Store(news) => self.hear_store(news),
            Event::Renderer(serial, news) => self.hear_renderer(serial, news),
            Event::Recognizer(worker, serial, news) => self.hear_recognizer(worker, serial, news),
            Event::Writer(serial, news) => self.hear_writer(serial, news),
            Event::Rewriter(serial, news) => self.hear_rewriter(serial, news),
            Event::Copied(true) => self.announce(Announcement::Copied),
            Event::Copied(false) => self.notify(Notice::NotCopied),
            Event::HandOverRefused => {
                self.notify(Notice::Failed(Error::NotWritten {
                    reason: "the browser refused the download".to_owned(),
                }));
            }
            Event::KeptOffline(kept) => self.kept_offline = kept,
            Event::UpdateReady => self.update_ready(),
            Event::Tick => self.tick(),
        }
        self.survey_next();
        if !had_ticks && self.needs_ticks() {
            self.last_tick = self.now;
        }
        self.follow_readings();
        self.note_memory();
        self.follow_search();
        std::mem::take(&mut self.effects)
    }

    /// Counts the memory that is held at this moment.
    pub fn count_memory(&mut self) {
        self.note_memory();
    }

    fn obey(&mut self, command: Command) {
        match command {
            Command::EditOptions(Edited { options, mistakes }) => self.edit_options(options, mistakes),
            Command::SetFlow(flow) => {
                let options = Options { flow, ..self.options.clone() };
                self.edit_options(options, self.mistakes.clone());
            }
            Command::EnterPassword(id, password) => self.try_password(id, password),
            Command::Start => self.start(false),
            Command::StartAfresh => self.start(true),
            Command::ReplaceHiddenText(id) => self.replace_hidden_text(id),
            Command::ReadAs(id, reach) => self.read_as(id, reach),
            Command::DeclineLanguage(id) => self.decline(id),
            Command::Cancel => self.cancel(),
            Command::Clear => self.clear(),
            Command::PauseOrResume => self.pause_or_resume(),
            Command::Move(id, direction) => self.move_document(id, direction),
            Command::Remove(id) => self.remove_document(id),
            Command::Split(id, file) => self.split(id, file),
            Command::Join(id, next) => self.join(id, next),
            Command::MoveFile(id, from, to) => self.move_file(id, from, to),
            Command::Apart(id) => self.apart(id),
            Command::Together(id) => self.together(id),
            Command::Decide(id, pages, decision) => self.decide(id, &pages, decision),
            Command::Show(id, request) => self.show(id, request),
            Command::ReadAgain(page, attempts) => self.read_again(page, attempts),
            Command::ReadRegion(page, region) => self.read_region(page, region),
            Command::CopyRegion { as_table } => self.copy_region(as_table),
            Command::ReadWordAgain(page, word) => self.read_word_again(page, word),
            Command::KeepReading(place) => self.keep_reading(place),
            Command::UseForAll(place) => self.use_for_all(place),
            Command::DropReadings => self.drop_readings(),
            Command::LeaveOut(page, left_out) => self.leave_out(page, left_out),
            Command::LookAt(page) => self.looking_at = Some(page),
            Command::Search(typed) => self.look_for(typed),
            Command::NextHit => self.step_to_hit(1),
            Command::PreviousHit => self.step_to_hit(-1),
            Command::GoToHit(hit) => self.go_to_hit(hit),
            Command::Correct(page, edit) => self.correct(page, &edit),
            Command::Undo => self.undo(),
            Command::Redo => self.redo(),
            Command::ApplyCorrections(page) => self.apply_corrections(page),
            Command::DismissCorrections(page) => self.dismiss_corrections(page),
            Command::Reopen(job) => self.effects.push(Effect::Store(StoreTask::Reopen(job))),
            Command::OpenKept(job) => self.effects.push(Effect::Store(StoreTask::Open(job))),
            Command::Forget(job) => self.effects.push(Effect::Store(StoreTask::Forget(job))),
            Command::ForgetModel(offer) => self.effects.push(Effect::ForgetModel(offer)),
            Command::ForgetEverything => self.effects.push(Effect::Store(StoreTask::ForgetAll)),
            Command::Take { wanted, created } => self.hand_over(wanted, created),
            Command::Dismiss(id) => self.notices.retain(|posted| posted.id != id),
            Command::TakeUpdate if self.update_offer().is_some() => self.effects.push(Effect::TakeUpdate),
            Command::TakeUpdate => {}
            Command::PostponeUpdate => self.update = offline::Update::Postponed,
            Command::NameUnused(options) => self.notify(Notice::AddressNotUsed(options)),
            Command::NameMistake(mistake) => self.notify(Notice::SiteMistake(mistake)),
        }
    }

    /// Whether [`Event::Tick`] is wanted every second.
    pub fn needs_ticks(&self) -> bool {
        self.run.is_running || self.renderer.is_some() || self.again.is_at_work() || self.again.is_warm()
    }

    /// Time has passed: about a second, or a minute in a tab that nobody looks at.
    fn tick(&mut self) {
        let passed = (self.now - self.last_tick).clamp(0.0, LONGEST_TICK);
        self.tick_claim(passed);
        self.tick_settling(passed);
        self.tick_renderer(passed);
        self.tick_again(passed);
        self.tick_survey();
        if self.run.is_running || self.again.is_at_work() {
            self.feed(crate::pipeline::Input::Tick);
        }
        self.last_tick = self.now;
    }

    /// A number that was not given out before.
    fn fresh_id(&mut self) -> u32 {
        self.last_id += 1;
        self.last_id
    }

    fn notify(&mut self, notice: Notice) {
        if self.notices.iter().any(|posted| posted.notice == notice) {
            return;
        }
        let id = self.fresh_id();
        self.notices.push(Posted { id, notice });
    }

    fn announce(&mut self, announcement: Announcement) {
        self.effects.push(Effect::Announce(announcement));
    }

    /// Says what went wrong, where it concerns more than a document, whose row says it otherwise.
    fn notify_if_general(&mut self, error: &Error) {
        if error.scope() == Scope::Application {
            self.notify(Notice::Failed(error.clone()));
        }
    }

    /// The documents, in their order.
    pub fn documents(&self) -> &[Document<C, P>] {
        &self.documents
    }

    /// The document with this id.
    pub fn document(&self, id: DocumentId) -> Option<&Document<C, P>> {
        self.documents.iter().find(|document| document.id == id)
    }

    fn document_mut(&mut self, id: DocumentId) -> Option<&mut Document<C, P>> {
        self.documents.iter_mut().find(|document| document.id == id)
    }

    fn running_document(&self) -> Option<&Document<C, P>> {
        self.documents.iter().find(|document| document.status == Status::Running)
    }

    fn running_document_mut(&mut self) -> Option<&mut Document<C, P>> {
        self.documents.iter_mut().find(|document| document.status == Status::Running)
    }

    /// What is chosen.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// What the device is.
    pub fn device(&self) -> Device {
        self.device
    }

    /// Which engine reads, once it is there.
    pub fn engine(&self) -> Option<&str> {
        self.engine.as_deref()
    }

    /// The models to choose from.
    pub fn offers(&self) -> &[ModelOffer] {
        &self.offers
    }

    /// What is to be said until it is dismissed.
    pub fn notices(&self) -> &[Posted] {
        &self.notices
    }

    /// The jobs that are kept here, the newest first.
    pub fn kept(&self) -> &[KeptJob] {
        &self.kept
    }

    /// What is held in memory.
    pub fn memory(&self) -> &MemoryUse {
        &self.memory
    }

    /// The present moment, in milliseconds since any fixed moment.
    pub fn now(&self) -> f64 {
        self.now
    }

    /// The page that a person has before them: one that was chosen, if any was.
    pub fn looking_at(&self) -> Option<PageKey> {
        let is_there =
            |key: &PageKey| self.document(key.document).is_some_and(|it| it.chosen().contains(&key.page));
        let first = || {
            let mut documents = self.documents.iter();
            documents.find_map(|document| document.chosen().first().map(|page| document.id.page(*page)))
        };
        self.looking_at.filter(is_there).or_else(first)
    }

    /// How often everything was cleared; see [`Event::Added`].
    pub fn epoch(&self) -> u32 {
        self.epoch
    }

    /// Whether documents are being read.
    pub fn is_running(&self) -> bool {
        self.run.is_running
    }

    /// Whether a file is being written.
    pub fn is_writing(&self) -> bool {
        self.writing.is_some()
    }

    /// The pages that changed since this was last asked. One that changed several times is there as often.
    pub fn take_changes(&mut self) -> Vec<PageKey> {
        for document in &mut self.documents {
            if let Some(pipeline) = document.job.as_mut().and_then(|job| job.pipeline.as_mut()) {
                let (document, pages) = (document.id, pipeline.take_changes());
                self.changes.extend(pages.into_iter().map(|page| PageKey { document, page }));
            }
        }
        self.changes_taken();
        std::mem::take(&mut self.changes)
    }
}
