//! Several files as one zip, written as they come: neither the archive nor a file in it is ever whole in
//! memory.
//!
//! An [`Archive`] is a `Write` into the file started last, so it takes the formats of this module as well as
//! any other bytes, such as a searchable PDF, of one document or of several.

use std::collections::HashSet;
use std::io::{self, Write};

use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, StreamWriter, ZipWriter};

use super::file_name::safe_component;
use super::{DocumentInfo, ExportError, ExportOptions, ExportPage, Format, export, file_name};

/// The media type of an archive.
pub const MIME: &str = "application/zip";

/// A zip file being written.
pub struct Archive<W: Write> {
    zip: ZipWriter<StreamWriter<W>>,
    /// Lower case, since some file systems make no difference.
    names: HashSet<String>,
}

impl<W: Write> Archive<W> {
    /// An archive without files.
    pub fn new(out: W) -> Self {
        Self { zip: ZipWriter::new_stream(out), names: HashSet::new() }
    }

    /// Starts a file, ending the one before. Folders are divided by `/`. A name that is unsafe or taken is
    /// changed; the one used is returned.
    ///
    /// # Errors
    /// When the archive or its destination refuses it.
    pub fn start_file(&mut self, name: &str) -> Result<String, ExportError> {
        let parts: Vec<String> =
            name.split('/').filter(|part| !part.trim_matches('.').is_empty()).map(safe_component).collect();
        let name = self.unused(parts.join("/"));
        self.start_exactly(&name)?;
        Ok(name)
    }

    /// Starts a file whose name is known to be safe and new.
    pub(super) fn start_exactly(&mut self, name: &str) -> Result<(), ExportError> {
        // Sizes are written after a file's bytes, which readers of a stream can follow only where the bytes
        // themselves say where they end. So everything is deflated, even what is compressed already.
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        self.zip.start_file(name, options)?;
        Ok(())
    }

    /// Adds a document in one format. `folder` is empty, or a name that ends in `/`.
    ///
    /// # Errors
    /// When the archive or its destination refuses it.
    pub fn add_format<'a>(
        &mut self,
        folder: &str,
        format: Format,
        options: ExportOptions,
        document: &DocumentInfo,
        pages: impl IntoIterator<Item = ExportPage<'a>>,
    ) -> Result<String, ExportError> {
        let name = file_name(&document.name, format.extension());
        let name = self.start_file(&format!("{folder}{name}"))?;
        export(format, options, document, pages, self)?;
        Ok(name)
    }

    /// Writes the table of contents and gives the destination back.
    ///
    /// # Errors
    /// When the destination refuses it.
    pub fn finish(self) -> Result<W, ExportError> {
        Ok(self.zip.finish()?.into_inner())
    }

    fn unused(&mut self, name: String) -> String {
        let folder_end = name.rfind('/').map_or(0, |slash| slash + 1);
        let stem_end = name[folder_end..].find('.').map_or(name.len(), |dot| folder_end + dot);
        let mut candidate = name.clone();
        let mut number = 2;
        while !self.names.insert(candidate.to_lowercase()) {
            candidate = format!("{} ({number}){}", &name[..stem_end], &name[stem_end..]);
            number += 1;
        }
        candidate
    }
}

impl<W: Write> Write for Archive<W> {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        self.zip.write(buf)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.zip.flush()
    }
}
