//! What is appended to a file: objects, a cross-reference section of the kind that the file has, and a
//! trailer that leads back to it (ISO 32000-1, 7.5.6).

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::crypt::Cipher;
use super::error::PdfError;
use super::object::{Dict, Indirect, Object, Ref};
use super::write::{write_indirect, write_object};
use super::xref::{Form, MAX_NUMBER, Xref};

/// Keys of the old trailer that stay as they are.
const KEPT: [&str; 3] = ["Root", "Info", "Encrypt"];

/// An update in the making.
pub(super) struct Update {
    /// What has been written and not been taken.
    bytes: Vec<u8>,
    /// Where the next byte of `bytes` is in the file, counted from its header.
    start: u64,
    /// Where each object is, and its generation.
    offsets: BTreeMap<u32, (u64, u16)>,
    next_number: u32,
}

impl Update {
    /// Begins after the file's last byte.
    pub(super) fn new(length: u64, ends_a_line: bool, next_number: u32) -> Self {
        let bytes = if ends_a_line { Vec::new() } else { b"\n".to_vec() };
        Self { bytes, start: length, offsets: BTreeMap::new(), next_number }
    }

    /// A number that no object has.
    pub(super) fn number(&mut self) -> Ref {
        let number = self.next_number;
        self.next_number += 1;
        Ref::new(number)
    }

    /// Whether nothing has been added.
    pub(super) fn is_empty(&self) -> bool {
        self.offsets.is_empty()
    }

    fn position(&self) -> u64 {
        self.start + self.bytes.len() as u64
    }

    /// Writes an object, encrypted as the file is.
    pub(super) fn add(&mut self, cipher: Option<&Cipher>, id: Ref, object: Indirect) -> Result<(), PdfError> {
        let object = match cipher {
            None => object,
            Some(cipher) => {
                let encrypt = &mut |bytes| Ok::<_, PdfError>(cipher.encrypt_string(id, bytes));
                match object {
                    Indirect::Plain(object) => Indirect::Plain(object.map_strings(encrypt)?),
                    Indirect::Stream(dict, data) => {
                        Indirect::Stream(dict.map_strings(encrypt)?, cipher.encrypt_stream(id, data))
                    }
                }
            }
        };
        self.offsets.insert(id.number, (self.position(), id.generation));
        write_indirect(&mut self.bytes, id, &object);
        Ok(())
    }

    /// What has been written since the last time.
    pub(super) fn take(&mut self) -> Vec<u8> {
        self.start = self.position();
        std::mem::take(&mut self.bytes)
    }

    /// Ends the update and gives what has not been taken. `id` are the strings of the file's `/ID`.
    pub(super) fn finish(mut self, xref: &Xref, id: Option<Vec<Vec<u8>>>) -> Result<Vec<u8>, PdfError> {
        if self.next_number > MAX_NUMBER {
            return Err(PdfError::damaged("it has no numbers left for new objects"));
        }
        let mut trailer = Dict::new();
        for key in KEPT {
            if let Some(value) = xref.trailer.get(key) {
                trailer.set(key, value.clone());
            }
        }
        trailer.set("Prev", integer(xref.newest));
        let at = self.position();
        if let Some([first, second]) = id.as_deref() {
            trailer.set("ID", Object::Array(vec![Object::String(first.clone()), changed(second, at)]));
        } else if let Some(id) = xref.trailer.get("ID") {
            trailer.set("ID", id.clone());
        }
        match xref.form {
            Form::Table => self.table(trailer),
            Form::Stream => self.stream(trailer),
        }
        self.bytes.extend(format!("startxref\n{at}\n%%EOF\n").bytes());
        Ok(self.bytes)
    }

    fn table(&mut self, trailer: Dict) {
        self.bytes.extend(b"xref\n");
        for run in self.runs() {
            self.bytes.extend(format!("{} {}\n", run[0].0, run.len()).bytes());
            for (_, offset, generation) in run {
                self.bytes.extend(format!("{offset:010} {generation:05} n \n").bytes());
            }
        }
        self.bytes.extend(b"trailer\n");
        let size = integer(u64::from(self.next_number));
        write_object(&mut self.bytes, &trailer.with("Size", size).into());
        self.bytes.push(b'\n');
    }

    fn stream(&mut self, trailer: Dict) {
        let id = self.number();
        self.offsets.insert(id.number, (self.position(), 0));
        let width = (8 - self.position().leading_zeros() as usize / 8).max(1);
        let (mut index, mut rows) = (Vec::new(), Vec::new());
        for run in self.runs() {
            index.extend([integer(u64::from(run[0].0)), integer(run.len() as u64)]);
            for (_, offset, generation) in run {
                rows.push(1);
                rows.extend(&offset.to_be_bytes()[8 - width..]);
                rows.extend(generation.to_be_bytes());
            }
        }
        let dict = trailer
            .with("Type", Object::name("XRef"))
            .with("Size", integer(u64::from(self.next_number)))
            .with("W", Object::Array([1, width as u64, 2].map(integer).to_vec()))
            .with("Index", Object::Array(index));
        write_indirect(&mut self.bytes, id, &Indirect::compressed(dict, &rows));
    }

    /// Number, offset and generation of all objects, in runs of numbers that follow each other.
    fn runs(&self) -> Vec<Vec<(u32, u64, u16)>> {
        let entries: Vec<(u32, u64, u16)> = self
            .offsets
            .iter()
            .map(|(number, (offset, generation))| (*number, *offset, *generation))
            .collect();
        entries.chunk_by(|a, b| a.0 + 1 == b.0).map(<[_]>::to_vec).collect()
    }
}

fn integer(value: u64) -> Object {
    Object::Integer(i64::try_from(value).unwrap_or(i64::MAX))
}

/// The second string of `/ID` is another for every revision of a file.
fn changed(before: &[u8], at: u64) -> Object {
    let hash = Sha256::new().chain_update(before).chain_update(at.to_le_bytes()).finalize();
    Object::String(hash[..16].to_vec())
}
