//! Lets PDFium read a file in blocks, through `FPDF_LoadCustomDocument`.

use std::cell::Cell;

use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;

use super::module::PdfiumModule;
use crate::engine::blob::BlobReader;

thread_local! {
    /// Address of the `FPDF_FILEACCESS` that the next opened document is to read from.
    static ANNOUNCED: Cell<Option<u32>> = const { Cell::new(None) };
}

/// Parameter, position, buffer, size; returns 1 for success. PDFium's positions have 32 bits.
type ReadBlock = dyn Fn(u32, u32, u32, u32) -> u32;

/// A file that PDFium can read. Must outlive the document opened from it.
pub struct FileAccess {
    module: PdfiumModule,
    /// The `FPDF_FILEACCESS` in PDFium's heap: length, function, parameter.
    address: u32,
    place: u32,
    _read_block: Closure<ReadBlock>,
}

impl FileAccess {
    /// Makes `file` readable for the PDFium in `module`. The file must be smaller than 4 GiB.
    pub fn new(module: PdfiumModule, file: BlobReader) -> Self {
        let length = file.len() as u32;
        let reader = module.clone();
        let read_block = Closure::<ReadBlock>::new(move |_parameter, position, buffer: u32, size| {
            let copy = |offset: u64, piece: &Uint8Array| reader.heap().set(piece, buffer + offset as u32);
            u32::from(file.read(u64::from(position), u64::from(size), copy).is_ok())
        });
        let place = module.add_function(read_block.as_ref(), "iiiii");
        let address = module.malloc(12);
        let fields = [length, place, 0].map(u32::to_le_bytes).concat();
        module.heap().set(&Uint8Array::from(fields.as_slice()), address);
        Self { module, address, place, _read_block: read_block }
    }

    /// Address of the `FPDF_FILEACCESS` in PDFium's heap.
    pub(super) fn address(&self) -> u32 {
        self.address
    }

    /// Makes the next document that pdfium-render opens read from this file.
    pub fn announce(&self) {
        ANNOUNCED.with(|announced| announced.set(Some(self.address)));
    }
}

impl Drop for FileAccess {
    fn drop(&mut self) {
        self.module.free(self.address);
        self.module.remove_function(self.place);
    }
}

/// Types and arguments of `FPDF_LoadCustomDocument` in place of those of `FPDF_LoadMemDocument64` (address,
/// size, password), if a file was announced.
pub(super) fn redirected(arguments: &JsValue) -> Option<(JsValue, JsValue)> {
    let address = ANNOUNCED.with(Cell::take)?;
    let password = arguments.dyn_ref::<Array>()?.get(2);
    let types = Array::of2(&"number".into(), &"string".into());
    Some((types.into(), Array::of2(&address.into(), &password).into()))
}
