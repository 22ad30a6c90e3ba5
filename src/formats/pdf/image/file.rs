//! A PDF file that grows object by object and is handed out piece by piece.

use std::hash::{DefaultHasher, Hasher};

use crate::formats::pdf::object::{Dict, Indirect, Object, Ref};
use crate::formats::pdf::write::{write_indirect, write_object};

/// The file so far. Only what was not taken yet is in memory.
pub struct GrowingFile {
    bytes: Vec<u8>,
    /// Bytes that were taken.
    taken: u64,
    /// Where each object starts; 0 for those that are still to be written.
    offsets: Vec<u64>,
    /// Identifies the file by what is in it, so that the same input gives the same file.
    digest: DefaultHasher,
}

impl GrowingFile {
    /// The header. The bytes of its second line tell programs that this is no text file.
    pub fn new() -> Self {
        let bytes = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec();
        Self { bytes, taken: 0, offsets: Vec::new(), digest: DefaultHasher::new() }
    }

    /// A number for an object to be written later.
    pub fn reserve(&mut self) -> Ref {
        self.offsets.push(0);
        Ref::new(self.offsets.len() as u32)
    }

    /// Writes an object under a number that was reserved for it.
    pub fn write(&mut self, id: Ref, object: &Indirect) {
        let at = self.position();
        if let Some(offset) = self.offsets.get_mut(id.number as usize - 1) {
            *offset = at;
        }
        write_indirect(&mut self.bytes, id, object);
    }

    /// Writes an object under the next number.
    pub fn add(&mut self, object: &Indirect) -> Ref {
        let id = self.reserve();
        self.write(id, object);
        id
    }

    fn position(&self) -> u64 {
        self.taken + self.bytes.len() as u64
    }

    /// What was written since the last call.
    pub fn take(&mut self) -> Vec<u8> {
        self.digest.write(&self.bytes);
        self.taken += self.bytes.len() as u64;
        std::mem::take(&mut self.bytes)
    }

    /// The rest of the file: the table of all objects, and where to start.
    pub fn finish(mut self, catalog: Ref, info: Ref) -> Vec<u8> {
        self.digest.write(&self.bytes);
        let id = Object::String(self.digest.finish().to_be_bytes().to_vec());
        let start = self.position();
        let size = self.offsets.len() + 1;
        let mut bytes = self.bytes;
        bytes.extend(format!("xref\n0 {size}\n0000000000 65535 f \n").bytes());
        for offset in &self.offsets {
            bytes.extend(format!("{offset:010} 00000 n \n").bytes());
        }
        let trailer = Dict::new()
            .with("Size", Object::Integer(size as i64))
            .with("Root", catalog)
            .with("Info", info)
            .with("ID", Object::Array(vec![id.clone(), id]));
        bytes.extend(b"trailer\n");
        write_object(&mut bytes, &trailer.into());
        bytes.extend(format!("\nstartxref\n{start}\n%%EOF\n").bytes());
        bytes
    }
}
