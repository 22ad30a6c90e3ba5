//! What people take home: every text format is a function of finished pages.
//!
//! One format, one file, one [`Exporter`]. An exporter is given the pages one by one, in order, and writes
//! each before it sees the next, so a document of thousands of pages never exists as one string. Pages
//! that were not read are given too: a format writes as many pages as it is given, and page 7 stays page 7.
//!
//! Recognised text and file names are data. Each format escapes them by its own rules; characters that no
//! text file should hold are replaced (see `characters`).

use std::io::{self, Write};

use serde::{Deserialize, Serialize};

use crate::model::language::bcp47;
use crate::model::page::{Dpi, PageIndex, PageSize, PageText};

mod alto;
pub mod archive;
mod characters;
mod csv;
mod docx;
mod file_name;
mod finished;
mod hocr;
mod json;
mod markdown;
mod number;
mod pixels;
mod regions;
pub mod report;
pub mod requests;
pub mod running_heads;
pub mod structure;
pub mod text;
mod tsv;
mod xlsx;

pub use crate::model::options::ExportOptions;
pub use file_name::file_name;
use structure::Arrangement;

/// The name under which Pagewise signs its files.
pub const SOFTWARE: &str = "Pagewise";

/// Why a file could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The place it was written to refused it.
    #[error("{0}")]
    Write(#[from] io::Error),
    /// A value that has no form in JSON.
    #[error("{0}")]
    Json(#[from] serde_json::Error),
    /// The archive refused it: too large, or out of order.
    #[error("{0}")]
    Archive(#[from] zip::result::ZipError),
}

/// Indented JSON that ends like any text file.
fn indented(value: &impl serde::Serialize) -> Result<Vec<u8>, ExportError> {
    let mut json = serde_json::to_vec_pretty(value)?;
    json.push(b'\n');
    Ok(json)
}

/// What is known of the document as a whole before its first page is written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DocumentInfo {
    /// Name of the file it came from.
    pub name: String,
    /// How many pages will be written.
    pub page_count: u32,
    /// Language codes of the models it was read with, such as `eng`, the main one first.
    pub languages: Vec<String>,
    /// Version of Pagewise that read it.
    pub version: String,
    /// When it was read, in ISO 8601 with a time zone. Left out of the files when `None`.
    pub created: Option<String>,
    /// Height of its ordinary lines in points, from [`structure::BodyHeight`]: the measure for headings.
    /// Where `None`, every page is its own measure.
    pub body_height: Option<f32>,
}

impl DocumentInfo {
    /// A document about which nothing more is known, read by this version of Pagewise.
    pub fn new(name: impl Into<String>, page_count: u32) -> Self {
        Self {
            name: name.into(),
            page_count,
            languages: Vec::new(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            created: None,
            body_height: None,
        }
    }

    /// The main language as HTML and XML want it, where it is known.
    pub fn language(&self) -> Option<&str> {
        self.languages.iter().find_map(|code| bcp47(code))
    }
}

/// What became of a page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum PageContent<'a> {
    /// It was read; a blank page is a page without words.
    Read(&'a PageText),
    /// It could not be read; the sentence says why.
    Failed(&'a str),
    /// It was not read: not chosen, or the job was cancelled before.
    Skipped,
}

/// One page on its way into a file.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ExportPage<'a> {
    /// Position in the document.
    pub page: PageIndex,
    /// Size as shown, in points, where it is known.
    pub size: Option<PageSize>,
    /// What became of it.
    pub content: PageContent<'a>,
    /// Lines that flowing text goes without, by their place in [`PageText::lines`], ascending.
    pub left_out: &'a [usize],
}

impl<'a> From<&'a PageText> for ExportPage<'a> {
    fn from(text: &'a PageText) -> Self {
        Self { page: text.page, size: Some(text.size), content: PageContent::Read(text), left_out: &[] }
    }
}

impl<'a> ExportPage<'a> {
    /// What was read, if it was.
    pub fn text(&self) -> Option<&'a PageText> {
        match self.content {
            PageContent::Read(text) => Some(text),
            PageContent::Failed(_) | PageContent::Skipped => None,
        }
    }

    /// How its text is made, as it was chosen, given the height of its document's ordinary lines.
    fn arrangement(&self, options: ExportOptions, body_height: Option<f32>) -> Arrangement<'a> {
        Arrangement { flow: options.flow, body_height, left_out: self.left_out }
    }

    /// The main language that it was read in, as HTML and XML want it; `None` where nobody knows.
    pub fn language(&self) -> Option<&'a str> {
        self.text().and_then(PageText::tag)
    }

    /// The resolution in which formats that measure in pixels give its boxes.
    pub fn dpi(&self) -> Dpi {
        self.text().map_or(Dpi::BEST, |text| text.dpi)
    }
}

/// Writes one format, page by page. Called in the order `begin`, `page` for each page, `end`.
pub trait Exporter {
    /// Writes what stands before the first page.
    ///
    /// # Errors
    /// When `out` refuses it.
    fn begin(&mut self, document: &DocumentInfo, out: &mut dyn Write) -> Result<(), ExportError>;

