//! Where bytes go: straight into a file, or into a file of an archive.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

use super::{Piece, not_written};
use crate::engine::blob::BlobReader;
use crate::formats::export::archive::Archive;
use crate::model::error::Error;
use crate::model::source::read_at::ReadAt;

/// How much of a file is copied at a time.
const COPIED_AT_ONCE: u64 = 1 << 20;

/// What has been written and not been taken yet.
#[derive(Clone, Default)]
struct Pending(Rc<RefCell<Vec<u8>>>);

impl Write for Pending {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// One file, or an archive of several.
#[derive(Default)]
pub(super) struct Destination {
    pending: Pending,
    archive: Option<Archive<Pending>>,
}

impl Destination {
    pub(super) fn new(archive: bool) -> Self {
        let pending = Pending::default();
        let archive = archive.then(|| Archive::new(pending.clone()));
        Self { pending, archive }
    }

    pub(super) fn is_archive(&self) -> bool {
        self.archive.is_some()
    }

    /// Begins a file of the archive; a single file has its name from the page.
    pub(super) fn begin_file(&mut self, name: &str) -> Result<(), Error> {
        match &mut self.archive {
            Some(archive) => archive.start_file(name).map(|_| ()).map_err(not_written),
            None => Ok(()),
        }
    }

    pub(super) fn writer(&mut self) -> &mut dyn Write {
        match &mut self.archive {
            Some(archive) => archive,
            None => &mut self.pending,
        }
    }

    /// Copies a whole file, a piece at a time.
    pub(super) fn copy(&mut self, file: &BlobReader, piece: &Piece<'_>) -> Result<(), Error> {
        let mut buffer = Vec::new();
        let mut at = 0;
        while at < file.len() {
            let length = COPIED_AT_ONCE.min(file.len() - at);
            buffer.resize(length as usize, 0);
            file.read_at(at, &mut buffer).map_err(not_written)?;
            self.writer().write_all(&buffer).map_err(not_written)?;
            piece(self.take())?;
            at += length;
        }
        Ok(())
    }

    /// What has been written since the last call.
    pub(super) fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut *self.pending.0.borrow_mut())
    }

    /// Ends the archive, if it is one.
    pub(super) fn finish(&mut self) -> Result<(), Error> {
        match self.archive.take() {
            Some(archive) => archive.finish().map(|_| ()).map_err(not_written),
            None => Ok(()),
        }
    }
}
