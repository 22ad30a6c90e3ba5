//! What a writer has written so far, in pieces that the browser keeps as blobs; and files that were written anew.

use std::collections::HashMap;

use js_sys::{Array, ArrayBuffer};
use wasm_bindgen::JsValue;
use web_sys::{Blob, BlobPropertyBag};

use crate::session::document::DocumentId;
use crate::session::{Serial, Source};

/// What has been written. It is the content of documents: nothing of it outlives the writing.
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
    ///
    /// # Errors
    /// When the browser does not keep it: the file would have a hole.
    pub fn add(&mut self, serial: Serial, bytes: &ArrayBuffer) -> Result<(), JsValue> {
        if self.serial == Some(serial) {
            let piece = Blob::new_with_buffer_source_sequence(&Array::of1(bytes))?;
            match self.anew {
                Some(id) => drop(self.files.insert(id, piece)),
                None => self.pieces.push(piece),
            }
        }
        Ok(())
    }

    /// Whether what is being written is a document's file, anew.
    pub fn is_anew(&self) -> bool {
        self.anew.is_some()
    }

    /// A document's file, written anew.
    pub fn anew(&self, id: DocumentId) -> Option<Blob> {
        self.files.get(&id).cloned()
    }

    /// Lets go of everything: it was handed over, or is not wanted any more.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// All that was written as one file, after the one it is added to.
    pub fn whole(&self, original: Option<Blob>, mime: &str) -> Result<Blob, JsValue> {
        let parts: Array = original.iter().chain(&self.pieces).collect();
        let kind = BlobPropertyBag::new();
        kind.set_type(mime);
        Blob::new_with_blob_sequence_and_options(&parts, &kind)
    }
}
