//! Image files as one searchable PDF, a page an image.
//!
//! What a PDF can hold as it is, is not decoded: JPEG, most PNG, fax pages of TIFF. One image is in memory at a
//! time, and what was written of the file can be taken after every page. A page never gets lost: where its image
//! cannot be shown the page is empty, and the caller is told why.

use image::metadata::Orientation;

use crate::formats::export::{DocumentInfo, SOFTWARE};
use crate::formats::image::tiff::directories;
use crate::formats::image::{density, png_colors};
use crate::model::error::Error;
use crate::model::page::{PageSize, PageText};
use crate::model::source::FileKind;

mod embedded;
mod fax;
mod file;
mod jpeg;
mod jpeg_strips;
mod png;
mod raster;
mod tiff;

use super::font::{FontIds, InvisibleFont};
use super::geometry::Matrix;
use super::layer::{self, LAYER_KEY};
use super::object::{Dict, Indirect, Object, Ref};
use embedded::{Color, Embedded, EmbeddedPage, Filter, placement};
use file::GrowingFile;

/// What became of a page.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub enum Placed {
    /// It shows its image.
    Shown,
    /// It is there, but empty, and this is why.
    Empty(Error),
}

/// The size of a page of which nothing is known: A4, in points.
const UNKNOWN_SIZE: PageSize = PageSize { width: 595.28, height: 841.89 };
/// Pages with a shorter side than this are refused by some viewers.
const LEAST_SIDE: f32 = 3.0;
/// What pages call the font of their layers.
const FONT_NAME: &str = "T";

/// A PDF being made of images.
pub struct ImagePdf {
    file: GrowingFile,
    catalog: Ref,
    /// The tag of the document's main language.
    language: Option<String>,
    tree: Ref,
    info: Ref,
    /// Made for the first page that has words.
    font: Option<(FontIds, InvisibleFont)>,
    pages: Vec<Ref>,
}

impl ImagePdf {
    /// An empty document.
    pub fn new(document: &DocumentInfo) -> Self {
        let mut file = GrowingFile::new();
        let [catalog, tree, info] = [file.reserve(), file.reserve(), file.reserve()];
        let mut entries = Dict::new()
            .with("Type", Object::name("Catalog"))
            .with("Pages", tree)
            .with("ViewerPreferences", Dict::new().with("DisplayDocTitle", Object::Boolean(true)));
        if let Some(language) = document.language() {
            entries.set("Lang", text_string(language));
        }
        file.write(catalog, &entries.into());
        let entries = Dict::new()
            .with("Title", text_string(&document.name))
            .with("Producer", text_string(&format!("{SOFTWARE} {}", document.version)));
        file.write(info, &entries.into());
        let language = document.language().map(str::to_owned);
        Self { file, catalog, tree, info, language, font: None, pages: Vec::new() }
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
    ) -> Placed {
        match picture(image, kind.as_read(), directory) {
            Ok(picture) => {
                let size = sensible(size.unwrap_or(picture.size));
                self.write_page(size, picture.parts, picture.orientation, text);
                Placed::Shown
            }
            Err(Unshown { error, declared }) => {
                let size = sensible(size.or(declared).unwrap_or(UNKNOWN_SIZE));
                self.write_page(size, Vec::new(), Orientation::NoTransforms, text);
                Placed::Empty(error)
            }
        }
    }

    /// Adds a page whose file cannot even be read.
    pub fn add_empty_page(&mut self, size: Option<PageSize>) {
        self.write_page(sensible(size.unwrap_or(UNKNOWN_SIZE)), Vec::new(), Orientation::NoTransforms, None);
    }

    /// What has been finished since the last call.
    pub fn take_bytes(&mut self) -> Vec<u8> {
        self.file.take()
    }

    /// What has been finished since the last call, and the end of the file.
    pub fn finish(mut self) -> Vec<u8> {
        let kids: Vec<Object> = self.pages.iter().copied().map(Object::Reference).collect();
        let tree = Dict::new()
            .with("Type", Object::name("Pages"))
            .with("Count", integer(kids.len()))
            .with("Kids", Object::Array(kids));
        self.file.write(self.tree, &tree.into());
        if let Some((ids, font)) = self.font {
            for (id, object) in font.objects(&ids) {
                self.file.write(id, &object);
            }
        }
        self.file.finish(self.catalog, self.info)
    }

