//! Files on their way in: by dialog, drop or paste. What a file is, its bytes say.

use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, DataTransfer, File, FileList, ImageBitmap, OffscreenCanvas, OffscreenCanvasRenderingContext2d,
};

use super::file_handle::{Chosen, FileHandle};
use super::own_models::{self, OwnModel};
use crate::model::error::Error;
use crate::model::source::declared_size::declared_size;
use crate::model::source::{FileKind, SNIFF_BYTES};

/// The most pixels of an image that the browser is asked to decode: more than any scan, less than a bomb.
const MAX_CONVERTED_PIXELS: u64 = 100_000_000;

/// A file that was chosen.
pub struct ChosenFile {
    /// Its content, in a form that can be read.
    pub blob: Blob,
    /// The browser's handle on it.
    pub handle: Option<FileHandle>,
}

/// A file that was chosen, and what it turned out to be.
pub type Incoming = crate::session::Incoming<ChosenFile>;

/// The files of a list.
pub fn files(list: Option<FileList>) -> Vec<File> {
    list.map_or_else(Vec::new, |list| (0..list.length()).filter_map(|index| list.get(index)).collect())
}

/// The files of a drop or a paste.
pub fn transferred(transfer: Option<DataTransfer>) -> Chosen {
    transfer.map_or_else(Chosen::default, |transfer| Chosen::transferred(&transfer, files(transfer.files())))
}

/// Looks at the first bytes of each file, and has the browser convert what Pagewise does not decode itself. Language models
/// come by themselves, where they are wanted.
pub async fn look_at(chosen: Chosen, wants_models: bool) -> (Vec<Incoming>, Vec<OwnModel>) {
    let (mut incoming, mut models) = (Vec::with_capacity(chosen.files.len()), Vec::new());
    for (file, handle) in chosen.settled().await {
        let (name, bytes) = (file.name(), file.size() as u64);
        let head = head(&file).await;
        let model = match &head {
            Ok(head) if wants_models => own_models::in_file(&file, head).await,
            _ => None,
        };
        if let Some(model) = model {
            match model {
                Ok(model) => models.push(model),
                Err(error) => incoming.push(useless(name, file.into(), error)),
            }
            continue;
        }
        let kind = head.as_deref().map_err(Clone::clone).and_then(FileKind::sniff);
        let (blob, kind) = match (kind, head) {
            (Ok(kind), Ok(head)) if kind.is_converted() => {
                match to_png(&file, declared_size(&head, kind)).await {
                    Ok(png) => (png, Ok(kind)),
                    Err(error) => (file.into(), Err(error)),
                }
            }
            (kind, _) => (file.into(), kind),
        };
        incoming.push(Incoming { name, content: ChosenFile { blob, handle }, bytes, kind });
    }
    (incoming, models)
}

/// A file that nothing can be done with, and why.
pub fn useless(name: String, blob: Blob, error: Error) -> Incoming {
    let bytes = blob.size() as u64;
    Incoming { name, content: ChosenFile { blob, handle: None }, bytes, kind: Err(error) }
}

async fn head(file: &File) -> Result<Vec<u8>, Error> {
    let unreadable = |_: JsValue| Error::UnreadableFile;
    let end = file.size().min(SNIFF_BYTES as f64);
    let slice = file.slice_with_f64_and_f64(0.0, end).map_err(unreadable)?;
    let bytes = JsFuture::from(slice.array_buffer()).await.map_err(unreadable)?;
    Ok(Uint8Array::new(&bytes).to_vec())
}

/// Refuses pictures that the browser should not be asked to decode.
fn check_size((width, height): (u32, u32)) -> Result<(), Error> {
    if u64::from(width) * u64::from(height) > MAX_CONVERTED_PIXELS {
        return Err(Error::ImageTooLarge { width, height });
    }
    Ok(())
}

/// The picture as the browser decodes it, as PNG; of an animation the first frame.
async fn to_png(file: &File, declared: Option<(u32, u32)>) -> Result<Blob, Error> {
    declared.map_or(Ok(()), check_size)?;
    let damaged = |_: JsValue| Error::DamagedImage { reason: "the browser cannot decode it".to_owned() };
    let window = web_sys::window().ok_or_else(|| damaged(JsValue::NULL))?;
    let promise = window.create_image_bitmap_with_blob(file).map_err(damaged)?;
    let picture: ImageBitmap = JsFuture::from(promise).await.map_err(damaged)?.unchecked_into();
    let (width, height) = (picture.width(), picture.height());
    if let Err(error) = check_size((width, height)) {
        picture.close();
        return Err(error);
    }
    let canvas = OffscreenCanvas::new(width, height).map_err(damaged)?;
    let context = canvas.get_context("2d").map_err(damaged)?.ok_or_else(|| damaged(JsValue::NULL))?;
    let context: OffscreenCanvasRenderingContext2d = context.unchecked_into();
    let drawn = context.draw_image_with_image_bitmap(&picture, 0.0, 0.0);
    picture.close();
    drawn.map_err(damaged)?;
    let promise = canvas.convert_to_blob().map_err(damaged)?;
    Ok(JsFuture::from(promise).await.map_err(damaged)?.unchecked_into())
}
