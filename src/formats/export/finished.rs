//! What an archive has finished, on its way to where the file is written.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

use super::ExportError;

/// Bytes that an archive has finished and that have not been handed on.
#[derive(Clone, Default)]
pub(super) struct Finished(Rc<RefCell<Vec<u8>>>);

impl Finished {
    pub fn hand_on(&self, out: &mut dyn Write) -> Result<(), ExportError> {
        Ok(out.write_all(&std::mem::take(&mut *self.0.borrow_mut()))?)
    }
}

impl Write for Finished {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(buf)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
