//! A searchable PDF being written: an addition to a PDF, or a PDF of images.

use std::io::Write;

use super::not_written;
use crate::engine::blob::{BlobReader, ImageBlobs};
use crate::formats::export::DocumentInfo;
use crate::formats::image::{ImageSource, page_counts};
use crate::formats::pdf::image::{ImagePdf, Placed};
use crate::formats::pdf::{Layered, LeftBecause, PdfError, SearchablePdf, StaysBecause};
use crate::messages::writing::{Remark, WrittenPage};
use crate::model::error::Error;
use crate::model::options::OwnText;
use crate::model::record::HiddenText;
use crate::model::source::FileKind;

/// Pages go in, bytes come out.
pub(super) enum Searchable {
    /// What is written follows the original.
    Added { pdf: Box<SearchablePdf<BlobReader>>, original: BlobReader, own_text: OwnText },
    /// What is written is the whole file.
    Made { pdf: Box<ImagePdf>, files: ImageBlobs, pages: std::vec::IntoIter<PageOfFile> },
}

/// One page of an image document: a file, and which of its pages.
pub(super) struct PageOfFile {
    file: usize,
    kind: FileKind,
    directory: usize,
}

impl Searchable {
    pub(super) fn begin(
        mut files: Vec<BlobReader>,
        kinds: Vec<FileKind>,
        password: Option<&str>,
        own_text: OwnText,
        document: &DocumentInfo,
    ) -> Result<Self, Error> {
        if kinds == [FileKind::Pdf] {
            let original = files.pop().ok_or(Error::UnreadableFile)?;
            let pdf = SearchablePdf::open(original.clone(), password).map_err(pdf_error)?;
            if pdf.page_count() != document.page_count {
                let reason = "its pages cannot be counted with certainty".to_owned();
                return Err(Error::DamagedStructure { reason });
            }
            return Ok(Self::Added { pdf: Box::new(pdf), original, own_text });
        }
        let files = ImageBlobs(files);
        let counts = page_counts(&files, &kinds);
        let pages: Vec<PageOfFile> = kinds
            .into_iter()
            .zip(counts)
            .enumerate()
            .flat_map(|(file, (kind, count))| {
                (0..count).map(move |directory| PageOfFile { file, kind, directory })
            })
            .collect();
        Ok(Self::Made { pdf: Box::new(ImagePdf::new(document)), files, pages: pages.into_iter() })
    }

    pub(super) fn is_signed(&self) -> bool {
        matches!(self, Self::Added { pdf, .. } if pdf.facts().is_signed)
    }

    /// The file that what is written follows.
    pub(super) fn original(&self) -> Option<&BlobReader> {
        match self {
            Self::Added { original, .. } => Some(original),
            Self::Made { .. } => None,
        }
    }

    /// Adds what was read of a page. Of images every page must be given, in order; of a PDF only those that change.
    /// Tells what is to be said of it.
    pub(super) fn add_page(
        &mut self,
        page: &WrittenPage,
        out: &mut dyn Write,
    ) -> Result<Option<Remark>, Error> {
        let mut remark = None;
        let bytes = match self {
            Self::Added { pdf, own_text, .. } => {
                let layered = match (&page.text, own_text) {
                    (_, OwnText::Strip) => Some(pdf.strip_page(page.page)),
                    (Some(text), OwnText::Replace) => Some(pdf.replace_page(text)),
                    (Some(text), OwnText::Keep | OwnText::Read | OwnText::Only | OwnText::Join) => {
                        Some(pdf.add_page(text))
                    }
                    (None, _) => None,
                };
                let layered = layered.transpose().map_err(pdf_error)?;
                remark = layered.and_then(hidden_text).map(Remark::HiddenText);
                pdf.take_bytes()
            }
            Self::Made { pdf, files, pages } => {
                if let Some(PageOfFile { file, kind, directory }) = pages.next() {
                    let placed = match files.read(file) {
                        Ok(image) => pdf.add_page(image, kind, directory, page.size, page.text.as_ref()),
                        Err(error) => {
                            pdf.add_empty_page(page.size);
                            Placed::Empty(error)
                        }
                    };
                    if let Placed::Empty(error) = placed {
                        remark = Some(Remark::LeftEmpty(error));
                    }
                }
                pdf.take_bytes()
            }
        };
        out.write_all(&bytes).map_err(not_written)?;
        Ok(remark)
    }

    pub(super) fn end(self, out: &mut dyn Write) -> Result<(), Error> {
        let bytes = match self {
            Self::Added { pdf, .. } => pdf.finish().map_err(pdf_error)?,
            Self::Made { pdf, .. } => pdf.finish(),
        };
        out.write_all(&bytes).map_err(not_written)
    }
}

/// What became of text that nobody sees, if there was any.
fn hidden_text(layered: Layered) -> Option<HiddenText> {
    Some(match layered {
        Layered::Exchanged => HiddenText::Replaced,
        Layered::TakenOut => HiddenText::TakenOut,
        Layered::Left(LeftBecause::NothingRead) => HiddenText::NothingRead,
        Layered::Left(LeftBecause::Stays(StaysBecause::Unclear)) => HiddenText::Unclear,
        Layered::Left(LeftBecause::Stays(StaysBecause::Entangled)) => HiddenText::Entangled,
        Layered::Added | Layered::Replaced | Layered::Left(_) => return None,
    })
}

fn pdf_error(error: PdfError) -> Error {
    match error {
        PdfError::NeedsRewrite { reason } => Error::DamagedStructure { reason: reason.to_owned() },
        PdfError::PasswordWrong => Error::PasswordWrong,
        PdfError::UnsupportedEncryption { method } => Error::UnwritableEncryption { method },
        PdfError::Unreadable { .. } => Error::UnreadableFile,
    }
}
