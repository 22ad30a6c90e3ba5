//! What a writer has written so far, in pieces that the browser keeps as blobs; and files that were written anew.

use std::collections::HashMap;

use js_sys::{Array, ArrayBuffer};
use wasm_bindgen::JsValue;
use web_sys::{Blob, BlobPropertyBag};

use crate::session::document::DocumentId;
use crate::session::{Serial, Source};

/// What has been written.
#[derive(Default)]
pub struct Written {
    /// Who is writing.
    serial: Option<Serial>,
    /// In order.
    pieces: Vec<Blob>,
    /// The document that is being written anew.
    anew: Option<DocumentId>,
    files: HashMap<DocumentId, Blob>,
}

impl Written {
    /// Another file begins.
    pub fn begin(&mut self, serial: Serial) {
        self.serial = Some(serial);
        self.pieces.clear();
        self.anew = None;
    }

    /// What comes next is this file, written anew.
    pub fn is_for(&mut self, source: Source) {
        let (Source::Original(id) | Source::WrittenAnew(id)) = source;
        self.anew = Some(id);
    }

    /// Takes what a writer has written.
    pub fn add(&mut self, serial: Serial, bytes: &ArrayBuffer) {
        if self.serial != Some(serial) {
            return;
        }
        let Ok(piece) = Blob::new_with_buffer_source_sequence(&Array::of1(bytes)) else {
            return;
        };
        match self.anew {
            Some(id) => drop(self.files.insert(id, piece)),
            None => self.pieces.push(piece),
        }
    }

    /// A document's file, written anew.
    pub fn anew(&self, id: DocumentId) -> Option<Blob> {
        self.files.get(&id).cloned()
    }

    /// All that was written as one file, after the one it is added to.
    pub fn whole(&mut self, original: Option<Blob>, mime: &str) -> Result<Blob, JsValue> {
        let parts: Array = original.into_iter().chain(self.pieces.drain(..)).collect();
        self.files.clear();
        let kind = BlobPropertyBag::new();
        kind.set_type(mime);
        Blob::new_with_blob_sequence_and_options(&parts, &kind)
    }
}
