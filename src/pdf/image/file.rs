//! A PDF file that grows object by object and is handed out piece by piece.

use std::hash::{DefaultHasher, Hasher};

/// The number of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ObjectId(pub u32);

impl std::fmt::Display for ObjectId {
    /// As a reference.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} 0 R", self.0)
    }
}

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
    pub fn reserve(&mut self) -> ObjectId {
        self.offsets.push(0);
        ObjectId(self.offsets.len() as u32)
    }

    /// Writes an object that is no stream.
    pub fn object(&mut self, id: ObjectId, value: &str) {
        self.begin(id);
        self.bytes.extend_from_slice(value.as_bytes());
        self.bytes.extend_from_slice(b"\nendobj\n");
    }

    /// Writes a stream; `entries` are those of its dictionary, without its length.
    pub fn stream(&mut self, id: ObjectId, entries: &str, data: &[u8]) {
        self.begin(id);
        self.bytes.extend_from_slice(format!("<< {entries} /Length {} >>\nstream\n", data.len()).as_bytes());
        self.bytes.extend_from_slice(data);
        self.bytes.extend_from_slice(b"\nendstream\nendobj\n");
    }

    fn begin(&mut self, id: ObjectId) {
        let at = self.position();
        if let Some(offset) = self.offsets.get_mut(id.0 as usize - 1) {
            *offset = at;
        }
        self.bytes.extend_from_slice(format!("{} 0 obj\n", id.0).as_bytes());
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
    pub fn finish(mut self, catalog: ObjectId, info: ObjectId) -> Vec<u8> {
        self.digest.write(&self.bytes);
        let id = self.digest.finish();
        let start = self.position();
        let mut tail = format!("xref\n0 {}\n0000000000 65535 f \n", self.offsets.len() + 1);
        for offset in &self.offsets {
            tail.push_str(&format!("{offset:010} 00000 n \n"));
        }
        tail.push_str(&format!(
            "trailer\n<< /Size {} /Root {catalog} /Info {info} /ID [<{id:016x}> <{id:016x}>] >>\nstartxref\n{start}\n%%EOF\n",
            self.offsets.len() + 1,
        ));
        let mut bytes = self.bytes;
        bytes.extend_from_slice(tail.as_bytes());
        bytes
    }
}