    /// Writes one page. Nothing of it is kept.
    ///
    /// # Errors
    /// When `out` refuses it.
    fn page(&mut self, page: &ExportPage<'_>, out: &mut dyn Write) -> Result<(), ExportError>;

    /// Writes what stands after the last page.
    ///
    /// # Errors
    /// When `out` refuses it.
    fn end(&mut self, out: &mut dyn Write) -> Result<(), ExportError>;
}

/// The formats text can be taken away in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Plain text, a form feed between pages.
    Text,
    /// `CommonMark` with tables.
    Markdown,
    /// Office Open XML for word processors.
    Docx,
    /// hOCR 1.2.
    Hocr,
    /// ALTO 4.4.
    Alto,
    /// The table that Tesseract writes.
    Tsv,
    /// The page model itself.
    Json,
    /// Tables, divided by commas.
    Csv,
    /// Tables, as a workbook.
    Xlsx,
}

impl Format {
    /// Every format, in the order people are offered them.
    pub const ALL: [Format; 9] = [
        Format::Text,
        Format::Markdown,
        Format::Docx,
        Format::Xlsx,
        Format::Csv,
        Format::Hocr,
        Format::Alto,
        Format::Tsv,
        Format::Json,
    ];

    /// Whether it has nothing but the tables of a document.
    pub fn is_of_tables(self) -> bool {
        matches!(self, Format::Csv | Format::Xlsx)
    }

    /// The word used in a site's configuration.
    pub fn id(self) -> &'static str {
        match self {
            Format::Text => "text",
            Format::Markdown => "markdown",
            Format::Docx => "docx",
            Format::Hocr => "hocr",
            Format::Alto => "alto",
            Format::Tsv => "tsv",
            Format::Json => "json",
            Format::Csv => "csv",
            Format::Xlsx => "xlsx",
        }
    }

    /// The format with this [`Format::id`].
    pub fn from_id(id: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|format| format.id() == id)
    }

    /// The name people know it by.
    pub fn label(self) -> &'static str {
        match self {
            Format::Text => "Text",
            Format::Markdown => "Markdown",
            Format::Docx => "Word (DOCX)",
            Format::Hocr => "hOCR",
            Format::Alto => "ALTO XML",
            Format::Tsv => "TSV",
            Format::Json => "JSON",
            Format::Csv => "CSV",
            Format::Xlsx => "Excel (XLSX)",
        }
    }

    /// How its file names end, without the leading dot.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Text => "txt",
            Format::Markdown => "md",
            Format::Docx => "docx",
            Format::Hocr => "hocr",
            Format::Alto => "alto.xml",
            Format::Tsv => "tsv",
            Format::Json => "json",
            Format::Csv => "csv",
            Format::Xlsx => "xlsx",
        }
    }

    /// The media type of its files.
    pub fn mime(self) -> &'static str {
        match self {
            Format::Text => "text/plain;charset=utf-8",
            Format::Markdown => "text/markdown;charset=utf-8",
            Format::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Format::Hocr => "text/vnd.hocr+html",
            Format::Alto => "application/xml",
            Format::Tsv => "text/tab-separated-values;charset=utf-8",
            Format::Json => "application/json",
            Format::Csv => "text/csv;charset=utf-8",
            Format::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    /// A writer of one file in this format.
    pub fn exporter(self, options: ExportOptions) -> Box<dyn Exporter> {
        match self {
            Format::Text => Box::new(text::Text::new(options)),
            Format::Markdown => Box::new(markdown::Markdown::new(options)),
            Format::Docx => Box::new(docx::Docx::new(options)),
            Format::Hocr => Box::new(hocr::Hocr::default()),
            Format::Alto => Box::new(alto::Alto::new()),
            Format::Tsv => Box::new(tsv::Tsv),
            Format::Json => Box::new(json::Json::default()),
            Format::Csv => Box::new(csv::Csv::default()),
            Format::Xlsx => Box::new(xlsx::Xlsx::new()),
        }
    }
}

/// The files that a site offers to take away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered {
    /// Whether the documents themselves are, made searchable.
    pub searchable_pdf: bool,
    /// In which formats their text is, in this order.
    pub texts: Vec<Format>,
}

impl Default for Offered {
    fn default() -> Self {
        Self { searchable_pdf: true, texts: Format::ALL.to_vec() }
    }
}

/// Writes a whole file, for callers that have all pages at hand.
///
/// # Errors
/// When `out` refuses it.
pub fn export<'a>(
    format: Format,
    options: ExportOptions,
    document: &DocumentInfo,
    pages: impl IntoIterator<Item = ExportPage<'a>>,
    out: &mut dyn Write,
) -> Result<(), ExportError> {
    let mut exporter = format.exporter(options);
    exporter.begin(document, out)?;
    for page in pages {
        exporter.page(&page, out)?;
    }
    exporter.end(out)
}
