//! A PDF that gets an invisible text layer, page by page.
//!
//! A layer is a content stream of its own, before those that the page has: there the coordinates are what
//! they should be, whatever state the page's own operators leave behind, and nothing of them needs to be
//! read. Its dictionary has a key that says whose it is, so that it can be found again and replaced.

use std::collections::HashSet;

use super::error::PdfError;
use super::file::File;
use super::geometry::Shown;
use super::invisible::{self, Forms, StaysBecause, Stop, TakenOut};
use super::layer::{self, LAYER_KEY};
use super::layer_font::LayerFont;
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
    /// It has a text layer now in the place of text that another program had put there and nobody sees.
    Exchanged,
    /// Text that nobody sees has been taken out of it, and nothing was added.
    TakenOut,
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
    /// It has no text that nobody sees.
    NothingHidden,
    /// No words were read in the place of those that it has and nobody sees.
    NothingRead,
    /// The text that nobody sees cannot be taken out of it.
    Stays(StaysBecause),
}

/// A PDF and what will be appended to it.
pub struct SearchablePdf<R> {
    file: File<R>,
    slots: Vec<Slot>,
    facts: Facts,
    /// A font of ours that is in the file.
    known_font: Option<Ref>,
    font: Option<LayerFont>,
    /// The tag of the document's language: its own, or that of the first page that is given words.
    language: Option<String>,
    /// The catalog, where it names no language and can be given one.
    catalog: Option<(Ref, Dict)>,
    copies: Copies,
    forms: Forms,
    done: HashSet<Ref>,
    update: Update,
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
        let language = match file.get(&catalog, "Lang") {
            Ok(Object::String(tag)) => Some(String::from_utf8_lossy(&tag).trim().to_owned()),
            _ => None,
        };
        let language = language.filter(|tag| !tag.is_empty());
        let catalog = match root.as_reference().filter(|_| language.is_none()) {
            // What viewers make of a catalog that is a stream differs.
            Some(id) if file.stream_dict(id)?.is_none() => Some((id, catalog)),
            _ => None,
        };
        let update = Update::new(file.len(), file.ends_a_line()?, file.xref.next_number());
        Ok(Self {
            file,
            slots,
            facts,
            known_font: fonts.into_iter().flatten().next(),
            font: None,
            language,
            catalog,
            copies: Copies::default(),
            forms: Forms::default(),
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
        self.change(text.page, Some(text), false)
    }

    /// Gives a page the text that was read from it, in the place of what it has and nobody sees. If nothing was read, that
    /// stays.
    ///
    /// # Errors
    /// As [`Self::add_page`].
    pub fn replace_page(&mut self, text: &PageText) -> Result<Layered, PdfError> {
        self.change(text.page, Some(text), true)
    }

    /// Takes out of a page the text that nobody sees, ours too.
    ///
    /// # Errors
    /// As [`Self::add_page`].
    pub fn strip_page(&mut self, page: PageIndex) -> Result<Layered, PdfError> {
        self.change(page, None, true)
    }

    fn change(
        &mut self,
        index: PageIndex,
        text: Option<&PageText>,
        takes_out: bool,
    ) -> Result<Layered, PdfError> {
        let id = match self.slots.get(index.as_usize()) {
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
        if text.is_some_and(|text| !is_same_shape(text.size, shown.size())) {
            return Err(PdfError::damaged("a page is not the one that was read"));
        }
        let mut contents = self.contents(&page)?;
        let own: Vec<Ref> =
            own_layers(&mut self.file, &contents).into_iter().map(|(layer, _)| layer).collect();
        contents.retain(|part| !own.contains(part));
        let is_nothing_read = text.is_some_and(|text| text.words().next().is_none());
        let taken = match takes_out.then(|| self.take_out(&page, &contents, &shown, !is_nothing_read)) {
            None => None,
            Some(Ok(taken)) => Some(taken).filter(|taken| taken.has_changed),
            Some(Err(Stop::Stays(why))) => return Ok(Layered::Left(LeftBecause::Stays(why))),
            Some(Err(Stop::Failed(error))) => return Err(error),
        };
        let has_changed = taken.is_some();
        let mut all_ours = None;
        if let Some(TakenOut { parts, resources, objects, has_text, .. }) = taken {
            if is_nothing_read {
                return Ok(Layered::Left(LeftBecause::NothingRead));
            }
            // Whatever words were taken for the page's own, it has none any more.
            all_ours = text.filter(|_| !has_text).cloned().map(PageText::without_native);
            for (id, object) in objects {
                self.update.add(self.file.cipher.as_ref(), id, object)?;
            }
            if let Some(resources) = resources {
                page.set("Resources", resources);
            }
            contents = parts;
        }
        let mut parts = Vec::new();
        if let Some(text) = all_ours.as_ref().or(text)
            && text.words().any(|word| !word.is_native)
        {
            parts.extend(self.add_layer(text, &shown, &mut page)?);
        }
        let became = match (parts.is_empty(), has_changed, own.is_empty(), text) {
            (true, false, true, Some(_)) => return Ok(Layered::Left(LeftBecause::NoWords)),
            (true, false, true, None) => return Ok(Layered::Left(LeftBecause::NothingHidden)),
            (true, true, ..) | (.., None) => Layered::TakenOut,
            (false, true, ..) => Layered::Exchanged,
            (false, false, true, _) => Layered::Added,
            (_, false, false, _) => Layered::Replaced,
        };
        parts.extend(contents);
        page.set("Contents", Object::Array(parts.into_iter().map(Object::Reference).collect()));
        self.update.add(self.file.cipher.as_ref(), id, page.into())?;
        self.done.insert(id);
        Ok(became)
    }

    /// The page without the text that nobody sees. Unless it `is_kept`, no other page may use what is made for it.
    fn take_out(
        &mut self,
        page: &Dict,
        contents: &[Ref],
        shown: &Shown,
        is_kept: bool,
    ) -> Result<TakenOut, Stop> {
        let mut none = Forms::default();
        let forms = if is_kept { &mut self.forms } else { &mut none };
        let update = &mut self.update;
        invisible::take_out(&mut self.file, page, contents, &shown.area, forms, &mut || update.number())
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
        if let (Some((id, catalog)), Some(tag)) = (self.catalog.take(), &self.language)
            && !self.done.contains(&id)
        {
            let catalog = catalog.with("Lang", Object::String(tag.clone().into_bytes()));
            self.update.add(self.file.cipher.as_ref(), id, catalog.into())?;
        }
        for (id, object) in self.font.iter().flat_map(LayerFont::objects) {
            self.update.add(self.file.cipher.as_ref(), id, object)?;
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
        let update = &mut self.update;
        let number = &mut || update.number();
        let mut font = match self.font.take() {
            Some(font) => font,
            None => LayerFont::begin(&mut self.file, self.known_font, number)?,
        };
        let provided = resources::provide(&mut self.file, page, font.ids.font, &mut self.copies, number)?;
        let matrix = shown.to_page(text.size);
        if self.language.is_none() && self.catalog.is_some() {
            self.language = text.tag().map(str::to_owned);
        }
        let document = self.language.as_deref();
        let language = text.tag().filter(|tag| !document.is_some_and(|document| is_within(document, tag)));
        let content = layer::content(text, &matrix, &mut font.characters, &provided.font_name, language);
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

/// Whether a tag is of this language: `en-GB` is of `en`.
fn is_within(tag: &str, language: &str) -> bool {
    let (begins, rest) = tag.split_at_checked(language.len()).unwrap_or_default();
    begins.eq_ignore_ascii_case(language) && (rest.is_empty() || rest.starts_with('-'))
}

/// Whether a page has the shape of the one that was read; the size of its unit does not matter.
fn is_same_shape(read: PageSize, found: PageSize) -> bool {
    let [a, b] = [read, found].map(|size| f64::from(size.width) / f64::from(size.height));
    (a / b - 1.0).abs() <= SHAPE_TOLERANCE
}
