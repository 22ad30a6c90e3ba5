//! What a dropped file is, and which of its pages are wanted.

use serde::{Deserialize, Serialize};

use crate::model::error::Error;
use crate::model::page::PageIndex;

pub mod declared_size;
pub mod natural;
pub mod read_at;
pub mod traineddata;

/// How many bytes from the start of a file [`FileKind::sniff`] wants to see. A PDF may carry junk before its
/// header; viewers look for it in the first kilobyte.
pub const SNIFF_BYTES: usize = 1024;

/// The kinds of file that can be read, told by their bytes, never by their name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FileKind {
    /// Portable Document Format.
    Pdf,
    /// Portable Network Graphics.
    Png,
    /// JPEG, JFIF and EXIF.
    Jpeg,
    /// WebP, lossy and lossless.
    WebP,
    /// Windows bitmap.
    Bmp,
    /// GIF; the first frame counts.
    Gif,
    /// TIFF and BigTIFF; every directory is a page.
    Tiff,
}

impl FileKind {
    /// Tells what a file is from its first [`SNIFF_BYTES`] bytes.
    ///
    /// # Errors
    /// [`Error::EmptyFile`] without bytes, [`Error::UnsupportedFile`] when no known mark is found.
    pub fn sniff(head: &[u8]) -> Result<FileKind, Error> {
        const MARKS: [(&[u8], FileKind); 9] = [
            (b"\x89PNG\r\n\x1a\n", FileKind::Png),
            (b"\xff\xd8\xff", FileKind::Jpeg),
            (b"BM", FileKind::Bmp),
            (b"GIF87a", FileKind::Gif),
            (b"GIF89a", FileKind::Gif),
            (b"II*\0", FileKind::Tiff),
            (b"MM\0*", FileKind::Tiff),
            (b"II+\0", FileKind::Tiff),
            (b"MM\0+", FileKind::Tiff),
        ];
        if head.is_empty() {
            return Err(Error::EmptyFile);
        }
        if let Some((_, kind)) = MARKS.iter().find(|(mark, _)| head.starts_with(mark)) {
            return Ok(*kind);
        }
        if head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP") {
            return Ok(FileKind::WebP);
        }
        let window = &head[..head.len().min(SNIFF_BYTES)];
        // Without the hyphen, as PDFium has it: the version after it is missing from some that open all the same.
        if window.windows(4).any(|bytes| bytes == b"%PDF") {
            return Ok(FileKind::Pdf);
        }
        Err(Error::UnsupportedFile)
    }

    /// Whether the browser turns this into PNG before it is read. Pagewise decodes what scanners and cameras
    /// write; every decoder more would be downloaded by everybody, for files that every browser can decode.
    pub fn is_converted(self) -> bool {
        matches!(self, FileKind::WebP | FileKind::Bmp | FileKind::Gif)
    }

    /// What it is by the time it is read.
    pub fn as_read(self) -> FileKind {
        if self.is_converted() { FileKind::Png } else { self }
    }

    /// Whether this is a picture rather than a PDF.
    pub fn is_image(self) -> bool {
        self != FileKind::Pdf
    }

    /// The name people know it by.
    pub fn label(self) -> &'static str {
        match self {
            FileKind::Pdf => "PDF",
            FileKind::Png => "PNG",
            FileKind::Jpeg => "JPEG",
            FileKind::WebP => "WebP",
            FileKind::Bmp => "BMP",
            FileKind::Gif => "GIF",
            FileKind::Tiff => "TIFF",
        }
    }
}

/// Why a page range cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageRangeError {
    /// Something that is neither a number nor a range.
    Unreadable(String),
    /// Pages count from 1.
    Zero,
    /// The first page of a range lies after its last.
    Backwards(u32, u32),
    /// The document ends before the first page asked for.
    BeyondEnd(u32),
    /// All of them were left out, one by one.
    AllLeftOut,
}

/// A choice of pages as people write it: `1-3, 8, 12-`. Empty means all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PageRange {
    /// First and last page number of each part, both included; no last page means to the end.
    parts: Vec<(u32, Option<u32>)>,
}

