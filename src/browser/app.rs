//! The page: what it knows ([`state`]), what changes it ([`update`] and [`run`]), what it shows ([`view`]).
//!
//! Everything that happens becomes a [`Msg`] in one queue; messages are worked off one after another, and
//! then the widgets are brought up to date from the state. Widgets never talk to each other.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use gloo::timers::callback::{Interval, Timeout};
use js_sys::WebAssembly;
use wasm_bindgen::prelude::*;
use web_sys::Blob;

use crate::browser::host::WorkerEvent;
use crate::model::budget::{Bytes, Measured};
use crate::model::error::Error;
use crate::model::options::Options;
use crate::store::{Fingerprint, JobRecord};
use crew::{Crew, Model, Serial, Who};
use handle::Chosen;
use intake::Incoming;
use parts::Parts;
use state::{DocumentId, MemoryUse, ModelOffer, NoticeKind, Readiness, State};
use view::View;

pub mod crew;
pub mod handle;
pub mod intake;
pub mod keeping;
pub mod output;
pub mod parts;
pub mod queue;
pub mod run;
pub mod save;
pub mod settings;
pub mod state;
pub mod store;
pub mod update;
pub mod view;
pub mod writing;

/// Something that happened on the page.
pub enum Msg {
    /// Files were chosen, dropped or pasted.
    FilesChosen(Chosen),
    /// The first bytes of chosen files were looked at.
    LookedAt(Vec<Incoming>),
    /// The engines are there, or not.
    PartsLoaded(Result<Parts, Error>),
    /// The list of models is there, or not.
    ModelsOffered(Result<Vec<ModelOffer>, Error>),
    /// A model is there, or not.
    ModelLoaded(ModelOffer, Result<Blob, Error>),
    /// A document is still not open when it should be.
    OpeningOverdue(DocumentId),
    /// A password was entered for a document.
    PasswordEntered(DocumentId, String),
    /// The options were edited.
    OptionsEdited(Options),
    /// Start was pressed.
    Start,
    /// Cancel was pressed.
    Cancel,
    /// Clear was pressed.
    Clear,
    /// Pause or Resume was pressed.
    PauseOrResume,
    /// A document is to change its place.
    Move(DocumentId, queue::Direction),
    /// A document is to be taken out.
    Remove(DocumentId),
    /// A document's fingerprint is known.
    Identified(DocumentId, Fingerprint),
    /// Something was heard from the store of jobs.
    Store(store::News),
    /// The store still has not said what a document's job begins with.
    ClaimOverdue(DocumentId),
    /// A kept document is to be gone on with, by the browser's handle on its file.
    Reopen(Fingerprint),
    /// What is kept of a document is to be removed.
    Forget(Fingerprint),
    /// Everything that is kept is to be removed.
    ForgetEverything,
    /// A worker was heard of.
    Worker(Who, Serial, WorkerEvent),
    /// The writer was heard of.
    Writer(WorkerEvent),
    /// Something is to be handed over to the person.
    Output(output::Wanted),
    /// What was handed over: a sentence to say, or what went wrong.
    HandedOver(Result<&'static str, &'static str>),
    /// A notice was dismissed.
    Dismiss(u32),
    /// Time has passed.
    Tick,
    /// The page is to be brought up to date.
    Refresh,
}

impl Msg {
    /// Whether the page may answer it a little later. Workers talk more often than anybody can look.
    fn can_wait(&self) -> bool {
        matches!(self, Msg::Worker(..))
    }
}

/// Milliseconds between two refreshes that nobody asked for.
const REFRESH_INTERVAL: f64 = 100.0;
/// Milliseconds until the next portion of a refresh that was too much for one.
const NEXT_PORTION: f64 = 15.0;

/// Where messages go. Cheap to clone; every listener has one.
#[derive(Clone)]
pub struct Sender(Rc<Inner>);

struct Inner {
    queue: RefCell<VecDeque<Msg>>,
    app: RefCell<Option<App>>,
    scheduled: Cell<bool>,
}

impl Sender {
    /// Queues a message. It is handled after the caller has returned, so that no listener is ever dropped
    /// while it runs.
    pub fn send(&self, msg: Msg) {
        self.0.queue.borrow_mut().push_back(msg);
        if !self.0.scheduled.replace(true) {
            let sender = self.clone();
            wasm_bindgen_futures::spawn_local(async move { sender.work_off() });
        }
    }

    fn work_off(&self) {
        let mut app = self.0.app.borrow_mut();
        let Some(app) = app.as_mut() else {
            return;
        };
        let mut at_once = false;
        loop {
            let msg = self.0.queue.borrow_mut().pop_front();
            match msg {
                Some(msg) => {
                    at_once |= !msg.can_wait();
                    app.update(msg);
                }
                None => break,
            }
        }
        self.0.scheduled.set(false);
        let next = app.refreshed + REFRESH_INTERVAL - now();
        if at_once || next <= 0.0 {
            app.refresh();
        } else {
            app.refresh_in(next);
        }
    }
}

