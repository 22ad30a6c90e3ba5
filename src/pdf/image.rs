//! Image files as one searchable PDF, a page an image.
//!
//! What a PDF can hold as it is, is not decoded: JPEG, most PNG, fax pages of TIFF. One image is in memory at a
//! time, and what was written of the file can be taken after every page. A page never gets lost: where its image
//! cannot be shown the page is empty, and the caller is told why.

use flate2::{Compress, Compression, FlushCompress, Status};
use image::metadata::Orientation;

use crate::engine::image_file::{density, tiff_directories};
use crate::error::Error;
use crate::export::{DocumentInfo, SOFTWARE};
use crate::page::{PageSize, PageText};
use crate::source::FileKind;

mod embedded;
mod fax;
mod file;
mod jpeg;
mod jpeg_strips;
mod png;
mod png_pixels;
mod raster;
mod text_layer;
mod tiff;
mod tiff_pixels;

use embedded::{Color, Embedded, Filter, Picture, placement};
use file::{GrowingFile, ObjectId};
use text_layer::GlyphlessFont;

/// What became of a page.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub enum Outcome {
    /// It shows its image.
    Shown,
    /// It is there, but empty, and this is why.
    Empty(Error),
}

/// The size of a page of which nothing is known: A4, in points.
const UNKNOWN_SIZE: PageSize = PageSize { width: 595.28, height: 841.89 };
/// Pages with a shorter side than this are refused by some viewers.
const LEAST_SIDE: f32 = 3.0;

/// A PDF being made of images.
pub struct ImagePdf {
    file: GrowingFile,
    catalog: ObjectId,
    tree: ObjectId,
    info: ObjectId,
    /// Made for the first page that has words.
    font: Option<GlyphlessFont>,
    pages: Vec<ObjectId>,
}

impl ImagePdf {
    /// An empty document.
    pub fn new(document: &DocumentInfo) -> Self {
        let mut file = GrowingFile::new();
        let [catalog, tree, info] = [file.reserve(), file.reserve(), file.reserve()];
        let language =
            document.language().map(|tag| format!(" /Lang {}", text_string(tag))).unwrap_or_default();
        file.object(
            catalog,
            &format!(
                "<< /Type /Catalog /Pages {tree}{language} /ViewerPreferences << /DisplayDocTitle true >> >>"
            ),
        );
        let title = text_string(&document.name);
        let producer = text_string(&format!("{SOFTWARE} {}", document.version));
        file.object(info, &format!("<< /Title {title} /Producer {producer} >>"));
        Self { file, catalog, tree, info, font: None, pages: Vec::new() }
    }

    /// Adds a page that shows an image file, or one directory of a TIFF file (counted from 0, as pages of a
    /// document are). `size` is that of the page as it was read; without it, it is worked out in the same way.
    pub fn add_page(
        &mut self,
        image: Vec<u8>,
        kind: FileKind,
        directory: usize,
        size: Option<PageSize>,
        text: Option<&PageText>,
    ) -> Outcome {
        match picture(image, kind.as_read(), directory) {
            Ok(picture) => {
                let size = sensible(size.unwrap_or(picture.size));
                self.write_page(size, &picture.parts, picture.orientation, text);
                Outcome::Shown
            }
            Err(Unshown { error, declared }) => {
                let size = sensible(size.or(declared).unwrap_or(UNKNOWN_SIZE));
                self.write_page(size, &[], Orientation::NoTransforms, text);
                Outcome::Empty(error)
            }
        }
    }

    /// Adds a page whose file cannot even be read.
    pub fn add_empty_page(&mut self, size: Option<PageSize>) {
        self.write_page(sensible(size.unwrap_or(UNKNOWN_SIZE)), &[], Orientation::NoTransforms, None);
    }

    /// What has been finished since the last call.
    pub fn take_bytes(&mut self) -> Vec<u8> {
        self.file.take()
    }

    /// What has been finished since the last call, and the end of the file.
    pub fn finish(mut self) -> Vec<u8> {
        let kids: Vec<String> = self.pages.iter().map(ToString::to_string).collect();
        let tree = format!("<< /Type /Pages /Count {} /Kids [{}] >>", kids.len(), kids.join(" "));
        self.file.object(self.tree, &tree);
        if let Some(font) = self.font {
            font.finish(&mut self.file);
        }
        self.file.finish(self.catalog, self.info)
    }

    fn write_page(
        &mut self,
        size: PageSize,
        parts: &[Embedded],
        orientation: Orientation,
        text: Option<&PageText>,
    ) {
        let (mut resources, mut content) = (String::new(), String::new());
        if !parts.is_empty() {
            let matrix = placement(size, orientation).map(number).join(" ");
            content.push_str(&format!("q {matrix} cm"));
            let height: u32 = parts.iter().map(|part| part.height).sum();
            let mut below = height;
            for (index, part) in parts.iter().enumerate() {
                below -= part.height;
                let id = self.write_image(part);
                resources.push_str(&format!("/I{index} {id} "));
                if parts.len() == 1 {
                    content.push_str(" /I0 Do");
                } else {
                    let share = |rows: u32| f64::from(rows) / f64::from(height);
                    let (scale, shift) = (share(part.height), share(below));
                    content.push_str(&format!(" q 1 0 0 {scale:.8} 0 {shift:.8} cm /I{index} Do Q"));
                }
            }
            content.push_str(" Q\n");
            resources = format!("/XObject << {resources}>>");
        }
        if let Some(text) = text.filter(|text| text.words().next().is_some()) {
            let font = self.font.get_or_insert_with(|| GlyphlessFont::new(&mut self.file));
            resources.push_str(&font.resource());
            content.push_str(&text_layer::content(text, size, font));
        }
        let contents = self.file.reserve();
        self.file.stream(contents, "/Filter /FlateDecode", &deflated(content.as_bytes()));
        let page = self.file.reserve();
        let (width, height) = (number(size.width), number(size.height));
        self.file.object(
            page,
            &format!(
                "<< /Type /Page /Parent {} /MediaBox [0 0 {width} {height}] /Resources << {resources} >> /Contents {contents} >>",
                self.tree
            ),
        );
        self.pages.push(page);
    }

