//! The font of all layers of a file: the one that an earlier run left in it, or a new one.

use super::error::PdfError;
use super::file::File;
use super::font::{FontIds, InvisibleFont};
use super::object::{Dict, Indirect, Object, Ref};
use crate::model::source::read_at::ReadAt;

/// The font and where it stands.
pub(super) struct LayerFont {
    pub(super) ids: FontIds,
    pub(super) characters: InvisibleFont,
    /// What is in the file already.
    stored: Option<InvisibleFont>,
}

impl LayerFont {
    /// The font that is known to be in the file, or a new one, with numbers from `number`.
    pub(super) fn begin<R: ReadAt>(
        file: &mut File<R>,
        known: Option<Ref>,
        number: &mut dyn FnMut() -> Ref,
    ) -> Result<Self, PdfError> {
        if let Some(font) = known
            && let Some((ids, characters)) = stored_font(file, font)?
        {
            return Ok(Self { ids, stored: Some(characters.clone()), characters });
        }
        let [font, descendant, descriptor, program, glyphs, characters] = std::array::from_fn(|_| number());
        let ids = FontIds { font, descendant, descriptor, program, glyphs, characters };
        Ok(Self { ids, characters: InvisibleFont::default(), stored: None })
    }

    /// What must be written for the characters that layers have by now.
    pub(super) fn objects(&self) -> Vec<(Ref, Indirect)> {
        match &self.stored {
            None => self.characters.objects(&self.ids),
            Some(stored) if *stored != self.characters => self.characters.growing_objects(&self.ids),
            Some(_) => Vec::new(),
        }
    }
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