    fn write_page(
        &mut self,
        size: PageSize,
        parts: Vec<Embedded>,
        orientation: Orientation,
        text: Option<&PageText>,
    ) {
        let mut resources = Dict::new();
        let mut contents = Vec::new();
        if let Some((layer, font)) = text.and_then(|text| self.write_layer(text, size)) {
            resources.set("Font", Dict::new().with(FONT_NAME, font));
            contents.push(Object::Reference(layer));
        }
        if !parts.is_empty() {
            let (images, content) = self.write_images(size, parts, orientation);
            resources.set("XObject", images);
            let content = Indirect::compressed(Dict::new(), content.as_bytes());
            contents.push(Object::Reference(self.file.add(&content)));
        }
        let corners = [0.0, 0.0, size.width, size.height];
        let page = Dict::new()
            .with("Type", Object::name("Page"))
            .with("Parent", self.tree)
            .with("MediaBox", Object::Array(corners.map(|side| Object::Real(rounded(side))).to_vec()))
            .with("Resources", resources)
            .with("Contents", Object::Array(contents));
        let page = self.file.add(&page.into());
        self.pages.push(page);
    }

    /// The layer of a page and its font. `None`: there are no words.
    fn write_layer(&mut self, text: &PageText, size: PageSize) -> Option<(Ref, Ref)> {
        // Words were found on a page of this size; the page in the file may be rounded or enlarged.
        let scale = [size.width / text.size.width, size.height / text.size.height];
        text.words().next().filter(|_| scale.iter().all(|factor| factor.is_finite()))?;
        let [across, up] = scale.map(f64::from);
        let matrix = Matrix([across, 0.0, 0.0, up, 0.0, 0.0]);
        let (ids, font) = self.font.get_or_insert_with(|| {
            let [font, descendant, descriptor, program, glyphs, characters] =
                std::array::from_fn(|_| self.file.reserve());
            (FontIds { font, descendant, descriptor, program, glyphs, characters }, InvisibleFont::default())
        });
        let language = text.tag().filter(|tag| self.language.as_deref() != Some(tag));
        let content = layer::content(text, &matrix, font, FONT_NAME, language);
        let id = ids.font;
        Some((self.file.add(&Indirect::compressed(Dict::new().with(LAYER_KEY, id), &content)), id))
    }

    /// The images of a page as resources, and the operators that show them.
    fn write_images(
        &mut self,
        size: PageSize,
        parts: Vec<Embedded>,
        orientation: Orientation,
    ) -> (Dict, String) {
        let matrix = placement(size, orientation).map(|factor| rounded(factor).to_string()).join(" ");
        let (mut images, mut content) = (Dict::new(), format!("q {matrix} cm"));
        let height: u32 = parts.iter().map(|part| part.height).sum();
        let (count, mut below) = (parts.len(), height);
        for (index, part) in parts.into_iter().enumerate() {
            below -= part.height;
            if count == 1 {
                content.push_str(" /I0 Do");
            } else {
                let share = |rows: u32| f64::from(rows) / f64::from(height);
                let (scale, shift) = (share(part.height), share(below));
                content.push_str(&format!(" q 1 0 0 {scale:.8} 0 {shift:.8} cm /I{index} Do Q"));
            }
            images.set(&format!("I{index}"), self.file.add(&image(part)));
        }
        content.push_str(" Q\n");
        (images, content)
    }
}

