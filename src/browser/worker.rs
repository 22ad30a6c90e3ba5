//! A worker seen from inside: requests in, one engine, replies out.
//!
//! Work is synchronous. Whatever throws or panics here is not caught: it reaches the page as the worker's
//! `error` event, and the page throws the worker away.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::{Uint8Array, WebAssembly};
use wasm_bindgen::prelude::*;
use web_sys::{Blob, DedicatedWorkerGlobalScope, MessageEvent};

use crate::browser::protocol::{
    Heaps, Reply, ReplyEnvelope, Request, RequestEnvelope, RequestId, Role, START_ID, Start, VERSION,
};
use crate::browser::wire::Message;
use crate::engine::blob::{BlobReader, ImageBlobs};
use crate::engine::image_files::ImageFiles;
use crate::engine::images::Images;
use crate::engine::pdfium::module::PdfiumModule;
use crate::engine::pdfium::{PdfiumDocument, rewrite};
use crate::engine::tesseract::Tesseract;
use crate::engine::tesseract::module::{Heap, TesseractModule};
use crate::model::budget::Bytes;
use crate::model::error::Error;
use crate::model::source::FileKind;
use crate::reading::{DrawRequest, Drawn, Rasterizer, Recognizer};

/// Takes over a worker whose loader has brought in the engine. `module` is the engine's Emscripten module,
/// `memory` its memory where the module does not show it (Tesseract).
#[wasm_bindgen]
pub fn boot_worker(
    start: &Message,
    module: &JsValue,
    memory: Option<WebAssembly::Memory>,
) -> Result<(), JsError> {
    console_error_panic_hook::set_once();
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let current = Rc::new(Cell::new(START_ID));
    let mut service = match Service::start(start, module, memory, progress_reporter(&scope, &current)) {
        Ok(service) => service,
        Err(error) => return post(&scope, START_ID, Reply::Failed { error }, Heaps::default(), None),
    };
    post(&scope, START_ID, Reply::Started, service.heaps(), None)?;
    let target = scope.clone();
    let on_message =
        Closure::<dyn FnMut(MessageEvent) -> Result<(), JsError>>::new(move |event: MessageEvent| {
            let message: Message = event.data().unchecked_into();
            let RequestEnvelope { id, request } = message.open()?;
            current.set(id);
            let answer = service.answer(request, &message);
            let (reply, pixels) = answer.unwrap_or_else(|error| (Reply::Failed { error }, None));
            post(&scope, id, reply, service.heaps(), pixels)
        });
    target.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    Ok(())
}

/// Posts a page's progress under the request being worked on, in steps of ten percent.
fn progress_reporter(
    scope: &DedicatedWorkerGlobalScope,
    current: &Rc<Cell<RequestId>>,
) -> impl Fn(u8) + 'static {
    let (scope, current) = (scope.clone(), Rc::clone(current));
    let last = Cell::new(0);
    move |percent| {
        if last.replace(percent / 10) != percent / 10 {
            // Progress that cannot be posted is not worth failing the page for.
            post(&scope, current.get(), Reply::Progress { percent }, Heaps::default(), None).ok();
        }
    }
}

fn post(
    scope: &DedicatedWorkerGlobalScope,
    id: RequestId,
    reply: Reply,
    heaps: Heaps,
    pixels: Option<Uint8Array>,
) -> Result<(), JsError> {
    let failed = |_| JsError::new("a reply could not be posted");
    let message = Message::new(&ReplyEnvelope { id, reply, heaps })?;
    match pixels {
        Some(pixels) => {
            let transfer = message.attach_bytes(&pixels.buffer());
            scope.post_message_with_transfer(&message, &transfer).map_err(failed)
        }
        None => scope.post_message(&message).map_err(failed),
    }
}

/// Memory of this instance of our own module.
fn core_heap() -> Bytes {
    let memory: WebAssembly::Memory = wasm_bindgen::memory().unchecked_into();
    Bytes(u64::from(Uint8Array::new(&memory.buffer()).length()))
}

fn now() -> f64 {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    scope.performance().map_or(0.0, |clock| clock.now())
}

/// The document a renderer has open.
enum OpenDocument {
    Pdf(Box<PdfiumDocument>),
    Images(Box<Images>),
}

impl OpenDocument {
    fn file_pages(&self) -> Vec<u32> {
        match self {
            OpenDocument::Pdf(document) => vec![document.page_count()],
            OpenDocument::Images(images) => images.file_pages(),
        }
    }