/// The page at work.
pub struct App {
    state: State,
    view: View,
    sender: Sender,
    crew: Crew,
    core: WebAssembly::Module,
    parts: Option<Parts>,
    /// The files being written, if any.
    writing: Option<writing::Writing>,
    models: Vec<Model>,
    /// What the engines have needed in the jobs so far.
    measured: Measured,
    store: store::Store,
    /// The document whose job is asked of the store before it begins.
    claiming: Option<(DocumentId, JobRecord)>,
    /// Runs while it is asked.
    claim_clock: Option<Timeout>,
    /// Whether the browser has refused to store anything.
    store_refused: bool,
    /// Whether Start was pressed before everything was there.
    start_when_ready: bool,
    /// Whether documents that are still to be opened are to be read without Start being pressed again.
    go_on_when_ready: bool,
    /// Whether the end of the running document is the end of all.
    cancelling: bool,
    clock: Option<Interval>,
    /// When the page was last brought up to date.
    refreshed: f64,
    /// When it will be next, if that is settled.
    next_refresh: Option<Timeout>,
    /// Runs while the renderer opens a document.
    opening_clock: Option<Timeout>,
    next_id: u32,
}

impl App {
    /// A number that was not given out before.
    fn fresh_id(&mut self) -> u32 {
        self.next_id += 1;
        self.next_id
    }

    fn notify(&mut self, kind: NoticeKind, text: impl Into<String>) {
        let text = text.into();
        if self.state.notices.iter().any(|notice| notice.text == text) {
            return;
        }
        let id = self.fresh_id();
        self.state.notices.push(state::Notice { id, kind, text });
    }

    /// Counts the memory that is held at this moment.
    fn note_memory(&mut self) {
        self.state.note_memory(own_heap(), self.crew.heaps(), self.live_bitmap_bytes());
    }

    /// Brings the page up to date.
    fn refresh(&mut self) {
        self.next_refresh = None;
        self.state.now = now();
        self.note_memory();
        let changes = self.state.take_changes();
        let more = self.view.render(&self.state, &changes);
        self.refreshed = now();
        if more {
            self.refresh_in(NEXT_PORTION);
        }
    }

    /// Brings the page up to date in so many milliseconds, unless that is settled already.
    fn refresh_in(&mut self, milliseconds: f64) {
        if self.next_refresh.is_none() {
            let sender = self.sender.clone();
            let timeout = Timeout::new(milliseconds as u32, move || sender.send(Msg::Refresh));
            self.next_refresh = Some(timeout);
        }
    }
}

/// Memory of our own module in the page.
fn own_heap() -> Bytes {
    let memory: WebAssembly::Memory = wasm_bindgen::memory().unchecked_into();
    Bytes(u64::from(js_sys::Uint8Array::new(&memory.buffer()).length()))
}

/// Milliseconds since the page was loaded.
fn now() -> f64 {
    web_sys::window().and_then(|window| window.performance()).map_or(0.0, |clock| clock.now())
}

/// Starts the page. `core` is our own module, compiled, for the workers.
#[wasm_bindgen]
pub fn boot_page(core: WebAssembly::Module) -> Result<(), JsError> {
    console_error_panic_hook::set_once();
    let sender = Sender(Rc::new(Inner {
        queue: RefCell::default(),
        app: RefCell::default(),
        scheduled: Cell::new(false),
    }));
    let (options, rejected) = settings::load();
    let state = State {
        documents: Vec::new(),
        options,
        device: settings::device(),
        models: Vec::new(),
        readiness: Readiness::Loading,
        running: false,
        memory: MemoryUse::default(),
        notices: Vec::new(),
        now: now(),
        started: 0.0,
        ended: None,
        paused_since: None,
        paused_for: 0.0,
        kept: Vec::new(),
    };
    let view = View::new(&sender)?;
    let news = sender.clone();
    let store = store::Store::new(move |told| news.send(Msg::Store(told)));
    store.list();
    let mut app = App {
        state,
        view,
        sender: sender.clone(),
        crew: Crew::default(),
        core,
        parts: None,
        writing: None,
        models: Vec::new(),
        measured: Measured::default(),
        store,
        claiming: None,
        claim_clock: None,
        store_refused: false,
        start_when_ready: false,
        go_on_when_ready: false,
        cancelling: false,
        clock: None,
        refreshed: 0.0,
        next_refresh: None,
        opening_clock: None,
        next_id: 0,
    };
    if !rejected.is_empty() {
        let names = rejected.join(", ");
        app.notify(
            NoticeKind::Warning,
            format!(
                "The address of this page gives options that make no sense: {names}. They were left out."
            ),
        );
    }
    app.load_parts();
    app.refresh();
    *sender.0.app.borrow_mut() = Some(app);
    Ok(())
}
