//! Files of any size, read in blocks.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::io;
use std::rc::Rc;

use js_sys::{Array, ArrayBuffer, Uint8Array};
use web_sys::{Blob, FileReaderSync};

use crate::formats::image::ImageSource;
use crate::model::error::Error;
use crate::model::source::read_at::ReadAt;

/// PDFium asks for a few hundred bytes at a time; every question to the browser costs a tenth of a
/// millisecond, so answers are read in larger pieces.
const BLOCK_BYTES: u64 = 256 * 1024;
/// Blocks kept: 4 MB, enough for the cross-reference table of a large file.
const BLOCKS_KEPT: usize = 16;

/// Random access to a [`Blob`] from a worker. Nothing but the last few blocks is ever in memory. Clones
/// share those blocks.
#[derive(Clone)]
pub struct BlobReader {
    blob: Blob,
    reader: FileReaderSync,
    /// Number and content of the blocks read last, the most recent at the back.
    blocks: Rc<RefCell<VecDeque<(u64, Uint8Array)>>>,
}

impl BlobReader {
    /// A reader for one file.
    ///
    /// # Errors
    /// [`Error::UnreadableFile`] where synchronous reading is not available: it exists in workers only.
    pub fn new(blob: Blob) -> Result<Self, Error> {
        let reader = FileReaderSync::new().map_err(|_| Error::UnreadableFile)?;
        Ok(Self { blob, reader, blocks: Rc::default() })
    }

    /// Size of the file in bytes.
    pub fn len(&self) -> u64 {
        self.blob.size() as u64
    }

    /// Whether the file has no bytes.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Hands the bytes from `start` on to `take`, piece by piece: each piece with its offset from `start`.
    ///
    /// # Errors
    /// [`Error::UnreadableFile`] when the range leaves the file or the file has changed on disk.
    pub fn read(&self, start: u64, length: u64, mut take: impl FnMut(u64, &Uint8Array)) -> Result<(), Error> {
        let end = start.checked_add(length).filter(|end| *end <= self.len()).ok_or(Error::UnreadableFile)?;
        let mut at = start;
        while at < end {
            let number = at / BLOCK_BYTES;
            let block = self.block(number)?;
            let from = at - number * BLOCK_BYTES;
            let to = (end - number * BLOCK_BYTES).min(BLOCK_BYTES);
            take(at - start, &block.subarray(from as u32, to as u32));
            at = number * BLOCK_BYTES + to;
        }
        Ok(())
    }

    /// The bytes from `start` to `end`, or to the end of the file.
    ///
    /// # Errors
    /// [`Error::UnreadableFile`] when the file has changed on disk.
    pub fn bytes(&self, start: u64, end: u64) -> Result<Vec<u8>, Error> {
        Ok(Uint8Array::new(self.slice(start, end.min(self.len()))?.as_ref()).to_vec())
    }

    /// The file with other bytes around it, of which nothing is read for that.
    ///
    /// # Errors
    /// [`Error::UnreadableFile`] where the browser refuses.
    pub fn between(&self, before: &[u8], after: &[u8]) -> Result<Self, Error> {
        let parts = Array::of3(&Uint8Array::from(before), &self.blob, &Uint8Array::from(after));
        Self::new(Blob::new_with_blob_sequence(&parts).map_err(|_| Error::UnreadableFile)?)
    }

    fn block(&self, number: u64) -> Result<Uint8Array, Error> {
        let mut blocks = self.blocks.borrow_mut();
        let position = blocks.iter().position(|(kept, _)| *kept == number);
        if let Some(found) = position.and_then(|position| blocks.remove(position)) {
            blocks.push_back(found.clone());
            return Ok(found.1);
        }
        let start = number * BLOCK_BYTES;
        let block = Uint8Array::new(self.slice(start, (start + BLOCK_BYTES).min(self.len()))?.as_ref());
        if blocks.len() == BLOCKS_KEPT {
            blocks.pop_front();
        }
        blocks.push_back((number, block.clone()));
        Ok(block)
    }

    fn slice(&self, start: u64, end: u64) -> Result<ArrayBuffer, Error> {
        self.blob
            .slice_with_f64_and_f64(start as f64, end as f64)
            .and_then(|slice| self.reader.read_as_array_buffer(&slice))
            .map_err(|_| Error::UnreadableFile)
    }
}

impl ReadAt for BlobReader {
    fn len(&self) -> u64 {
        BlobReader::len(self)
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
        self.read(offset, buffer.len() as u64, |at, piece| {
            let at = at as usize;
            piece.copy_to(&mut buffer[at..at + piece.length() as usize]);
        })
        .map_err(io::Error::other)
    }
}

/// Image files as they were chosen.
pub struct ImageBlobs(pub Vec<BlobReader>);

impl ImageSource for ImageBlobs {
    fn read(&self, file: usize) -> Result<Vec<u8>, Error> {
        let file = self.0.get(file).ok_or(Error::UnreadableFile)?;
        file.bytes(0, file.len())
    }
}
