//! The workers of the page, each in its place, and what is heard of them.

use std::collections::HashMap;

use js_sys::ArrayBuffer;
use serde::Serialize;
use serde::de::DeserializeOwned;
use web_sys::Blob;

use super::assets::{Assets, Engine, WriterAssets};
use super::{Msg, PageEvent, Sender};
use crate::browser::bridge::host::{Equipment, Heard, Part, WorkerHandle};
use crate::messages::{ReplyEnvelope, RequestId, Start};
use crate::model::error::{Error, StopCause};
use crate::session::{Event, FromWorker, Serial, Who};

/// All workers. Dropping it terminates them.
#[derive(Default)]
pub struct Workers(HashMap<Who, WorkerHandle>);

impl Workers {
    /// Starts a renderer, in place of the one there may be.
    ///
    /// # Errors
    /// When a worker cannot be started.
    pub fn start_renderer(&mut self, assets: &Assets, serial: Serial, sender: &Sender) -> Result<(), Error> {
        let equipment = equipment(assets, &assets.pdfium, Vec::new());
        let to = sender.clone();
        let listener = move |heard| to.event(Event::Renderer(serial, understood(heard, |bytes| bytes)));
        self.put(Who::Renderer, WorkerHandle::spawn(Start::Renderer, &equipment, listener))
    }

    /// Starts a renderer that writes files anew. What it writes comes before the reply.
    ///
    /// # Errors
    /// When a worker cannot be started.
    pub fn start_rewriter(&mut self, assets: &Assets, serial: Serial, sender: &Sender) -> Result<(), Error> {
        let equipment = equipment(assets, &assets.pdfium, Vec::new());
        let to = sender.clone();
        let listener = move |heard| {
            let news = understood(heard, |bytes| hand_on(&to, serial, bytes));
            to.event(Event::Rewriter(serial, news));
        };
        self.put(Who::Rewriter, WorkerHandle::spawn(Start::Renderer, &equipment, listener))
    }

    /// Starts a recognizer with its models, in place of the one there may be.
    ///
    /// # Errors
    /// When a worker cannot be started.
    pub fn start_recognizer(
        &mut self,
        (assets, models, languages): (&Assets, Vec<Blob>, Vec<String>),
        who: Who,
        listener: impl Fn(FromWorker<crate::messages::recognizing::Reply, ArrayBuffer>) -> PageEvent + 'static,
        sender: &Sender,
    ) -> Result<(), Error> {
        let equipment = reading(assets, models);
        let to = sender.clone();
        let listener = move |heard| to.event(listener(understood(heard, |bytes| bytes)));
        let start = Start::Recognizer { languages };
        self.put(who, WorkerHandle::spawn(start, &equipment, listener))
    }

    /// Starts a writer. What it writes comes before the replies.
    ///
    /// # Errors
    /// When a worker cannot be started.
    pub fn start_writer(
        &mut self,
        assets: &WriterAssets,
        serial: Serial,
        sender: &Sender,
    ) -> Result<(), Error> {
        let WriterAssets { entry, glue, code } = assets.clone();
        let equipment = Equipment { entry, glue, part: Part::Writing { code } };
        let to = sender.clone();
        let listener = move |heard| {
            let news = understood(heard, |bytes| hand_on(&to, serial, bytes));
            to.event(Event::Writer(serial, news));
        };
        self.put(Who::Writer, WorkerHandle::spawn(Start::Writer, &equipment, listener))
    }

    fn put(&mut self, who: Who, handle: Result<WorkerHandle, Error>) -> Result<(), Error> {
        // The one before is gone even if there is none after it.
        self.0.remove(&who);
        self.0.insert(who, handle?);
        Ok(())
    }

    /// Asks a worker for something: files travel as handles, pixels are moved.
    ///
    /// # Errors
    /// When it is not there, or cannot be asked; it is of no more use then.
    pub fn ask(
        &self,
        who: Who,
        id: RequestId,
        request: impl Serialize,
        files: &[&Blob],
        pixels: Option<&ArrayBuffer>,
    ) -> Result<(), Error> {
        let stopped = || Error::WorkerStopped { cause: StopCause::Killed };
        self.0.get(&who).ok_or_else(stopped)?.post(id, request, files, pixels)
    }

    /// Terminates a worker; its memory goes back.
    pub fn dismiss(&mut self, who: Who) {
        self.0.remove(&who);
    }
}

/// What a worker is made of that reads with models.
pub fn reading(assets: &Assets, models: Vec<Blob>) -> Equipment {
    equipment(assets, &assets.tesseract, models)
}

fn equipment(assets: &Assets, engine: &Engine, models: Vec<Blob>) -> Equipment {
    let Assets { core, glue, entry, .. } = assets.clone();
    let (engine, script) = (engine.module.clone(), engine.script.clone());
    Equipment { entry, glue, part: Part::Reading { core, engine, script, models } }
}

/// Bytes that a writer has written are kept by the page; the session has no use for them.
fn hand_on(sender: &Sender, serial: Serial, bytes: Option<ArrayBuffer>) -> Option<ArrayBuffer> {
    if let Some(bytes) = bytes {
        sender.send(Msg::Written(serial, bytes));
    }
    None
}

/// What a worker said. One that cannot be understood is of another version, and of no use.
fn understood<R: DeserializeOwned>(
    heard: Heard,
    take: impl Fn(Option<ArrayBuffer>) -> Option<ArrayBuffer>,
) -> FromWorker<R, ArrayBuffer> {
    match heard {
        Heard::Message(message) => match message.open::<ReplyEnvelope<R>>() {
            Ok(envelope) => FromWorker::Replied(envelope, take(message.bytes())),
            Err(_) => FromWorker::Stopped(Error::WorkerStopped { cause: StopCause::Killed }),
        },
        Heard::Stopped(error) => FromWorker::Stopped(error),
    }
}