    fn draw(&mut self, request: &DrawRequest) -> Result<Drawn<Uint8Array>, Error> {
        match self {
            OpenDocument::Pdf(document) => document.draw(request),
            OpenDocument::Images(images) => images.draw(request),
        }
    }
}

/// What a worker does for the rest of its life.
enum Service {
    Renderer { module: PdfiumModule, document: Option<OpenDocument> },
    Recognizer(Box<Tesseract>),
}

type Answer = Result<(Reply, Option<Uint8Array>), Error>;

impl Service {
    fn start(
        message: &Message,
        module: &JsValue,
        memory: Option<WebAssembly::Memory>,
        on_progress: impl Fn(u8) + 'static,
    ) -> Result<Service, Error> {
        let start: Start = message.open().map_err(|_| Error::VersionMismatch)?;
        if start.version != VERSION {
            return Err(Error::VersionMismatch);
        }
        match start.role {
            Role::Renderer => {
                Ok(Service::Renderer { module: module.clone().unchecked_into(), document: None })
            }
            Role::Writer => Err(Error::VersionMismatch),
            Role::Recognizer => {
                let missing = || Error::PartMissing { file: format!("models/{}", start.lang) };
                let (memory, model) = (memory.ok_or_else(missing)?, message.model().ok_or_else(missing)?);
                let module: TesseractModule = module.clone().unchecked_into();
                let engine = Tesseract::load(module, Heap::new(memory), &start.lang, &model, on_progress)?;
                Ok(Service::Recognizer(Box::new(engine)))
            }
        }
    }

    fn heaps(&self) -> Heaps {
        let engine = match self {
            Service::Renderer { module, .. } => module.heap_bytes(),
            Service::Recognizer(engine) => engine.heap(),
        };
        Heaps { engine, core: core_heap() }
    }

    fn answer(&mut self, request: Request, message: &Message) -> Answer {
        let unexpected =
            || Error::EngineFailed { reason: "the worker was asked for something it does not do".to_owned() };
        match (self, request) {
            (Service::Renderer { module, document }, Request::Open { kinds, password }) => {
                // Before opening the next, or both would hold their memory.
                *document = None;
                let opened = open(module, kinds, password, message)?;
                let pages = opened.file_pages();
                *document = Some(opened);
                Ok((Reply::Opened { pages }, None))
            }
            (Service::Renderer { module, .. }, Request::Rewrite { password }) => {
                let file = files(message)?.pop().ok_or(Error::UnreadableFile)?;
                let bytes = rewrite::rewrite(module, file, password.as_deref())?;
                Ok((Reply::Rewritten, Some(bytes)))
            }
            (Service::Renderer { document, .. }, Request::Draw(request)) => {
                let document = document.as_mut().ok_or_else(unexpected)?;
                let started = now();
                let drawn = document.draw(&request)?;
                let milliseconds = now() - started;
                Ok(match drawn {
                    Drawn::Picture { header, pixels, own_text } => {
                        (Reply::Drawn { header, own_text, milliseconds }, Some(pixels))
                    }
                    Drawn::Text(text) => (Reply::TextFound { text, milliseconds }, None),
                })
            }
            (Service::Recognizer(engine), Request::WarmUp) => {
                engine.warm_up()?;
                Ok((Reply::WarmedUp, None))
            }
            (Service::Recognizer(engine), Request::Recognize { header, psm }) => {
                let pixels = Uint8Array::new(message.bytes().ok_or_else(unexpected)?.as_ref());
                let started = now();
                let text = engine.recognize(&header, pixels, psm)?;
                Ok((Reply::Recognized { text, milliseconds: now() - started }, None))
            }
            _ => Err(unexpected()),
        }
    }
}

/// The files that travelled with a message.
fn files(message: &Message) -> Result<Vec<BlobReader>, Error> {
    let files = message.files().unwrap_or_default();
    files
        .iter()
        .map(|file| file.dyn_into::<Blob>().map_err(|_| Error::UnreadableFile).and_then(BlobReader::new))
        .collect()
}

fn open(
    module: &PdfiumModule,
    kinds: Vec<FileKind>,
    password: Option<String>,
    message: &Message,
) -> Result<OpenDocument, Error> {
    let mut readers = files(message)?;
    match kinds.as_slice() {
        [FileKind::Pdf] => {
            let file = readers.pop().ok_or(Error::UnreadableFile)?;
            Ok(OpenDocument::Pdf(Box::new(PdfiumDocument::open(module.clone(), file, password)?)))
        }
        _ => {
            let files = ImageFiles::open(ImageBlobs(readers), kinds, Box::new(core_heap));
            Ok(OpenDocument::Images(Box::new(Images::new(files, module.clone()))))
        }
    }
}
