//! A worker seen from outside: post a request, hear of every reply, and of the end.
//!
//! A worker that dies says so exactly once, whatever it was doing. Dropping a handle terminates its worker,
//! which is the only way to give wasm memory back.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use js_sys::{Array, ArrayBuffer, WebAssembly};
use wasm_bindgen::prelude::*;
use web_sys::{Blob, BlobPropertyBag, ErrorEvent, MessageEvent, Url, Worker, WorkerOptions, WorkerType};

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

/// What a renderer or recognizer is given besides its [`Start`].
pub struct Equipment {
    /// Our own module, compiled.
    pub core: WebAssembly::Module,
    /// The engine's module, compiled.
    pub engine: WebAssembly::Module,
    /// Where the engine's script lies, relative to the page.
    pub script: String,
    /// The language model of a recognizer.
    pub model: Option<Blob>,
}

/// A running worker.
pub struct WorkerHandle {
    worker: Worker,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(ErrorEvent)>,
    _on_message_error: Closure<dyn FnMut(MessageEvent)>,
}

fn cannot_start(_: impl Into<JsValue>) -> Error {
    Error::PartMissing { file: "worker.js".to_owned() }
}

/// Where workers start. A worker loaded from the server has no security policy unless the server sends one;
/// a worker loaded from a blob inherits the page's, which forbids every other address. So workers start from
/// a blob that does nothing but import the real script.
fn entry_url(start: &Start) -> Result<String, JsValue> {
    thread_local! {
        static URLS: RefCell<HashMap<&'static str, String>> = RefCell::default();
    }
    let script = match start {
        Start::Renderer | Start::Recognizer { .. } => "./worker.js",
        Start::Writer => "./writer.js",
    };
    if let Some(url) = URLS.with(|urls| urls.borrow().get(script).cloned()) {
        return Ok(url);
    }
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let base = window.document().ok_or(JsValue::NULL)?.base_uri()?.ok_or(JsValue::NULL)?;
    let target = Url::new_with_base(script, &base)?.href();
    let source = format!("import {};", js_sys::JSON::stringify(&target.into())?);
    let kind = BlobPropertyBag::new();
    kind.set_type("text/javascript");
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&source.into()), &kind)?;
    let url = Url::create_object_url_with_blob(&blob)?;
    URLS.with(|urls| urls.borrow_mut().insert(script, url.clone()));
    Ok(url)
}

impl WorkerHandle {
    /// Starts a worker; a writer needs no equipment. The first that is heard of it is the reply to [`Start`], or its
    /// death.
    ///
    /// # Errors
    /// When the browser does not start workers at all.
    pub fn spawn(
        start: Start,
        equipment: Option<&Equipment>,
        listener: impl Fn(Heard) + 'static,
    ) -> Result<Self, Error> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(&entry_url(&start).map_err(cannot_start)?, &options)
            .map_err(cannot_start)?;

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
        let on_error = Closure::<dyn FnMut(ErrorEvent)>::new(move |event: ErrorEvent| {
            // Heard and handled: it need not reach the console as well.
            event.prevent_default();
            die_of_error(StopCause::told_by(&event.message()));
        });
        let on_message_error = Closure::<dyn FnMut(MessageEvent)>::new(move |_| {
            // What cannot be received is most often too large for the memory there is.
            die(StopCause::OutOfMemory);
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        worker.set_onmessageerror(Some(on_message_error.as_ref().unchecked_ref()));

        let message = Message::new(&StartEnvelope::from(start)).map_err(cannot_start)?;
        if let Some(equipment) = equipment {
            message.set_core(&equipment.core);
            message.set_engine(&equipment.engine);
            message.set_script(&equipment.script);
            if let Some(model) = &equipment.model {
                message.set_model(model);
            }
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
