//! Workers seen from inside: requests in, one engine, replies out.
//!
//! Work is synchronous. Whatever throws or panics here is not caught: it reaches the page as the worker's `error`
//! event, and the page throws the worker away.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::{Uint8Array, WebAssembly};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;
use web_sys::{Blob, DedicatedWorkerGlobalScope, MessageEvent};

use crate::browser::bridge::wire::Message;
use crate::engine::blob::BlobReader;
use crate::messages::{
    Heaps, ReplyEnvelope, RequestEnvelope, RequestId, START_ID, Start, StartEnvelope, VERSION,
};
use crate::model::budget::Bytes;
use crate::model::error::Error;

#[cfg(feature = "reader")]
mod recognizing;
#[cfg(feature = "reader")]
mod rendering;
#[cfg(feature = "writer")]
mod writing;

/// What a worker does for the rest of its life.
trait Service {
    type Request: DeserializeOwned;
    type Reply: Serialize;

    /// How the engine being there, or not, is told.
    fn started() -> Self::Reply;
    fn failed(error: Error) -> Self::Reply;

    /// What the engine holds.
    fn heap(&self) -> Bytes;

    /// Answers a request. Bytes travel along, moved.
    ///
    /// # Errors
    /// What is told with [`Service::failed`].
    fn answer(
        &mut self,
        request: Self::Request,
        message: &Message,
        mouth: &Mouth,
    ) -> Result<(Self::Reply, Option<Uint8Array>), Error>;
}

/// How a worker speaks: every reply goes under the request being worked on.
#[derive(Clone)]
struct Mouth {
    scope: DedicatedWorkerGlobalScope,
    current: Rc<Cell<RequestId>>,
}

impl Mouth {
    fn new() -> Self {
        Self { scope: js_sys::global().unchecked_into(), current: Rc::new(Cell::new(START_ID)) }
    }

    fn say(&self, reply: impl Serialize, heaps: Heaps, bytes: Option<&Uint8Array>) -> Result<(), JsError> {
        let failed = |_| JsError::new("a reply could not be posted");
        let message = Message::new(&ReplyEnvelope { id: self.current.get(), reply, heaps })?;
        match bytes {
            Some(bytes) => {
                let transfer = message.attach_bytes(&bytes.buffer());
                self.scope.post_message_with_transfer(&message, &transfer).map_err(failed)
            }
            None => self.scope.post_message(&message).map_err(failed),
        }
    }
}

/// What the worker is to do, if page and worker are of one version.
fn service_of(start: &Message) -> Result<Start, Error> {
    match start.open::<StartEnvelope>() {
        Ok(StartEnvelope { version, start }) if version == VERSION => Ok(start),
        _ => Err(Error::VersionMismatch),
    }
}

/// Says that the service runs, or that it does not, and goes on to answer requests.
fn serve<S: Service + 'static>(service: Result<S, Error>, mouth: Mouth) -> Result<(), JsError> {
    let mut service = match service {
        Ok(service) => service,
        Err(error) => return mouth.say(S::failed(error), Heaps::default(), None),
    };
    let heaps = |service: &S| Heaps { engine: service.heap(), core: core_heap() };
    mouth.say(S::started(), heaps(&service), None)?;
    let target = mouth.scope.clone();
    let on_message =
        Closure::<dyn FnMut(MessageEvent) -> Result<(), JsError>>::new(move |event: MessageEvent| {
            let message: Message = event.data().unchecked_into();
            let RequestEnvelope { id, request } = message.open()?;
            mouth.current.set(id);
            let answer = service.answer(request, &message, &mouth);
            let (reply, bytes) = answer.unwrap_or_else(|error| (S::failed(error), None));
            mouth.say(reply, heaps(&service), bytes.as_ref())
        });
    target.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    Ok(())
}

/// Takes over a worker whose loader has brought in the engine. `module` is the engine's Emscripten module,
/// `memory` its memory where the module does not show it (Tesseract).
#[cfg(feature = "reader")]
#[wasm_bindgen]
pub fn boot_worker(
    start: &Message,
    module: &JsValue,
    memory: Option<WebAssembly::Memory>,
) -> Result<(), JsError> {
    console_error_panic_hook::set_once();
    let mouth = Mouth::new();
    match service_of(start) {
        Ok(Start::Recognizer { languages }) => {
            serve(recognizing::Recognizing::start(start, module, memory, &languages, mouth.clone()), mouth)
        }
        Ok(Start::Renderer) => serve(Ok(rendering::Rendering::new(module)), mouth),
        Ok(Start::Writer) => serve::<rendering::Rendering>(Err(Error::VersionMismatch), mouth),
        Err(error) => serve::<rendering::Rendering>(Err(error), mouth),
    }
}

/// Takes over a worker whose loader has instantiated the module that writes.
#[cfg(feature = "writer")]
#[wasm_bindgen]
pub fn boot_writer(start: &Message) -> Result<(), JsError> {
    console_error_panic_hook::set_once();
    serve(service_of(start).map(|_| writing::Writing::default()), Mouth::new())
}

/// Memory of this instance of our own module.
fn core_heap() -> Bytes {
    let memory: WebAssembly::Memory = wasm_bindgen::memory().unchecked_into();
    Bytes(u64::from(Uint8Array::new(&memory.buffer()).length()))
}

/// The files that travelled with a message.
fn files(message: &Message) -> Result<Vec<BlobReader>, Error> {
    let files = message.files().unwrap_or_default();
    files
        .iter()
        .map(|file| file.dyn_into::<Blob>().map_err(|_| Error::UnreadableFile).and_then(BlobReader::new))
        .collect()
}

#[cfg(feature = "reader")]
fn now() -> f64 {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    scope.performance().map_or(0.0, |clock| clock.now())
}
