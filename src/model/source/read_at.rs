//! Random access to a file that may be too large to be held.

use std::io;

/// Bytes of a file that may be too large to be held.
pub trait ReadAt {
    /// Size of the file in bytes.
    fn len(&self) -> u64;

    /// Whether there is nothing in it.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Fills the buffer with what stands at this offset. Never asked for bytes beyond the end.
    ///
    /// # Errors
    /// Whatever the system says; [`io::ErrorKind::UnexpectedEof`] where the file ends too early.
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<()>;
}

impl ReadAt for &[u8] {
    fn len(&self) -> u64 {
        <[u8]>::len(self) as u64
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
        let found = usize::try_from(offset)
            .ok()
            .and_then(|start| self.get(start..start.checked_add(buffer.len())?))
            .ok_or_else(|| io::Error::new(io::ErrorKind::UnexpectedEof, "it ends too early"))?;
        buffer.copy_from_slice(found);
        Ok(())
    }
}
