//! The workers of the page: who is running, what they were last asked, and how much memory they hold.

use std::collections::HashMap;

use js_sys::ArrayBuffer;
use web_sys::Blob;

use super::parts::Parts;
use super::state::DocumentId;
use crate::browser::host::{Equipment, WorkerEvent, WorkerHandle};
use crate::browser::protocol::{Heaps, Request, RequestId, Role, START_ID, Start, VERSION};
use crate::model::bitmap::BitmapHeader;
use crate::model::budget::Bytes;
use crate::model::error::{Error, StopCause};
use crate::model::options::PageSegmentationMode;
use crate::model::source::FileKind;
use crate::pipeline::WorkerIndex;
use crate::reading::DrawRequest;

/// Which worker an event comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Who {
    /// The renderer.
    Renderer,
    /// One of the recognizers.
    Recognizer(WorkerIndex),
}

/// Tells a worker from those that were in its place before: news of them may still be on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Serial(u32);

/// A language model that workers can be started with.
#[derive(Clone, PartialEq)]
pub struct Model {
    /// Language code.
    pub lang: String,
    /// Variant.
    pub variant: String,
    /// The model itself.
    pub data: Blob,
}

/// What the renderer is to have open.
pub struct Opening {
    /// The document.
    pub document: DocumentId,
    /// What its files are.
    pub kinds: Vec<FileKind>,
    /// Its files.
    pub files: Vec<Blob>,
    /// The password, if one is known.
    pub password: Option<String>,
}

struct Renderer {
    handle: WorkerHandle,
    serial: Serial,
    /// Whether the engine runs; before that, requests wait.
    started: bool,
    /// The document it has open, or was asked to open.
    document: Option<DocumentId>,
    /// What to open as soon as the engine runs.
    waiting: Option<Opening>,
    /// The request that opened the document.
    opened_by: RequestId,
}

struct Recognizer {
    handle: WorkerHandle,
    serial: Serial,
    model: Model,
    /// Whether the engine runs with its model loaded.
    started: bool,
}

/// How far a recognizer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Not there, or there with another model.
    Absent,
    /// On its way: it will say when it has started.
    Starting,
    /// Ready for a page.
    Started,
}

/// What a renderer is started with.
pub(super) fn renderer(parts: &Parts) -> (Start, Equipment) {
    let equipment = Equipment {
        core: parts.core.clone(),
        engine: parts.pdfium.module.clone(),
        script: parts.pdfium.script.clone(),
        model: None,
    };
    (Start { version: VERSION.to_owned(), role: Role::Renderer, lang: String::new() }, equipment)
}

/// All workers. Dropping it terminates them.
#[derive(Default)]
pub struct Crew {
    renderer: Option<Renderer>,
    recognizers: HashMap<WorkerIndex, Recognizer>,
    heaps: HashMap<Who, Heaps>,
    last_serial: u32,
}

impl Crew {
    /// Opens a document in the renderer there is, or in a new one.
    ///
    /// # Errors
    /// When a worker cannot be started.
    pub fn open(
        &mut self,
        parts: &Parts,
        opening: Opening,
        listener: impl Fn(Serial, WorkerEvent) + 'static,
    ) -> Result<(), Error> {
        if self.renderer.is_none() {
            let (start, equipment) = renderer(parts);
            let serial = self.next_serial();
            let handle = WorkerHandle::spawn(&start, Some(&equipment), move |event| listener(serial, event))?;
            let opened_by = START_ID;
            self.renderer =
                Some(Renderer { handle, serial, started: false, document: None, waiting: None, opened_by });
        }
        let Some(renderer) = &mut self.renderer else {
            return Ok(());
        };
        renderer.document = Some(opening.document);
        renderer.waiting = Some(opening);
        self.flush_opening()
    }

    /// The renderer's engine runs: what waited is asked for now.
    ///
    /// # Errors
    /// When the request cannot be posted.
    pub fn renderer_started(&mut self) -> Result<(), Error> {
        if let Some(renderer) = &mut self.renderer {
            renderer.started = true;
        }
        self.flush_opening()
    }

    fn flush_opening(&mut self) -> Result<(), Error> {
        let Some(renderer) = self.renderer.as_mut().filter(|renderer| renderer.started) else {
            return Ok(());
        };
        let Some(Opening { kinds, files, password, .. }) = renderer.waiting.take() else {
            return Ok(());
        };
        renderer.opened_by = renderer.handle.post(Request::Open { kinds, password }, &files, None)?;
        Ok(())
    }

    /// Whether a reply of the renderer is about the document it has open now, and not about one before.
    pub fn renderer_awaits(&self, id: RequestId) -> bool {
        let waiting = |renderer: &Renderer| renderer.waiting.is_none() && id >= renderer.opened_by;
        id == START_ID || self.renderer.as_ref().is_some_and(waiting)
    }

    /// The document that the renderer has open, or is opening.
    pub fn open_document(&self) -> Option<DocumentId> {
        self.renderer.as_ref().and_then(|renderer| renderer.document)
    }

