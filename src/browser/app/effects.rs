//! What the session asks for, done.

use js_sys::ArrayBuffer;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Blob;

use super::offline::Keeper;
use super::{App, Msg, assets, download, missing, settings, store};
use crate::model::language::ModelOffer;
use crate::session::document::DocumentId;
use crate::session::{Effect, Event, FromWorker, Source, StoreTask, Who};
use crate::words::{Announcement, words};

impl App {
    pub(super) fn carry_out(&mut self, effect: Effect<ArrayBuffer>) {
        match effect {
            Effect::LoadModel(offer) if self.models.iter().any(|(there, _)| *there == offer) => {
                self.sender.event(Event::ModelLoaded(offer, Ok(())));
            }
            Effect::LoadModel(offer) => {
                let (sender, loader) = (self.sender.clone(), self.loader.clone());
                spawn_local(async move {
                    match assets::model(&loader, &offer).await {
                        Ok(data) => sender.send(Msg::Model(offer, data)),
                        Err(error) => sender.event(Event::ModelLoaded(offer, Err(error))),
                    }
                });
            }
            Effect::ForgetModel(offer) => {
                self.models.retain(|(there, _)| *there != offer);
                self.offer_models();
                spawn_local(async move { store::models::forget_one(&offer.lang).await });
            }
            Effect::Identify(id) => {
                let (sender, files) = (self.sender.clone(), self.blobs(Source::Original(id)));
                spawn_local(async move {
                    // Without one the document is read all the same, and nothing of it is kept.
                    if let Some(fingerprint) = store::fingerprint(&files).await {
                        sender.event(Event::Identified(id, fingerprint));
                    }
                });
            }
            Effect::Store(task) => self.ask_store(task),
            Effect::StartRenderer(serial) => {
                let started = match &self.assets {
                    Some(assets) => self.workers.start_renderer(assets, serial, &self.sender),
                    None => Err(missing("engines/pdfium")),
                };
                if let Err(error) = started {
                    self.sender.event(Event::Renderer(serial, FromWorker::Stopped(error)));
                }
            }
            Effect::StartRecognizer(worker, serial, models) => {
                let there = |offer: &ModelOffer| self.models.iter().find(|(there, _)| there == offer);
                let blobs = models.iter().map(|offer| there(offer).map(|(_, data)| data.clone()));
                let blobs: Option<Vec<Blob>> = blobs.collect();
                let event = move |news| Event::Recognizer(worker, serial, news);
                let started = match (&self.assets, blobs) {
                    (Some(assets), Some(blobs)) => {
                        let parts = (assets, blobs, models.languages());
                        self.workers.start_recognizer(parts, Who::Recognizer(worker), event, &self.sender)
                    }
                    _ => Err(missing("engines/tesseract")),
                };
                if let Err(error) = started {
                    self.sender.event(event(FromWorker::Stopped(error)));
                }
            }
            Effect::StartWriter(serial) => {
                self.written.begin(serial);
                let started = match &self.writer_assets {
                    Some(assets) => self.workers.start_writer(assets, serial, &self.sender),
                    None => Err(missing("pkg-writer")),
                };
                if let Err(error) = started {
                    self.sender.event(Event::Writer(serial, FromWorker::Stopped(error)));
                }
            }
            Effect::StartRewriter(serial) => {
                self.written.begin(serial);
                let started = match &self.assets {
                    Some(assets) => self.workers.start_rewriter(assets, serial, &self.sender),
                    None => Err(missing("engines/pdfium")),
                };
                if let Err(error) = started {
                    self.sender.event(Event::Rewriter(serial, FromWorker::Stopped(error)));
                }
            }
            Effect::Dismiss(who) => {
                self.workers.dismiss(who);
                // A file that was written anew is waited for by the writer that comes next.
                if matches!(who, Who::Writer | Who::Rewriter) && !self.session.is_writing() {
                    self.written.clear();
                }
            }
            Effect::AskRenderer(serial, id, request, files) => {
                let blobs = files.map_or_else(Vec::new, |files| self.blobs(files));
                let blobs: Vec<&Blob> = blobs.iter().collect();
                if let Err(error) = self.workers.ask(Who::Renderer, id, request, &blobs, None) {
                    self.sender.event(Event::Renderer(serial, FromWorker::Stopped(error)));
                }
            }
            Effect::AskRecognizer(worker, serial, id, request, pixels) => {
                let who = Who::Recognizer(worker);
                if let Err(error) = self.workers.ask(who, id, request, &[], pixels.as_ref()) {
                    self.sender.event(Event::Recognizer(worker, serial, FromWorker::Stopped(error)));
                }
            }
            Effect::AskWriter(serial, id, request, files) => {
                let blobs = files.map_or_else(Vec::new, |files| self.blobs(files));
                let blobs: Vec<&Blob> = blobs.iter().collect();
                if let Err(error) = self.workers.ask(Who::Writer, id, request, &blobs, None) {
                    self.sender.event(Event::Writer(serial, FromWorker::Stopped(error)));
                }
            }
            Effect::AskRewriter(serial, id, request, source) => {
                self.written.is_for(source);
                let blobs = self.blobs(source);
                let blobs: Vec<&Blob> = blobs.iter().collect();
                if let Err(error) = self.workers.ask(Who::Rewriter, id, request, &blobs, None) {
                    self.sender.event(Event::Rewriter(serial, FromWorker::Stopped(error)));
                }
            }
            Effect::Shown { document, request, width, height, pixels } => {
                self.view.shown((document, request), (width, height), &pixels);
                self.sender.send(Msg::Refresh);
            }
            Effect::NotShown(document, request, error) => {
                self.view.not_shown((document, request), &error);
                self.sender.send(Msg::Refresh);
            }
            Effect::HandOver { name, mime, after } => {
                let original = after.and_then(|files| self.blobs(files).into_iter().next());
                let whole = self.written.whole(original, mime);
                self.hand_over(whole, &name);
            }
            Effect::Offer { bytes, mime, name } => self.hand_over(download::file(&bytes, mime), &name),
            Effect::Copy(text) => self.copy(&text),
            Effect::Announce(announcement) => {
                if announcement == Announcement::Copied {
                    self.view.copied();
                }
                self.view.say(&(words().announcement)(&announcement));
            }
            Effect::PointAt(option) => self.view.point_at(option),
            Effect::SaveOptions => settings::save(self.session.options(), &self.site.options),
            Effect::ForgetOptions => settings::forget(self.session.options(), &self.site.options),
            Effect::TakeUpdate => self.loader.offline().iter().for_each(Keeper::take_update),
        }
    }

