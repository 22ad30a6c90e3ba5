//! A PDF that gets an invisible text layer, page by page.
//!
//! A layer is a content stream of its own, before those that the page has: there the coordinates are what
//! they should be, whatever state the page's own operators leave behind, and nothing of them needs to be
//! read. Its dictionary has a key that says whose it is, so that it can be found again and replaced.

use std::collections::HashSet;

use super::error::PdfError;
use super::file::File;
use super::font::{FontIds, InvisibleFont};
use super::geometry::Shown;
use super::layer::{self, LAYER_KEY};
use super::object::{Dict, Indirect, Object, Ref};
use super::pages::{self, Slot};
use super::resources::{self, Copies};
use super::signature;
use super::update::Update;
use crate::model::page::{PageIndex, PageSize, PageText};
use crate::model::source::read_at::ReadAt;

/// Among how many of a page's first content streams a layer is looked for.
const LOOKED_AT: usize = 8;
/// How many of a page's content streams are looked at before they are listed again.
const VERIFIED: usize = 1024;
/// By how much the shape of a page may differ from that of the page that was read.
const SHAPE_TOLERANCE: f64 = 0.02;

/// What a person should know about a file before it is added to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facts {
    /// It has been signed. The signature covers the file as it was, and not what is added.
    pub is_signed: bool,
    /// It is encrypted, and what is added will be.
    pub is_encrypted: bool,
    /// Pages that have a text layer made by Pagewise.
    pub layered: Vec<PageIndex>,
}

/// What has become of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layered {
    /// It has a text layer now.
    Added,
    /// The layer that an earlier run gave it has been replaced.
    Replaced,
    /// It stays as it is.
    Left(LeftBecause),
}

/// Why a page stays as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeftBecause {
    /// No words were read but those it has as text of its own.
    NoWords,
    /// There is no such page, or nothing of it is shown.
    NoPage,
    /// The same object has been given a layer as another page; the layer shows on both.
    SameObject,
}

/// A PDF and what will be appended to it.
pub struct SearchablePdf<R> {
    file: File<R>,
    slots: Vec<Slot>,
    facts: Facts,
    /// A font of ours that is in the file.
    known_font: Option<Ref>,
    font: Option<LayerFont>,
    copies: Copies,
    done: HashSet<Ref>,
    update: Update,
}

/// The font of all layers.
struct LayerFont {
    ids: FontIds,
    characters: InvisibleFont,
    /// What is in the file already.
    stored: Option<InvisibleFont>,
}

impl<R: ReadAt> SearchablePdf<R> {
    /// Opens a PDF with the password that a person gave, if it needs one.
    ///
    /// # Errors
    /// Any [`PdfError`].
    pub fn open(file: R, password: Option<&str>) -> Result<Self, PdfError> {
        let mut file = File::open(file, password)?;
        let root = file.xref.trailer.get("Root").cloned().unwrap_or(Object::Null);
        let Object::Dict(catalog) = file.resolve(&root)? else {
            return Err(PdfError::damaged("it has no catalog"));
        };
        let tree = catalog.get("Pages").cloned().unwrap_or(Object::Null);
        let mut fonts = Vec::new();
        let slots = pages::walk(&mut file, tree, &mut |file, page| {
            // Layers of ours stand in arrays, so the contents of most pages need not be looked at.
            let contents = page.get("Contents").and_then(Object::as_array).unwrap_or_default();
            let contents: Vec<Ref> = contents.iter().filter_map(Object::as_reference).collect();
            fonts.push(own_layers(file, &contents).first().map(|(_, font)| *font));
        })?;
        // Pages that are missing have not been visited.
        let mut visited = fonts.iter();
        let layered = (0..)
            .zip(&slots)
            .filter(|(_, slot)| **slot != Slot::Empty && visited.next().is_some_and(Option::is_some));
        let facts = Facts {
            layered: layered.map(|(index, _)| PageIndex(index)).collect(),
            is_signed: signature::is_signed(&mut file, &catalog).unwrap_or(false),
            is_encrypted: file.cipher.is_some(),
        };
        let update = Update::new(file.len(), file.ends_a_line()?, file.xref.next_number());
        Ok(Self {
            file,
            slots,
            facts,
            known_font: fonts.into_iter().flatten().next(),
            font: None,
            copies: Copies::default(),
            done: HashSet::new(),
            update,
        })
    }