/// An image as an object of the file.
fn image(image: Embedded) -> Indirect {
    let Embedded { width, height, bits, color, inverted, filter, data } = image;
    let samples = color.samples();
    let side = |pixels: u32| Object::Integer(i64::from(pixels));
    let color = match color {
        Color::Gray => Object::name("DeviceGray"),
        Color::Rgb => Object::name("DeviceRGB"),
        Color::Cmyk => Object::name("DeviceCMYK"),
        Color::Indexed(table) => Object::Array(vec![
            Object::name("Indexed"),
            Object::name("DeviceRGB"),
            integer((table.len() / 3).saturating_sub(1)),
            Object::String(table),
        ]),
    };
    let (name, parameters) = match filter {
        Filter::Jpeg { transform } => {
            let transform = transform.map(|value| Object::Integer(i64::from(value)));
            ("DCTDecode", transform.map(|value| Dict::new().with("ColorTransform", value)))
        }
        Filter::Png => {
            let parameters = Dict::new()
                .with("Predictor", Object::Integer(15))
                .with("Colors", Object::Integer(i64::from(samples)))
                .with("BitsPerComponent", Object::Integer(i64::from(bits)))
                .with("Columns", side(width));
            ("FlateDecode", Some(parameters))
        }
        Filter::Fax(coding) => {
            let parameters = Dict::new()
                .with("K", Object::Integer(i64::from(coding.k)))
                .with("Columns", side(width))
                .with("Rows", side(height))
                .with("EncodedByteAlign", Object::Boolean(coding.byte_aligned))
                .with("BlackIs1", Object::Boolean(coding.black_is_one));
            ("CCITTFaxDecode", Some(parameters))
        }
    };
    let mut dict = Dict::new()
        .with("Type", Object::name("XObject"))
        .with("Subtype", Object::name("Image"))
        .with("Width", side(width))
        .with("Height", side(height))
        .with("ColorSpace", color)
        .with("BitsPerComponent", Object::Integer(i64::from(bits)))
        .with("Filter", Object::name(name));
    if inverted {
        dict.set("Decode", Object::Array([1, 0].repeat(4).into_iter().map(Object::Integer).collect()));
    }
    if let Some(parameters) = parameters {
        dict.set("DecodeParms", parameters);
    }
    Indirect::Stream(dict, data)
}

/// Why an image cannot be shown, and the size of the page it would have made, where that is known.
struct Unshown {
    error: Error,
    declared: Option<PageSize>,
}

fn picture(mut bytes: Vec<u8>, kind: FileKind, directory: usize) -> Result<EmbeddedPage, Unshown> {
    if kind == FileKind::Tiff
        && let Some(offset) = directories::offsets(&bytes).get(directory)
    {
        directories::select(&mut bytes, *offset);
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
            Ok(EmbeddedPage { parts: vec![image], orientation, size })
        }
        FileKind::Png => {
            let orientation = png::orientation(&bytes);
            let is_sound = |(width, height): &(u32, u32)| *width > 0 && *height > 0;
            let declared = density::png_size(&bytes).filter(is_sound).map(|pixels| page(pixels, orientation));
            let image = match png::inspect(&bytes) {
                Some(image) => Ok(Embedded { data: png::into_data(bytes), ..image }),
                None => png_colors::decode(&bytes).and_then(|pixels| raster::pack(&pixels)),
            };
            let parts = vec![image.map_err(|error| Unshown { error, declared })?];
            Ok(EmbeddedPage { parts, orientation, size: declared.unwrap_or(UNKNOWN_SIZE) })
        }
        FileKind::Tiff => {
            let header = tiff::header(&bytes);
            let size = header.map(|(pixels, orientation)| page(pixels, orientation));
            let parts = tiff::embed(bytes).map_err(|error| Unshown { error, declared: size })?;
            let orientation = header.map_or(Orientation::NoTransforms, |(_, orientation)| orientation);
            Ok(EmbeddedPage { parts, orientation, size: size.unwrap_or(UNKNOWN_SIZE) })
        }
        FileKind::WebP | FileKind::Bmp | FileKind::Gif | FileKind::Pdf => {
            Err(Unshown { error: Error::UnsupportedFile, declared: None })
        }
    }
}

fn sensible(size: PageSize) -> PageSize {
    PageSize { width: size.width.max(LEAST_SIDE), height: size.height.max(LEAST_SIDE) }
}

/// A length as short as it can be written without moving anything that can be seen.
fn rounded(value: f32) -> f64 {
    (f64::from(value) * 10_000.0).round() / 10_000.0
}

fn integer(value: usize) -> Object {
    Object::Integer(i64::try_from(value).unwrap_or(i64::MAX))
}

/// A text string in UTF-16, which every reader understands whatever is in it.
fn text_string(text: &str) -> Object {
    let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
    Object::String(units.flat_map(u16::to_be_bytes).collect())
}
