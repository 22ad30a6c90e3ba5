//! The service that reads pages: Tesseract and its models.

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
use crate::model::options::PageSegmentationMode;
use crate::reading::{Reading, ReadingOptions, Recognizer, read_word, recognize, sample};

/// Seconds that a few lines may take.
const TRIAL_SECONDS: u32 = 20;

pub(super) struct Recognizing(Tesseract);

impl Recognizing {
    pub(super) fn start(
        message: &Message,
        module: &JsValue,
        memory: Option<WebAssembly::Memory>,
        languages: &[String],
        mouth: Mouth,
    ) -> Result<Self, Error> {
        let missing = || Error::PartMissing { file: "models".to_owned() };
        let models = message.models().ok_or_else(missing)?;
        let models = languages.iter().cloned().zip(models.iter().map(|model| model.unchecked_into()));
        let models: Vec<(String, Uint8Array)> = models.collect();
        let last = Cell::new(0);
        // A page's progress, in steps of ten percent.
        let on_progress = move |percent| {
            if last.replace(percent / 10) != percent / 10 {
                // Progress that cannot be posted is not worth failing the page for.
                mouth.say(Reply::Progress { percent }, Heaps::default(), None).ok();
            }
        };
        Tesseract::load(module, memory, &models, on_progress).map(Self)
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
            Request::Sample { header } => {
                let (header, pixels) = sample(&header, &pixels(message)?).unzip();
                return Ok((Reply::Sampled { header }, pixels));
            }
            Request::Try { header } => {
                let pixels = pixels(message)?;
                let options = ReadingOptions::new(PageSegmentationMode::SINGLE_BLOCK, TRIAL_SECONDS);
                let text = self.0.recognize(&header, pixels.clone(), options)?;
                return Ok((Reply::Tried { text }, Some(pixels)));
            }
            Request::ReadWord { header, word, turn, limit_seconds } => {
                let guesses =
                    read_word(&mut self.0, &header, &pixels(message)?, (&word, turn), limit_seconds)?;
                Reply::WordRead { guesses }
            }
            Request::Recognize { header, options } => {
                let pixels = pixels(message)?;
                let started = now();
                let Reading { text, look } = recognize(&mut self.0, &header, pixels, options, now)?;
                Reply::Recognized { text, look, milliseconds: now() - started }
            }
        };
        Ok((reply, None))
    }
}

/// The pixels that travelled with a message.
fn pixels(message: &Message) -> Result<Uint8Array, Error> {
    let lost = || Error::EngineFailed { reason: "its pixels were lost on the way".to_owned() };
    Ok(Uint8Array::new(message.bytes().ok_or_else(lost)?.as_ref()))
}