    /// How many pages PDFium counts in this file. If it counted others, they are not the pages that were read.
    pub fn page_count(&self) -> u32 {
        u32::try_from(self.slots.len()).unwrap_or(u32::MAX)
    }

    /// What a person should know about the file.
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// Gives a page the text that was read from it.
    ///
    /// # Errors
    /// Any [`PdfError`]; nothing that has been made until then should be used.
    pub fn add_page(&mut self, text: &PageText) -> Result<Layered, PdfError> {
        let id = match self.slots.get(text.page.as_usize()) {
            Some(Slot::Page(id)) => *id,
            Some(Slot::Unnumbered) => return Err(PdfError::damaged("a page is not an object of its own")),
            Some(Slot::Empty) | None => return Ok(Layered::Left(LeftBecause::NoPage)),
        };
        if self.done.contains(&id) {
            return Ok(Layered::Left(LeftBecause::SameObject));
        }
        // What viewers make of such a page differs, and a page of ours would be seen by all.
        if self.file.stream_dict(id)?.is_some() {
            return Err(PdfError::damaged("a page is a stream"));
        }
        let Object::Dict(mut page) = self.file.object(id)? else {
            return Ok(Layered::Left(LeftBecause::NoPage));
        };
        let Some(shown) = pages::shown(&mut self.file, &page)? else {
            return Ok(Layered::Left(LeftBecause::NoPage));
        };
        if !is_same_shape(text.size, shown.size()) {
            return Err(PdfError::damaged("a page is not the one that was read"));
        }
        let contents = self.contents(&page)?;
        let own: Vec<Ref> =
            own_layers(&mut self.file, &contents).into_iter().map(|(layer, _)| layer).collect();
        let mut parts = Vec::new();
        if text.words().any(|word| !word.is_native) {
            parts.extend(self.add_layer(text, &shown, &mut page)?);
        }
        if parts.is_empty() && own.is_empty() {
            return Ok(Layered::Left(LeftBecause::NoWords));
        }
        parts.extend(contents.into_iter().filter(|part| !own.contains(part)));
        page.set("Contents", Object::Array(parts.into_iter().map(Object::Reference).collect()));
        self.update.add(self.file.cipher.as_ref(), id, page.into())?;
        self.done.insert(id);
        Ok(if own.is_empty() { Layered::Added } else { Layered::Replaced })
    }

    /// The bytes that have been made since the last call, to be kept in order. Taking them from time to time
    /// keeps memory small.
    pub fn take_bytes(&mut self) -> Vec<u8> {
        self.update.take()
    }

    /// Ends the update and gives the bytes that have not been taken. The file followed by all of them is the
    /// searchable PDF; nothing, if no page has changed.
    ///
    /// # Errors
    /// Any [`PdfError`].
    pub fn finish(mut self) -> Result<Vec<u8>, PdfError> {
        if self.update.is_empty() {
            return Ok(Vec::new());
        }
        if let Some(LayerFont { ids, characters, stored }) = &self.font {
            let objects = match stored {
                None => characters.objects(ids),
                Some(stored) if stored != characters => characters.growing_objects(ids),
                Some(_) => Vec::new(),
            };
            for (id, object) in objects {
                self.update.add(self.file.cipher.as_ref(), id, object)?;
            }
        }
        let id = self.file.id()?;
        self.update.finish(&self.file.xref, id)
    }

