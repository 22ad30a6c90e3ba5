//! Language models that people bring along: unpacked and tried before they are offered, and kept on this computer.

use js_sys::{Array, Function, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, File, ReadableStreamDefaultReader, ReadableStreamReadResult, ReadableWritablePair};

use super::assets::Assets;
use super::workers;
use crate::browser::bridge::host::{Heard, WorkerHandle};
use crate::messages::recognizing::Reply;
use crate::messages::{ReplyEnvelope, Start};
use crate::model::error::Error;
use crate::model::language::{ModelOffer, OWN};
use crate::model::source::SNIFF_BYTES;
use crate::model::source::traineddata::{GZIP_MARK, code_of_file, traineddata};

#[wasm_bindgen]
extern "C" {
    /// Unpacks what is written to it. web-sys does not count it among what is settled.
    #[wasm_bindgen(extends = ReadableWritablePair)]
    type DecompressionStream;
    #[wasm_bindgen(constructor, catch)]
    fn new(format: &str) -> Result<DecompressionStream, JsValue>;
}

/// The largest model known, Latin script, has 89 MB; what unpacks to twice as much is none.
const MOST_BYTES: u64 = 180_000_000;
/// Milliseconds that an engine has for a model before it is given up. Large ones take a second.
const PATIENCE: u32 = 20_000;

/// A model that a person gave, unpacked.
pub struct OwnModel {
    /// As what it is offered.
    pub offer: ModelOffer,
    /// Its bytes.
    pub blob: Blob,
    /// The file that it came in, by its name.
    pub name: String,
}

/// What is offered of a model that is kept under a code.
pub fn offer(code: &str, blob: &Blob) -> ModelOffer {
    let (lang, variant) = (code.to_owned(), OWN.to_owned());
    ModelOffer { lang, variant, file: String::new(), bytes: blob.size() as u64, sha256: String::new() }
}

/// The model in a file, judged by how it begins; `None` for files that are no models, packed or not.
pub async fn in_file(file: &File, head: &[u8]) -> Option<Result<OwnModel, Error>> {
    let unpacked = if head.starts_with(&GZIP_MARK) {
        match unpack(file).await? {
            Ok(blob) => blob,
            Err(error) => return Some(Err(error)),
        }
    } else {
        file.clone().into()
    };
    let beginning = beginning(&unpacked).await?;
    let fit = traineddata(&beginning, unpacked.size() as u64)?;
    let name = file.name();
    Some(fit.map(|()| OwnModel { offer: offer(&code_of_file(&name), &unpacked), blob: unpacked, name }))
}

async fn beginning(blob: &Blob) -> Option<Vec<u8>> {
    let slice = blob.slice_with_f64_and_f64(0.0, SNIFF_BYTES as f64).ok()?;
    let bytes = JsFuture::from(slice.array_buffer()).await.ok()?;
    Some(Uint8Array::new(&bytes).to_vec())
}

/// What is packed in a file, if it begins like a model. Of anything else no more than the first piece is unpacked.
async fn unpack(file: &File) -> Option<Result<Blob, Error>> {
    let damaged = || Err(Error::ModelUnfit { is_old: false });
    let unpacking = DecompressionStream::new("gzip").ok()?;
    let stream = file.stream().pipe_through(&unpacking);
    let reader = ReadableStreamDefaultReader::new(&stream).ok()?;
    let (pieces, mut bytes) = (Array::new(), 0);
    loop {
        let Ok(next) = JsFuture::from(reader.read()).await else {
            return (bytes > 0).then(damaged);
        };
        let next: ReadableStreamReadResult = next.unchecked_into();
        if next.get_done() == Some(true) {
            return Blob::new_with_u8_array_sequence(&pieces).ok().map(Ok);
        }
        let piece: Uint8Array = next.get_value().unchecked_into();
        let head = piece.subarray(0, piece.length().min(SNIFF_BYTES as u32)).to_vec();
        let is_model = bytes > 0 || traineddata(&head, MOST_BYTES).is_some();
        bytes += u64::from(piece.length());
        if !is_model || bytes > MOST_BYTES {
            // Nobody waits for it.
            let _ = reader.cancel();
            return is_model.then(damaged);
        }
        pieces.push(&piece);
    }
}

/// Has an engine take the model, in a worker that does nothing else.
///
/// # Errors
/// [`Error::ModelUnfit`] when it does not.
pub async fn try_out(assets: &Assets, model: &OwnModel) -> Result<(), Error> {
    let mut worker = None;
    let answered = Promise::new(&mut |resolve: Function, _| {
        let tell = resolve.clone();
        let listener = move |heard| {
            tell.call1(&JsValue::NULL, &is_started(heard).into()).ok();
        };
        let start = Start::Recognizer { languages: vec![model.offer.lang.clone()] };
        worker =
            WorkerHandle::spawn(start, &workers::reading(assets, vec![model.blob.clone()]), listener).ok();
        match (&worker, web_sys::window()) {
            (Some(_), Some(window)) => {
                window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, PATIENCE as i32).ok();
            }
            _ => {
                resolve.call0(&JsValue::NULL).ok();
            }
        }
    });
    let answer = JsFuture::from(answered).await.ok();
    if answer.is_some_and(|answer| answer.is_truthy()) {
        Ok(())
    } else {
        Err(Error::ModelUnfit { is_old: false })
    }
}

fn is_started(heard: Heard) -> bool {
    let Heard::Message(message) = heard else {
        return false;
    };
    message.open::<ReplyEnvelope<Reply>>().is_ok_and(|envelope| matches!(envelope.reply, Reply::Started))
}
