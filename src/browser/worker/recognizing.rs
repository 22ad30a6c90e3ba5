//! The service that reads pages: Tesseract and one model.

use std::cell::Cell;

use js_sys::{Uint8Array, WebAssembly};
use wasm_bindgen::prelude::*;

use super::{Mouth, Service, now};
use crate::browser::bridge::wire::Message;
use crate::engine::tesseract::Tesseract;
use crate::messages::Heaps;
use crate::messages::recognizing::{Reply, Request};
use crate::model::budget::Bytes;
use crate::model::error::Error;
use crate::reading::{Reading, recognize};

pub(super) struct Recognizing(Tesseract);

impl Recognizing {
    pub(super) fn start(
        message: &Message,
        module: &JsValue,
        memory: Option<WebAssembly::Memory>,
        lang: &str,
        mouth: Mouth,
    ) -> Result<Self, Error> {
        let missing = || Error::PartMissing { file: format!("models/{lang}") };
        let model = message.model().ok_or_else(missing)?;
        let last = Cell::new(0);
        // A page's progress, in steps of ten percent.
        let on_progress = move |percent| {
            if last.replace(percent / 10) != percent / 10 {
                // Progress that cannot be posted is not worth failing the page for.
                mouth.say(Reply::Progress { percent }, Heaps::default(), None).ok();
            }
        };
        Tesseract::load(module, memory, lang, &model, on_progress).map(Self)
    }
}

impl Service for Recognizing {
    type Request = Request;
    type Reply = Reply;

    fn started() -> Reply {
        Reply::Started
    }

    fn failed(error: Error) -> Reply {
        Reply::Failed { error }
    }

    fn heap(&self) -> Bytes {
        self.0.heap()
    }

    fn answer(
        &mut self,
        request: Request,
        message: &Message,
        _: &Mouth,
    ) -> Result<(Reply, Option<Uint8Array>), Error> {
        let reply = match request {
            Request::WarmUp => {
                self.0.warm_up()?;
                Reply::WarmedUp
            }
            Request::Recognize { header, options } => {
                let lost = || Error::EngineFailed { reason: "its pixels were lost on the way".to_owned() };
                let pixels = Uint8Array::new(message.bytes().ok_or_else(lost)?.as_ref());
                let started = now();
                let Reading { text, look } = recognize(&mut self.0, &header, pixels, options, now)?;
                Reply::Recognized { text, look, milliseconds: now() - started }
            }
        };
        Ok((reply, None))
    }
}