impl PageRange {
    /// Reads what a person typed. Commas, semicolons and spaces separate; en dashes count as hyphens.
    ///
    /// # Errors
    /// Says which part is not understood and why.
    pub fn parse(text: &str) -> Result<PageRange, PageRangeError> {
        let text: String = text.chars().map(|c| if matches!(c, '–' | '—') { '-' } else { c }).collect();
        // "1 - 3" means one range, so spaces around a hyphen go before spaces separate.
        let joined = text.split('-').map(str::trim).collect::<Vec<_>>().join("-");
        let parts = joined
            .split([',', ';', ' '])
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .map(Self::parse_part)
            .collect::<Result<_, _>>()?;
        Ok(PageRange { parts })
    }

    fn parse_part(part: &str) -> Result<(u32, Option<u32>), PageRangeError> {
        let unreadable = || PageRangeError::Unreadable(part.chars().take(20).collect());
        let number = |text: &str| -> Result<u32, PageRangeError> {
            let all_digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            let number = all_digits.then(|| text.parse().ok()).flatten().ok_or_else(unreadable)?;
            if number == 0 { Err(PageRangeError::Zero) } else { Ok(number) }
        };
        match part.split_once('-') {
            None => number(part).map(|page| (page, Some(page))),
            Some(("", "")) => Err(unreadable()),
            Some((first, "")) => Ok((number(first)?, None)),
            Some(("", last)) => Ok((1, Some(number(last)?))),
            Some((first, last)) => {
                let (first, last) = (number(first)?, number(last)?);
                if first > last {
                    Err(PageRangeError::Backwards(first, last))
                } else {
                    Ok((first, Some(last)))
                }
            }
        }
    }

    /// Whether every page is meant.
    pub fn is_all(&self) -> bool {
        self.parts.is_empty()
    }

    /// The pages meant in a document of `page_count` pages, ascending, each once. Numbers past the end are
    /// left out.
    ///
    /// # Errors
    /// [`PageRangeError::BeyondEnd`] when not one of the pages exists.
    pub fn select(&self, page_count: u32) -> Result<Vec<PageIndex>, PageRangeError> {
        let wanted = |number: u32| {
            self.is_all()
                || self
                    .parts
                    .iter()
                    .any(|(first, last)| number >= *first && last.is_none_or(|last| number <= last))
        };
        let pages: Vec<_> =
            (1..=page_count).filter(|number| wanted(*number)).map(|number| PageIndex(number - 1)).collect();
        if pages.is_empty() && page_count > 0 {
            Err(PageRangeError::BeyondEnd(page_count))
        } else {
            Ok(pages)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(range: &str, count: u32) -> Vec<u32> {
        PageRange::parse(range).unwrap().select(count).unwrap().into_iter().map(PageIndex::number).collect()
    }

    #[test]
    fn ranges_are_read_as_people_write_them() {
        assert_eq!(numbers("", 3), [1, 2, 3]);
        assert_eq!(numbers("1-3, 8, 12-", 14), [1, 2, 3, 8, 12, 13, 14]);
        assert_eq!(numbers(" 2 – 4;3 ", 9), [2, 3, 4]);
        assert_eq!(numbers("-2", 9), [1, 2]);
        assert_eq!(numbers("3-100", 4), [3, 4]);
    }

    #[test]
    fn what_makes_no_sense_is_said() {
        assert_eq!(PageRange::parse("0"), Err(PageRangeError::Zero));
        assert_eq!(PageRange::parse("5-2"), Err(PageRangeError::Backwards(5, 2)));
        for text in ["a", "1-2-3", "-", "1,+2", "99999999999", "1..3"] {
            assert!(matches!(PageRange::parse(text), Err(PageRangeError::Unreadable(_))), "{text}");
        }
        assert_eq!(PageRange::parse("9").unwrap().select(4), Err(PageRangeError::BeyondEnd(4)));
    }

    #[test]
    fn files_are_told_by_their_bytes() {
        assert_eq!(FileKind::sniff(b"%PDF-1.7"), Ok(FileKind::Pdf));
        assert_eq!(FileKind::sniff(b"\n\njunk%PDF-1.4"), Ok(FileKind::Pdf));
        assert_eq!(FileKind::sniff(b"%PDF\n1 0 obj"), Ok(FileKind::Pdf));
        assert_eq!(FileKind::sniff(b"RIFF\0\0\0\0WEBPVP8 "), Ok(FileKind::WebP));
        assert_eq!(FileKind::sniff(b"MM\0*\0\0\0\x08"), Ok(FileKind::Tiff));
        assert_eq!(FileKind::sniff(b""), Err(Error::EmptyFile));
        assert_eq!(FileKind::sniff(b"Dear Sir"), Err(Error::UnsupportedFile));
    }
}
