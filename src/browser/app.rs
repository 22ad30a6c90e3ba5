//! The page: what happens in it becomes events of the [`Session`], the session's effects are carried out ([`effects`]),
//! and then the widgets are brought up to date from it ([`view`]).
//!
//! Everything that happens becomes a [`Msg`] in one queue; messages are worked off one after another. Widgets never talk
//! to each other.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use gloo::timers::callback::{Interval, Timeout};
use js_sys::{ArrayBuffer, WebAssembly};
use wasm_bindgen::prelude::*;
use web_sys::Blob;

use crate::config::Site;
use crate::model::budget::Bytes;
use crate::model::error::Error;
use crate::model::language::{ModelOffer, OWN};
use crate::model::site::SiteMistake;
use crate::session::{Command, Event, FromWorker, Serial, Session, StoreNews};
use crate::words::{Words, words};
use assets::{Assets, Loader, WriterAssets};
use file_handle::Chosen;
use intake::ChosenFile;
use interface::DecidedBy;
use own_models::OwnModel;
use view::View;
use view::room::RoomEvent;
use workers::Workers;

pub mod assets;
mod download;
pub mod effects;
pub mod file_handle;
pub mod intake;
mod interface;
pub mod offline;
mod own_models;
pub mod settings;
mod site;
pub mod store;
pub mod view;
pub mod workers;
mod written;

/// The session of a page: files are blobs, pixels lie in buffers that can travel.
pub type PageSession = Session<ChosenFile, ArrayBuffer>;
/// What happens to it.
pub type PageEvent = Event<ChosenFile, ArrayBuffer>;

/// Something that happened on the page.
pub enum Msg {
    /// Files were chosen, dropped or pasted.
    Chosen(Chosen),
    /// A file was found again, to be read at once; the epoch in which that was asked for.
    Reopened(Chosen, u32),
    /// What came of something that was asked of the store in an epoch.
    Answered(StoreNews, u32),
    /// Something for the session.
    Event(PageEvent),
    /// The engines are there.
    Assets(Assets),
    /// What writes files is there.
    WriterAssets(WriterAssets),
    /// A model is there.
    Model(ModelOffer, Blob),
    /// Models that were kept at an earlier visit, by their codes; or that nobody waits for them any longer.
    KeptModels(Vec<(String, Blob)>),
    /// A model came in.
    OwnModel(OwnModel),
    /// It can be read with.
    Tried(OwnModel),
    /// The interface is to have another language.
    Speak(&'static Words),
    /// A writer has written something.
    Written(Serial, ArrayBuffer),
    /// Something happened in the room.
    Room(RoomEvent),
    /// The page is to be brought up to date.
    Refresh,
}

impl Msg {
    /// Whether the page may answer it a little later. Workers talk more often than anybody can look.
    fn can_wait(&self) -> bool {
        matches!(self, Msg::Event(Event::Renderer(..) | Event::Recognizer(..) | Event::Loading { .. }))
    }

    /// Whether anything but what is lit follows from it: people move their pointers all the time.
    fn changes_page(&self) -> bool {
        !matches!(self, Msg::Room(event) if !event.changes_page())
    }
}

/// Milliseconds between two refreshes that nobody asked for.
const REFRESH_INTERVAL: f64 = 100.0;
/// Milliseconds until the next portion of a refresh that was too much for one.
const NEXT_PORTION: f64 = 15.0;
/// Milliseconds in which the store says which models it has, before the others are offered without them. It takes a few,
/// and engines are on their way meanwhile; but a store may never answer.
const STORE_PATIENCE: u32 = 2_000;

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

    /// Queues something for the session.
    pub fn event(&self, event: PageEvent) {
        self.send(Msg::Event(event));
    }

    /// Queues what a person wants.
    pub fn command(&self, command: Command) {
        self.event(Event::Person(command));
    }