    /// Writes the layer and what it needs, and makes the font known to the page. `None`: there is nothing
    /// in it.
    fn add_layer(
        &mut self,
        text: &PageText,
        shown: &Shown,
        page: &mut Dict,
    ) -> Result<Option<Ref>, PdfError> {
        let mut font = match self.font.take() {
            Some(font) => font,
            None => self.begin_font()?,
        };
        let update = &mut self.update;
        let number = &mut || update.number();
        let provided = resources::provide(&mut self.file, page, font.ids.font, &mut self.copies, number)?;
        let matrix = shown.to_page(text.size);
        let content = layer::content(text, &matrix, &mut font.characters, &provided.font_name);
        let dict = Dict::new().with(LAYER_KEY, font.ids.font);
        self.font = Some(font);
        let cipher = self.file.cipher.as_ref();
        if let Some((id, copy)) = provided.copy {
            self.update.add(cipher, id, copy.into())?;
        }
        if content.is_empty() {
            return Ok(None);
        }
        if let Some(resources) = provided.resources {
            page.set("Resources", resources);
        }
        let id = self.update.number();
        self.update.add(cipher, id, Indirect::compressed(dict, &content))?;
        Ok(Some(id))
    }

    /// The font that is in the file, or a new one.
    fn begin_font(&mut self) -> Result<LayerFont, PdfError> {
        if let Some(font) = self.known_font
            && let Some((ids, characters)) = stored_font(&mut self.file, font)?
        {
            return Ok(LayerFont { ids, stored: Some(characters.clone()), characters });
        }
        let [font, descendant, descriptor, program, glyphs, characters] =
            std::array::from_fn(|_| self.update.number());
        let ids = FontIds { font, descendant, descriptor, program, glyphs, characters };
        Ok(LayerFont { ids, characters: InvisibleFont::default(), stored: None })
    }

    /// The streams of a page's content, in order. What is listed and is none is left out: poppler would show
    /// nothing of the page because of it.
    fn contents(&mut self, page: &Dict) -> Result<Vec<Ref>, PdfError> {
        let contents = page.get("Contents").cloned().unwrap_or(Object::Null);
        let parts = match self.file.resolve(&contents)? {
            Object::Array(parts) => parts,
            _ => vec![contents],
        };
        let mut streams = Vec::new();
        for part in parts.iter().filter_map(Object::as_reference) {
            if streams.len() >= VERIFIED || self.file.stream_dict(part)?.is_some() {
                streams.push(part);
            }
        }
        Ok(streams)
    }
}

/// The layers of ours among the streams of a page's content, each with its font. A stream that cannot be
/// read is none.
fn own_layers<R: ReadAt>(file: &mut File<R>, contents: &[Ref]) -> Vec<(Ref, Ref)> {
    let parts = contents.iter().take(LOOKED_AT).copied();
    parts
        .filter_map(|part| {
            let dict = file.stream_dict(part).ok()??;
            Some((part, dict.get(LAYER_KEY)?.as_reference()?))
        })
        .collect()
}

/// The objects of a font of ours, and its characters. `None`: it is not as we make it.
fn stored_font<R: ReadAt>(file: &mut File<R>, id: Ref) -> Result<Option<(FontIds, InvisibleFont)>, PdfError> {
    let reference = |dict: &Dict, key: &str| dict.get(key).and_then(Object::as_reference);
    let Object::Dict(font) = file.object(id)? else { return Ok(None) };
    let descendant = font.get("DescendantFonts").and_then(Object::as_array).and_then(<[_]>::first);
    let (Some(descendant), Some(characters)) =
        (descendant.and_then(Object::as_reference), reference(&font, "ToUnicode"))
    else {
        return Ok(None);
    };
    let Object::Dict(dict) = file.object(descendant)? else { return Ok(None) };
    let (Some(descriptor), Some(glyphs)) =
        (reference(&dict, "FontDescriptor"), reference(&dict, "CIDToGIDMap"))
    else {
        return Ok(None);
    };
    let Object::Dict(dict) = file.object(descriptor)? else { return Ok(None) };
    let Some(program) = reference(&dict, "FontFile2") else { return Ok(None) };
    let Some((_, map)) = file.stream(characters)? else { return Ok(None) };
    let ids = FontIds { font: id, descendant, descriptor, program, glyphs, characters };
    Ok(InvisibleFont::from_character_map(&map).map(|font| (ids, font)))
}

/// Whether a page has the shape of the one that was read; the size of its unit does not matter.
fn is_same_shape(read: PageSize, found: PageSize) -> bool {
    let [a, b] = [read, found].map(|size| f64::from(size.width) / f64::from(size.height));
    (a / b - 1.0).abs() <= SHAPE_TOLERANCE
}
