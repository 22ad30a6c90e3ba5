//! A worker seen from outside: post a request, hear of every reply, and of the end.
//!
//! A worker that dies says so exactly once, whatever it was doing. Dropping a handle terminates its worker,
//! which is the only way to give wasm memory back.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::{Array, ArrayBuffer, WebAssembly};
use wasm_bindgen::prelude::*;
use web_sys::{Blob, ErrorEvent, Event, MessageEvent, Worker};

use serde::Serialize;

use super::wire::Message;
use crate::messages::{RequestEnvelope, RequestId, Start, StartEnvelope};
use crate::model::error::{Error, StopCause};

/// Something heard from a worker.
pub enum Heard {
    /// It replied.
    Message(Message),
    /// It is dead, and will not be heard of again.
    Stopped(Error),
}

/// What a worker is made of.
pub struct Equipment {
    /// The address of the script that it starts with: a blob's, since a worker loaded from the server has no security
    /// policy unless the server sends one, while one that starts from a blob inherits the page's, which forbids every
    /// other address.
    pub entry: String,
    /// Our module's script. It travels as it is: of a page from disk, a worker reads no address but those it made itself.
    pub glue: Blob,
    /// What it does.
    pub part: Part,
}

/// What the two kinds of worker are given.
pub enum Part {
    /// One that reads.
    Reading {
        /// Our own module, compiled.
        core: WebAssembly::Module,
        /// The engine's module, compiled.
        engine: WebAssembly::Module,
        /// The engine's script, if it has one.
        script: Option<Blob>,
        /// The language models of a recognizer, the main one first.
        models: Vec<Blob>,
    },
    /// One that writes.
    Writing {
        /// Its module.
        code: Blob,
    },
}

/// A running worker.
pub struct WorkerHandle {
    worker: Worker,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(Event)>,
    _on_message_error: Closure<dyn FnMut(MessageEvent)>,
}

fn cannot_start(_: impl Into<JsValue>) -> Error {
    Error::WorkerStopped { cause: StopCause::Killed }
}

impl WorkerHandle {
    /// Starts a worker. The first that is heard of it is the reply to [`Start`], or its
    /// death.
    ///
    /// # Errors
    /// When the browser does not start workers at all.
    pub fn spawn(
        start: Start,
        equipment: &Equipment,
        listener: impl Fn(Heard) + 'static,
    ) -> Result<Self, Error> {
        // No module: Chromium starts none from a blob for a page that comes from disk.
        let worker = Worker::new(&equipment.entry).map_err(cannot_start)?;

        let listener = Rc::new(listener);
        let dead = Rc::new(Cell::new(false));
        let (tell, is_dead) = (Rc::clone(&listener), Rc::clone(&dead));
        let die = move |cause: StopCause| {
            if !is_dead.replace(true) {
                tell(Heard::Stopped(Error::WorkerStopped { cause }));
            }
        };
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if !dead.get() {
                listener(Heard::Message(event.data().unchecked_into()));
            }
        });
        let die_of_error = die.clone();
        let on_error = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
            // Heard and handled: it need not reach the console as well.
            event.prevent_default();
            // Of a script that could not be started no more is said than that.
            let told = event.dyn_ref::<ErrorEvent>().map(ErrorEvent::message).unwrap_or_default();
            die_of_error(StopCause::told_by(&told));
        });
        let on_message_error = Closure::<dyn FnMut(MessageEvent)>::new(move |_| {
            // What cannot be received is most often too large for the memory there is.
            die(StopCause::OutOfMemory);
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        worker.set_onmessageerror(Some(on_message_error.as_ref().unchecked_ref()));

        let message = Message::new(&StartEnvelope::from(start)).map_err(cannot_start)?;
        message.set_glue(&equipment.glue);
        match &equipment.part {
            Part::Reading { core, engine, script, models } => {
                message.set_core(core);
                message.set_engine(engine);
                if let Some(script) = script {
                    message.set_script(script);
                }
                if !models.is_empty() {
                    message.set_models(&models.iter().collect::<Array>());
                }
            }
            Part::Writing { code } => message.set_code(code),
        }
        worker.post_message(&message).map_err(cannot_start)?;
        Ok(Self { worker, _on_message: on_message, _on_error: on_error, _on_message_error: on_message_error })
    }

    /// Posts a request with what travels along: files as handles, pixels moved.
    ///
    /// # Errors
    /// [`Error::WorkerStopped`] when the message cannot be posted; the worker is of no more use then.
    pub fn post(
        &self,
        id: RequestId,
        request: impl Serialize,
        files: &[&Blob],
        pixels: Option<&ArrayBuffer>,
    ) -> Result<(), Error> {
        let failed = || Error::WorkerStopped { cause: StopCause::Killed };
        let message = Message::new(&RequestEnvelope { id, request }).map_err(|_| failed())?;
        if !files.is_empty() {
            message.set_files(&files.iter().copied().collect::<Array>());
        }
        let transfer = pixels.map(|pixels| message.attach_bytes(pixels)).unwrap_or_default();
        self.worker.post_message_with_transfer(&message, &transfer).map_err(|_| failed())
    }
}

impl Drop for WorkerHandle {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.set_onmessageerror(None);
        self.worker.terminate();
    }
}