    fn write_image(&mut self, image: &Embedded) -> ObjectId {
        let Embedded { width, height, bits, .. } = image;
        let color = match &image.color {
            Color::Gray => "/DeviceGray".to_owned(),
            Color::Rgb => "/DeviceRGB".to_owned(),
            Color::Cmyk => "/DeviceCMYK".to_owned(),
            Color::Indexed(table) => {
                let hex: String = table.iter().map(|byte| format!("{byte:02x}")).collect();
                format!("[/Indexed /DeviceRGB {} <{hex}>]", table.len() / 3 - 1)
            }
        };
        let filter = match image.filter {
            Filter::Jpeg { transform: None } => "/DCTDecode".to_owned(),
            Filter::Jpeg { transform: Some(transform) } => {
                format!("/DCTDecode /DecodeParms << /ColorTransform {transform} >>")
            }
            Filter::Png => format!(
                "/FlateDecode /DecodeParms << /Predictor 15 /Colors {} /BitsPerComponent {bits} /Columns {width} >>",
                image.color.samples()
            ),
            Filter::Fax(coding) => format!(
                "/CCITTFaxDecode /DecodeParms << /K {} /Columns {width} /Rows {height} /EncodedByteAlign {} /BlackIs1 {} >>",
                coding.k, coding.byte_aligned, coding.black_is_one
            ),
        };
        let decode = if image.inverted { " /Decode [1 0 1 0 1 0 1 0]" } else { "" };
        let id = self.file.reserve();
        self.file.stream(
            id,
            &format!(
                "/Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace {color} /BitsPerComponent {bits}{decode} /Filter {filter}"
            ),
            &image.data,
        );
        id
    }
}

/// Why an image cannot be shown, and the size of the page it would have made, where that is known.
struct Unshown {
    error: Error,
    declared: Option<PageSize>,
}

fn picture(mut bytes: Vec<u8>, kind: FileKind, directory: usize) -> Result<Picture, Unshown> {
    if kind == FileKind::Tiff
        && let Some(offset) = tiff_directories::offsets(&bytes).get(directory)
    {
        tiff_directories::select(&mut bytes, *offset);
    }
    let stated = density::read(&bytes, kind);
    let page = |pixels, orientation| density::page_size(pixels, stated, orientation);
    match kind {
        FileKind::Jpeg => {
            // The few JPEG files that viewers of PDF do not know cannot be decoded here either.
            let (mut image, orientation, end) = jpeg::inspect(&bytes).ok_or_else(|| Unshown {
                error: Error::DamagedImage { reason: "not a JPEG that a PDF can show".to_owned() },
                declared: None,
            })?;
            let size = page((image.width, image.height), orientation);
            image.data = jpeg::into_data(bytes, end);
            Ok(Picture { parts: vec![image], orientation, size })
        }
        FileKind::Png => {
            let orientation = png::orientation(&bytes);
            let is_sound = |(width, height): &(u32, u32)| *width > 0 && *height > 0;
            let declared = density::png_size(&bytes).filter(is_sound).map(|pixels| page(pixels, orientation));
            let image = match png::inspect(&bytes) {
                Some(image) => Ok(Embedded { data: png::into_data(bytes), ..image }),
                None => png_pixels::decode(&bytes).and_then(|pixels| raster::pack(&pixels)),
            };
            let parts = vec![image.map_err(|error| Unshown { error, declared })?];
            Ok(Picture { parts, orientation, size: declared.unwrap_or(UNKNOWN_SIZE) })
        }
        FileKind::Tiff => {
            let header = tiff::header(&bytes);
            let size = header.map(|(pixels, orientation)| page(pixels, orientation));
            let parts = tiff::embed(bytes).map_err(|error| Unshown { error, declared: size })?;
            let orientation = header.map_or(Orientation::NoTransforms, |(_, orientation)| orientation);
            Ok(Picture { parts, orientation, size: size.unwrap_or(UNKNOWN_SIZE) })
        }
        FileKind::WebP | FileKind::Bmp | FileKind::Gif | FileKind::Pdf => {
            Err(Unshown { error: Error::UnsupportedFile, declared: None })
        }
    }
}

fn sensible(size: PageSize) -> PageSize {
    PageSize { width: size.width.max(LEAST_SIDE), height: size.height.max(LEAST_SIDE) }
}

/// Packed for `FlateDecode`.
fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut packed = Vec::with_capacity(bytes.len() / 2 + 64);
    let mut packer = Compress::new(Compression::default(), true);
    loop {
        let rest = &bytes[packer.total_in() as usize..];
        // Packing into memory with room to spare has no way to fail; what cannot happen ends the loop.
        match packer.compress_vec(rest, &mut packed, FlushCompress::Finish) {
            Ok(Status::Ok | Status::BufError) => packed.reserve(packed.len().max(64)),
            Ok(Status::StreamEnd) | Err(_) => return packed,
        }
    }
}

/// A number as short as it can be written without moving anything that can be seen.
fn number(value: f32) -> String {
    let text = format!("{value:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A text string in UTF-16, which every reader understands whatever is in it.
fn text_string(text: &str) -> String {
    let digits: String = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
    format!("<FEFF{digits}>")
}