    /// Forgets which document is open, after it failed to open.
    pub fn close_document(&mut self) {
        if let Some(renderer) = &mut self.renderer {
            renderer.document = None;
        }
    }

    /// Asks for a page of the open document.
    ///
    /// # Errors
    /// When the request cannot be posted.
    pub fn draw(&self, request: DrawRequest) -> Result<(), Error> {
        let stopped = || Error::WorkerStopped { cause: StopCause::Killed };
        let renderer = self.renderer.as_ref().ok_or_else(stopped)?;
        renderer.handle.post(Request::Draw(request), &[], None).map(|_| ())
    }

    /// How far this recognizer is with this model.
    pub fn recognizer(&self, worker: WorkerIndex, model: &Model) -> Presence {
        match self.recognizers.get(&worker) {
            Some(recognizer) if recognizer.model == *model && recognizer.started => Presence::Started,
            Some(recognizer) if recognizer.model == *model => Presence::Starting,
            _ => Presence::Absent,
        }
    }

    /// A recognizer said that it has started.
    pub fn recognizer_started(&mut self, worker: WorkerIndex) {
        if let Some(recognizer) = self.recognizers.get_mut(&worker) {
            recognizer.started = true;
        }
    }

    /// Has a recognizer get into its stride while nothing is to be read.
    ///
    /// # Errors
    /// When the request cannot be posted.
    pub fn warm_up(&self, worker: WorkerIndex) -> Result<(), Error> {
        match self.recognizers.get(&worker) {
            Some(recognizer) => recognizer.handle.post(Request::WarmUp, &[], None).map(|_| ()),
            None => Ok(()),
        }
    }

    /// Starts a recognizer in place of the one there may be.
    ///
    /// # Errors
    /// When a worker cannot be started.
    pub fn start_recognizer(
        &mut self,
        parts: &Parts,
        worker: WorkerIndex,
        model: &Model,
        listener: impl Fn(Serial, WorkerEvent) + 'static,
    ) -> Result<(), Error> {
        self.dismiss(Who::Recognizer(worker));
        let equipment = Equipment {
            core: parts.core.clone(),
            engine: parts.tesseract.module.clone(),
            script: parts.tesseract.script.clone(),
            model: Some(model.data.clone()),
        };
        let start = Start { version: VERSION.to_owned(), role: Role::Recognizer, lang: model.lang.clone() };
        let serial = self.next_serial();
        let handle = WorkerHandle::spawn(&start, Some(&equipment), move |event| listener(serial, event))?;
        self.recognizers.insert(worker, Recognizer { handle, serial, model: model.clone(), started: false });
        Ok(())
    }

    /// Hands a page to a recognizer; its pixels move there.
    ///
    /// # Errors
    /// When the request cannot be posted.
    pub fn recognize(
        &self,
        worker: WorkerIndex,
        header: BitmapHeader,
        psm: PageSegmentationMode,
        pixels: &ArrayBuffer,
    ) -> Result<(), Error> {
        let stopped = || Error::WorkerStopped { cause: StopCause::Killed };
        let recognizer = self.recognizers.get(&worker).ok_or_else(stopped)?;
        recognizer.handle.post(Request::Recognize { header, psm }, &[], Some(pixels)).map(|_| ())
    }

    /// Terminates a worker; its memory goes back.
    pub fn dismiss(&mut self, who: Who) {
        self.heaps.remove(&who);
        match who {
            Who::Renderer => self.renderer = None,
            Who::Recognizer(worker) => {
                self.recognizers.remove(&worker);
            }
        }
    }

    /// Terminates everybody.
    pub fn dismiss_all(&mut self) {
        self.renderer = None;
        self.recognizers.clear();
        self.heaps.clear();
    }

    fn next_serial(&mut self) -> Serial {
        self.last_serial += 1;
        Serial(self.last_serial)
    }

    /// Whether this worker is still the one in its place.
    pub fn is_current(&self, who: Who, serial: Serial) -> bool {
        let current = match who {
            Who::Renderer => self.renderer.as_ref().map(|renderer| renderer.serial),
            Who::Recognizer(worker) => self.recognizers.get(&worker).map(|recognizer| recognizer.serial),
        };
        current == Some(serial)
    }

    /// Notes what a worker said its memory has come to. Signs of life without figures are passed over.
    pub fn note_heaps(&mut self, who: Who, heaps: Heaps) {
        if heaps != Heaps::default() {
            self.heaps.insert(who, heaps);
        }
    }

    /// The memory of one worker, as it said last.
    pub fn heap(&self, who: Who) -> Bytes {
        self.heaps.get(&who).map_or(Bytes(0), Heaps::total)
    }

    /// The memory of every worker that said what it has: whether it is the renderer, and how much.
    pub fn heaps(&self) -> impl Iterator<Item = (bool, Heaps)> {
        self.heaps.iter().map(|(who, heaps)| (*who == Who::Renderer, *heaps))
    }
}