    fn work_off(&self) {
        let mut app = self.0.app.borrow_mut();
        let Some(app) = app.as_mut() else {
            return;
        };
        let (mut at_once, mut changes) = (false, false);
        loop {
            let msg = self.0.queue.borrow_mut().pop_front();
            match msg {
                Some(msg) => {
                    let changes_page = msg.changes_page();
                    changes |= changes_page;
                    at_once |= changes_page && !msg.can_wait();
                    app.take(msg);
                }
                None => break,
            }
        }
        self.0.scheduled.set(false);
        if !changes {
            return;
        }
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
    session: PageSession,
    view: View,
    sender: Sender,
    loader: Loader,
    site: Site,
    /// Whether it was said which languages the site names and does not have.
    has_named_missing: bool,
    assets: Option<Assets>,
    writer_assets: Option<WriterAssets>,
    /// Those that are loaded, and all that people brought along.
    models: Vec<(ModelOffer, Blob)>,
    /// Models that came in before there was an engine to try them.
    untried: Vec<OwnModel>,
    /// Waits for the models that are kept, and no longer than this.
    patience: Option<Timeout>,
    workers: Workers,
    written: written::Written,
    store: store::Store,
    /// Ticks while the session wants them.
    clock: Option<Interval>,
    /// When the page was last brought up to date.
    refreshed: f64,
    /// When it will be next, if that is settled.
    next_refresh: Option<Timeout>,
}

impl App {
    fn take(&mut self, msg: Msg) {
        match msg {
            Msg::Chosen(chosen) => self.look_at(chosen, false, self.session.epoch()),
            Msg::Reopened(chosen, epoch) => self.look_at(chosen, true, epoch),
            Msg::Answered(news, epoch) => {
                // A person who has cleared everything meanwhile does not want it any more.
                if epoch == self.session.epoch() {
                    self.feed(Event::Store(news));
                }
            }
            Msg::Event(event) => self.feed(event),
            Msg::Assets(assets) => {
                let engine = assets.engine.clone();
                self.assets = Some(assets);
                self.feed(Event::EnginesLoaded(Ok(engine)));
                for model in std::mem::take(&mut self.untried) {
                    self.try_out(model);
                }
            }
            Msg::WriterAssets(assets) => {
                self.writer_assets = Some(assets);
                self.feed(Event::WriterLoaded(Ok(())));
                self.loader.offline().iter().for_each(offline::Keeper::keep);
            }
            Msg::Model(offer, data) => {
                self.models.push((offer.clone(), data));
                self.feed(Event::ModelLoaded(offer, Ok(())));
            }
            Msg::KeptModels(kept) => {
                self.patience = None;
                self.models
                    .extend(kept.into_iter().map(|(code, blob)| (own_models::offer(&code, &blob), blob)));
                self.offer_models();
            }
            Msg::OwnModel(model) => self.try_out(model),
            Msg::Tried(OwnModel { offer, blob, .. }) => {
                self.models
                    .retain(|(there, _)| (&there.lang, &there.variant) != (&offer.lang, &offer.variant));
                self.models.push((offer, blob));
                self.offer_models();
            }
            Msg::Speak(words) => {
                interface::speak(words);
                settings::keep_language(words, self.session.options());
                self.view.retell(&self.session);
            }
            Msg::Written(serial, bytes) => {
                if self.written.add(serial, &bytes).is_err() {
                    self.feed(self.not_kept(serial));
                }
            }
            Msg::Room(event) => self.view.hear(event, &self.session),
            // It follows every message.
            Msg::Refresh => {}
        }
    }

    /// Tells the session what happened, and does what it asks for.
    fn feed(&mut self, event: PageEvent) {
        let held = self.held();
        let effects = self.session.at(now(), js_sys::Date::now(), held).handle(event);
        for effect in effects {
            self.carry_out(effect);
        }
        if self.session.needs_ticks() {
            let sender = self.sender.clone();
            self.clock.get_or_insert_with(|| Interval::new(1000, move || sender.event(Event::Tick)));
        } else {
            self.clock = None;
        }
    }

    /// Memory of our own module in the page, and of the pictures of pages that are looked at.
    fn held(&self) -> Bytes {
        Bytes(own_heap().0 + self.view.picture_bytes().0)
    }

    /// What a worker has written was not kept: of no use, whatever it says after that.
    fn not_kept(&self, serial: Serial) -> PageEvent {
        let error = Error::NotWritten { reason: "the browser did not keep it".to_owned() };
        if self.written.is_anew() {
            Event::Rewriter(serial, FromWorker::Stopped(error))
        } else {
            Event::Writer(serial, FromWorker::Stopped(error))
        }
    }

    /// Looks at files that came in, for the documents of an epoch; `start` says that they are to be read at once.
    fn look_at(&self, chosen: Chosen, start: bool, epoch: u32) {
        let (sender, wants_models) = (self.sender.clone(), self.takes_own_models());
        wasm_bindgen_futures::spawn_local(async move {
            let (files, models) = intake::look_at(chosen, wants_models).await;
            for model in models {
                sender.send(Msg::OwnModel(model));
            }
            sender.event(Event::Added { epoch, files, start });
        });
    }

    /// Has an engine try a model that came in, and keeps it if it can be read with and things are to be kept.
    fn try_out(&mut self, model: OwnModel) {
        let Some(assets) = self.assets.clone() else {
            return self.untried.push(model);
        };
        let (sender, epoch, keep) = (self.sender.clone(), self.session.epoch(), self.session.options().keep);
        wasm_bindgen_futures::spawn_local(async move {
            match own_models::try_out(&assets, &model).await {
                Ok(()) => {
                    if keep && !store::models::keep(&model.offer.lang, &model.blob).await {
                        sender.event(Event::Store(StoreNews::Refused));
                    }
                    sender.send(Msg::Tried(model));
                }
                Err(error) => {
                    let files = vec![intake::useless(model.name, model.blob, error)];
                    sender.event(Event::Added { epoch, files, start: false });
                }
            }
        });
    }

