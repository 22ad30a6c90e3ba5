//! The file, read in blocks of which a few are kept.

use std::collections::VecDeque;

use super::error::PdfError;
use crate::model::source::read_at::ReadAt;

const BLOCK: u64 = 16 << 10;
/// How many blocks are kept.
const KEPT: usize = 48;
/// Reads of more than this go past the blocks.
const DIRECT: u64 = 8 * BLOCK;

/// How much may be read of one file in all, however often: a hundred thousand pages take less, and objects
/// that lead to the same large one over and over take no longer than this.
const MOST_READ: u64 = 4 << 30;

/// A file and the blocks of it that were read last. Offsets count from the PDF's header.
pub(super) struct Source<R> {
    file: R,
    start: u64,
    /// Most recently used last.
    blocks: VecDeque<(u64, Vec<u8>)>,
    /// How many bytes have been handed out.
    read: u64,
}

impl<R: ReadAt> Source<R> {
    pub(super) fn new(file: R) -> Self {
        Self { file, start: 0, blocks: VecDeque::new(), read: 0 }
    }

    /// From now on, offsets count from this byte.
    pub(super) fn begin_at(&mut self, start: u64) {
        self.start = start;
    }

    /// Number of bytes from the header to the end.
    pub(super) fn len(&self) -> u64 {
        self.file.len().saturating_sub(self.start)
    }

    /// What stands at this offset: as many bytes as asked for, or as there are.
    pub(super) fn bytes(&mut self, offset: u64, length: u64) -> Result<Vec<u8>, PdfError> {
        let from = self.start.saturating_add(offset).min(self.file.len());
        let to = from.saturating_add(length).min(self.file.len());
        self.read += to - from;
        if self.read > MOST_READ {
            return Err(PdfError::damaged("too much of it refers to the same objects"));
        }
        if to - from > DIRECT {
            let mut bytes = vec![0; (to - from) as usize];
            self.file.read_at(from, &mut bytes)?;
            return Ok(bytes);
        }
        let mut bytes = Vec::with_capacity((to - from) as usize);
        let mut at = from;
        while at < to {
            let number = at / BLOCK;
            let block = self.block(number)?;
            let first = (at - number * BLOCK) as usize;
            let last = ((to - number * BLOCK) as usize).min(block.len());
            bytes.extend(&block[first..last]);
            at = (number + 1) * BLOCK;
        }
        Ok(bytes)
    }

    fn block(&mut self, number: u64) -> Result<&[u8], PdfError> {
        match self.blocks.iter().position(|(kept, _)| *kept == number) {
            Some(at) => {
                let block = self.blocks.remove(at);
                self.blocks.extend(block);
            }
            None => {
                let offset = number * BLOCK;
                let mut block = vec![0; BLOCK.min(self.file.len() - offset) as usize];
                self.file.read_at(offset, &mut block)?;
                if self.blocks.len() == KEPT {
                    self.blocks.pop_front();
                }
                self.blocks.push_back((number, block));
            }
        }
        Ok(self.blocks.back().map_or(&[], |(_, block)| block.as_slice()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_part_of_a_file_is_read_as_it_is() {
        let bytes: Vec<u8> = (0..400_000_u32).map(|i| (i / 7) as u8).collect();
        let mut source = Source::new(bytes.as_slice());
        source.begin_at(10);
        for (offset, length) in
            [(0, 5), (16_370, 10), (16_000, 40_000), (0, 300_000), (399_980, 50), (500_000, 9)]
        {
            let (from, to) = (bytes.len().min(offset + 10), bytes.len().min(offset + 10 + length));
            assert!(source.bytes(offset as u64, length as u64).unwrap() == bytes[from..to], "{offset}");
        }
    }
}
