//! A damaged PDF, as PDFium understands it, written anew.
//!
//! PDFium mends on opening what it can: wrong offsets, a missing table. What it writes then has a sound
//! structure, and can be added to. pdfium-render cannot have it written in a browser, since the function that
//! takes the bytes would have to be in PDFium's own function table.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;

use super::file_access::FileAccess;
use super::module::PdfiumModule;
use crate::engine::blob::BlobReader;
use crate::model::error::Error;

/// `FPDF_NO_INCREMENTAL`: everything, and not the old file with additions.
const WHOLE: u32 = 2;
/// `FPDF_FILEWRITE::version`.
const VERSION: u32 = 1;

/// Writer, address, size; returns 1 for success.
type WriteBlock = dyn Fn(u32, u32, u32) -> u32;

/// The whole file, written by PDFium.
///
/// # Errors
/// [`Error::DamagedPdf`] when PDFium cannot open it or cannot write it.
pub fn rewrite(module: &PdfiumModule, file: BlobReader, password: Option<&str>) -> Result<Uint8Array, Error> {
    let access = FileAccess::new(module.clone(), file);
    let call = |name: &str, types: &[&str], arguments: &[JsValue]| {
        let types: Array = types.iter().map(|kind| JsValue::from_str(kind)).collect();
        let arguments: Array = arguments.iter().cloned().collect();
        let result = module.ccall(name, &"number".into(), &types, &arguments);
        result.ok().and_then(|value| value.as_f64()).filter(|value| *value != 0.0).ok_or(Error::DamagedPdf)
    };
    let password = password.map_or(JsValue::NULL, JsValue::from_str);
    let document =
        call("FPDF_LoadCustomDocument", &["number", "string"], &[access.address().into(), password])?;

    let pieces: Rc<RefCell<Vec<Uint8Array>>> = Rc::default();
    let (heap, kept) = (module.clone(), Rc::clone(&pieces));
    let write_block = Closure::<WriteBlock>::new(move |_writer, address: u32, size: u32| {
        kept.borrow_mut().push(heap.heap().slice(address, address + size));
        1
    });
    let place = module.add_function(write_block.as_ref(), "iiii");
    let writer = module.malloc(8);
    let fields = [VERSION, place].map(u32::to_le_bytes).concat();
    module.heap().set(&Uint8Array::from(fields.as_slice()), writer);
    let saved = call("FPDF_SaveAsCopy", &["number"; 3], &[document.into(), writer.into(), WHOLE.into()]);
    module.free(writer);
    module.remove_function(place);
    // Has no result to look at; the worker ends after this anyway.
    call("FPDF_CloseDocument", &["number"], &[document.into()]).ok();
    saved?;

    let pieces = pieces.borrow();
    let all = Uint8Array::new_with_length(pieces.iter().map(Uint8Array::length).sum());
    let mut at = 0;
    for piece in pieces.iter() {
        all.set(piece, at);
        at += piece.length();
    }
    Ok(all)
}