    /// Tells the session which models there are: those of the site, and those that people brought along.
    fn offer_models(&mut self) {
        let own: Vec<_> =
            self.models.iter().map(|(offer, _)| offer).filter(|offer| offer.variant == OWN).collect();
        let models = assets::model_offers(&self.loader);
        let missing = models.as_ref().map_or_else(
            |_| Vec::new(),
            |models| self.site.missing(|code| models.iter().any(|model| model.lang == code)),
        );
        let offers = match models {
            Ok(models) => Ok(self.site.offers(models).iter().chain(own).cloned().collect()),
            Err(error) if own.is_empty() => Err(error),
            Err(_) => Ok(own.into_iter().cloned().collect()),
        };
        // Once: models of one's own come and go.
        if !std::mem::replace(&mut self.has_named_missing, true) {
            self.name_mistakes(missing);
        }
        self.feed(Event::ModelsOffered(offers));
    }

    /// Tells people, and whoever runs the site, what is wrong in what it says of itself.
    fn name_mistakes(&mut self, mistakes: Vec<SiteMistake>) {
        for mistake in mistakes {
            site::log(&mistake);
            self.feed(Event::Person(Command::NameMistake(mistake)));
        }
    }

    /// Whether people may bring models of their own.
    fn takes_own_models(&self) -> bool {
        self.site.own_models != Some(false) && assets::takes_own_models(&self.loader)
    }

    /// Begins to load everything that the page can need: what reads first, then what writes.
    fn load(&mut self, core: WebAssembly::Module, glue: Blob) {
        let (sender, loader) = (self.sender.clone(), self.loader.clone());
        let to = sender.clone();
        assets::on_progress(&loader, move |loaded, total| to.event(Event::Loading { loaded, total }));
        if self.takes_own_models() {
            let (kept, late) = (sender.clone(), sender.clone());
            let patience = Timeout::new(STORE_PATIENCE, move || late.send(Msg::KeptModels(Vec::new())));
            self.patience = Some(patience);
            wasm_bindgen_futures::spawn_local(async move {
                kept.send(Msg::KeptModels(store::models::kept().await));
            });
        } else {
            sender.send(Msg::KeptModels(Vec::new()));
        }
        wasm_bindgen_futures::spawn_local(async move {
            match assets::load(&loader, core, glue).await {
                Ok(assets) => sender.send(Msg::Assets(assets)),
                Err(error) => sender.event(Event::EnginesLoaded(Err(error))),
            }
            match assets::load_writer(&loader).await {
                Ok(assets) => sender.send(Msg::WriterAssets(assets)),
                Err(error) => sender.event(Event::WriterLoaded(Err(error))),
            }
        });
    }

    /// Brings the page up to date.
    fn refresh(&mut self) {
        self.next_refresh = None;
        let held = self.held();
        self.session.at(now(), js_sys::Date::now(), held).count_memory();
        let changes = self.session.take_changes();
        let more = self.view.render(&self.session, &changes);
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

/// A part of Pagewise that is not there.
fn missing(file: &str) -> Error {
    Error::PartMissing { file: file.to_owned() }
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

/// Starts the page. `core` is our own module, compiled, and `glue` its script, for the workers; `loader` brings the rest.
#[wasm_bindgen]
pub fn boot_page(core: WebAssembly::Module, glue: Blob, loader: Loader) -> Result<(), JsError> {
    console_error_panic_hook::set_once();
    let sender = Sender(Rc::new(Inner {
        queue: RefCell::default(),
        app: RefCell::default(),
        scheduled: Cell::new(false),
    }));
    let language = interface::begin();
    let (site, mistakes) = site::read(&loader);
    site::speak(&site, language);
    let (options, unused) = settings::load(&site.options);
    // It may have been chosen before there was anybody to hear it.
    if language == DecidedBy::Person {
        settings::keep_language(words(), &options);
    }
    let news = sender.clone();
    let mut app = App {
        session: Session::new(options, settings::device(site.presets)),
        view: View::new(&sender, &site, loader.requests())?,
        sender: sender.clone(),
        loader,
        site,
        has_named_missing: false,
        assets: None,
        writer_assets: None,
        models: Vec::new(),
        untried: Vec::new(),
        patience: None,
        workers: Workers::default(),
        written: written::Written::default(),
        store: store::Store::new(move |told| match told {
            store::News::Told(told) => news.event(Event::Store(told)),
            store::News::Answered(told, epoch) => news.send(Msg::Answered(told, epoch)),
            store::News::Reopened(chosen, epoch) => news.send(Msg::Reopened(chosen, epoch)),
        }),
        clock: None,
        refreshed: 0.0,
        next_refresh: None,
    };
    app.feed(Event::Begun(settings::languages()));
    app.session.offer(app.site.formats.clone());
    app.name_mistakes(mistakes);
    if !unused.is_empty() {
        app.feed(Event::Person(Command::NameUnused(unused)));
    }
    offline::listen(&app.loader, &sender);
    app.load(core, glue);
    app.refresh();
    *sender.0.app.borrow_mut() = Some(app);
    Ok(())
}
