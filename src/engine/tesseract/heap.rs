//! An engine's memory, as bytes.

use js_sys::{Uint8Array, WebAssembly};
use wasm_bindgen::JsValue;

use super::{out_of_memory, stopped};
use crate::model::budget::Bytes;
use crate::model::error::Error;

/// An engine that gives out room in its memory.
pub(super) trait Room {
    /// All of its memory.
    fn heap(&self) -> &Heap;

    /// The address of so many bytes; 0 where there are none left.
    fn allocate(&self, bytes: u32) -> Result<u32, JsValue>;

    /// Takes back what was given out.
    fn free(&self, address: u32) -> Result<(), JsValue>;

    /// Runs `call` with the address of a copy of these bytes.
    fn with<R>(&self, bytes: &Uint8Array, call: impl FnOnce(u32) -> Result<R, Error>) -> Result<R, Error> {
        let address = match self.allocate(bytes.length().max(1)) {
            Ok(address) if address != 0 => address,
            _ => return Err(out_of_memory()),
        };
        self.heap().write(bytes, address);
        let result = call(address);
        self.free(address).map_err(|error| stopped(&error))?;
        result
    }

    /// Runs `call` with the address of a C string.
    fn with_text<R>(&self, text: &str, call: impl FnOnce(u32) -> Result<R, Error>) -> Result<R, Error> {
        let bytes: Vec<u8> = text.bytes().filter(|byte| *byte != 0).chain([0]).collect();
        self.with(&Uint8Array::from(bytes.as_slice()), call)
    }
}

/// An engine's memory. Views of it are made anew for every use: they end when it grows.
#[derive(Clone)]
pub(super) struct Heap(WebAssembly::Memory);

impl Heap {
    /// The memory that an engine was instantiated with.
    pub(super) fn new(memory: WebAssembly::Memory) -> Self {
        Self(memory)
    }

    /// A view of everything, valid until the memory grows.
    fn view(&self) -> Uint8Array {
        Uint8Array::new(&self.0.buffer())
    }

    /// Size in bytes.
    pub(super) fn bytes(&self) -> Bytes {
        Bytes(u64::from(self.view().length()))
    }

    pub(super) fn write(&self, bytes: &Uint8Array, address: u32) {
        self.view().set(bytes, address);
    }

    /// So many bytes from `address` on.
    pub(super) fn read(&self, address: u32, bytes: u32) -> Vec<u8> {
        self.view().subarray(address, address.saturating_add(bytes)).to_vec()
    }

    /// Little-endian 32-bit numbers from `address` on.
    pub(super) fn read_i32<const N: usize>(&self, address: u32) -> [i32; N] {
        let mut numbers = [0; N];
        for (number, bytes) in numbers.iter_mut().zip(self.read(address, 4 * N as u32).chunks_exact(4)) {
            *number = i32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
        }
        numbers
    }

    /// The zero-terminated UTF-8 text at `address`; what is not UTF-8 in it becomes U+FFFD.
    pub(super) fn read_text(&self, address: u32) -> String {
        let view = self.view();
        let rest = view.subarray(address, view.length());
        // Words are short: the end is looked for in small pieces instead of in the whole memory.
        const PIECE: u32 = 64;
        let mut bytes = Vec::new();
        for start in (0..rest.length()).step_by(PIECE as usize) {
            let piece = rest.subarray(start, (start + PIECE).min(rest.length())).to_vec();
            match piece.iter().position(|byte| *byte == 0) {
                Some(end) => {
                    bytes.extend_from_slice(&piece[..end]);
                    break;
                }
                None => bytes.extend(piece),
            }
        }
        String::from_utf8_lossy(&bytes).into_owned()
    }
}