    fn hand_over(&self, file: Result<Blob, JsValue>, name: &str) {
        if file.and_then(|file| download::save(&file, name)).is_err() {
            self.sender.event(Event::HandOverRefused);
        }
    }

    fn copy(&self, text: &str) {
        let (sender, window) = (self.sender.clone(), web_sys::window());
        let Some(promise) = window.map(|window| window.navigator().clipboard().write_text(text)) else {
            return sender.event(Event::Copied(false));
        };
        spawn_local(async move { sender.event(Event::Copied(JsFuture::from(promise).await.is_ok())) });
    }

    fn blobs(&self, source: Source) -> Vec<Blob> {
        match source {
            Source::Original(id) => self.files(id).iter().map(|file| file.blob.clone()).collect(),
            Source::WrittenAnew(id) => self.written.anew(id).into_iter().collect(),
        }
    }

    fn files(&self, id: DocumentId) -> &[super::ChosenFile] {
        self.session.document(id).map_or(&[], |document| &document.files)
    }

    fn ask_store(&mut self, task: StoreTask) {
        match task {
            StoreTask::List => self.store.list(),
            StoreTask::Claim { claim, document, record } => {
                let files = self.files(document);
                let handle = match files {
                    [only] => only.handle.clone(),
                    _ => None,
                };
                let blobs = files.iter().map(|file| file.blob.clone()).collect();
                self.store.claim(claim, blobs, handle, *record);
            }
            StoreTask::Keep(key) => {
                let job = self.session.document(key.document).and_then(|document| document.job.as_ref());
                if let Some(record) = job.and_then(|job| job.record(key.page)) {
                    self.store.keep(record);
                }
            }
            StoreTask::Amend(key) => {
                let document = self.session.document(key.document);
                let job = document
                    .and_then(|document| Some((document.fingerprint.clone()?, document.job.as_ref()?)));
                if let Some((fingerprint, job)) = job
                    && let Some(record) = job.record(key.page)
                {
                    self.store.amend(fingerprint, job.options.reading_key(), record);
                }
            }
            StoreTask::Release => self.store.release(),
            StoreTask::Reopen(job) => self.store.reopen(job, self.session.epoch()),
            StoreTask::Open(job) => self.store.open(job, self.session.epoch()),
            StoreTask::Forget(job) => self.store.forget(job),
            StoreTask::ForgetAll => self.store.forget_all(),
        }
    }
}
