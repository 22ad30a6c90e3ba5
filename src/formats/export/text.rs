//! Plain text: an empty line between paragraphs, a tab between the cells of a table, a form feed between pages.

use std::io::Write;

use super::characters::Printable;
use super::structure;
use super::{DocumentInfo, ExportError, ExportOptions, ExportPage, Exporter, PageContent};

/// Writes plain text in UTF-8.
pub struct Text {
    options: ExportOptions,
    body_height: Option<f32>,
    first: bool,
}

impl Text {
    /// A writer of one text file.
    pub fn new(options: ExportOptions) -> Self {
        Self { options, body_height: None, first: true }
    }
}

impl Exporter for Text {
    fn begin(&mut self, document: &DocumentInfo, _: &mut dyn Write) -> Result<(), ExportError> {
        self.body_height = document.body_height;
        self.first = true;
        Ok(())
    }

    fn page(&mut self, page: &ExportPage<'_>, out: &mut dyn Write) -> Result<(), ExportError> {
        if !self.first {
            out.write_all(b"\x0c")?;
        }
        self.first = false;
        if self.options.page_headers {
            write!(out, "\u{2014} Page {} \u{2014}\n\n", page.page)?;
        }
        match page.content {
            PageContent::Read(text) => {
                let arrangement = page.arrangement(self.options, self.body_height);
                let text = structure::plain_text(&structure::elements(text, arrangement));
                if !text.is_empty() {
                    writeln!(out, "{text}")?;
                }
            }
            PageContent::Failed(reason) => {
                writeln!(out, "[Page {} could not be read: {}]", page.page, Printable(reason))?;
            }
            PageContent::Skipped => {}
        }
        Ok(())
    }

    fn end(&mut self, _: &mut dyn Write) -> Result<(), ExportError> {
        Ok(())
    }
}
