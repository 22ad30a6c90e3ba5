//! The characters that a page carries, with their places on the page as shown.

use pdfium_render::prelude::{
    PdfPage, PdfPageAnnotation, PdfPageAnnotationCommon, PdfPageAnnotationType, PdfPageObject,
    PdfPageObjectCommon, PdfPageObjectType, PdfPageObjectsCommon, PdfPageTextChar, PdfPoints, PdfRect,
    PdfRenderConfig,
};

use crate::model::page::{LAYER_FONT, PageSize, Rect};
use crate::reading::own_text::{Glyph, Glyphs};

/// Characters of a page that are looked at: more than any page has, and an end to pages made to have none.
const MAX_CHARACTERS: usize = 100_000;
/// Objects of a page that are looked at for pictures and shapes.
const MAX_OBJECTS: usize = 2000;
/// How deep forms within forms are looked into. Some files have forms that contain themselves.
const MAX_DEPTH: u32 = 4;
/// The first character for which the engine has no font of its own: it draws nothing where the file has none either.
const BEYOND_LATIN: char = '\u{250}';
/// PDFium maps points to whole pixels; so many to a point make the rounding too small to matter.
const PIXELS_PER_POINT: f32 = 100.0;
/// A distance over which the mapping is measured, in points.
const SPAN: f32 = 1000.0;
/// What PDFium gives for a hyphen at the end of a line.
const LINE_END_HYPHEN: u32 = 2;

/// The characters of a page; `None` where there are none or they cannot be had.
pub(super) fn glyphs(page: &PdfPage<'_>, size: PageSize) -> Option<Glyphs> {
    let text = page.text().ok()?;
    let chars = text.chars();
    if chars.is_empty() {
        return None;
    }
    let placing = Placing::of(page, size)?;
    let mut glyphs = Vec::with_capacity(chars.len().min(MAX_CHARACTERS));
    let mut high = None;
    for index in 0..chars.len().min(MAX_CHARACTERS) {
        let char = chars.get(index).ok()?;
        let value = char.unicode_value();
        let character = match (value, high.take()) {
            (LINE_END_HYPHEN, _) => Some('-'),
            // A font that does not tell what its shape means.
            (0 | 0xfffe | 0xffff, _) => None,
            (unit @ 0xd800..=0xdbff, _) => {
                high = Some(unit);
                continue;
            }
            (unit @ 0xdc00..=0xdfff, Some(high)) => {
                char::from_u32(0x1_0000 + ((high - 0xd800) << 10) + (unit - 0xdc00))
            }
            (value, _) => char::from_u32(value),
        };
        let glyph = match character {
            // Nothing is asked of what only stands between words.
            Some(space) if space.is_whitespace() => Glyph::shown(space, Rect::default(), (0.0, 0.0)),
            _ => glyph(&char, character, &placing),
        };
        glyphs.push(glyph);
        if value == LINE_END_HYPHEN {
            // PDFium leaves out the line end, so that the word can be found.
            glyphs.push(Glyph::shown('\n', Rect::default(), (0.0, 0.0)));
        }
    }
    let additions = page.annotations().iter().take(MAX_OBJECTS).filter(has_content);
    let additions = additions.filter_map(|annotation| annotation.bounds().ok());
    let additions = additions.map(|bounds| placing.rect(&bounds)).collect();
    let mut found = Glyphs { glyphs, additions, ..Glyphs::default() };
    let objects = page.objects();
    for object in (0..objects.len().min(MAX_OBJECTS)).filter_map(|index| objects.get(index).ok()) {
        match object.object_type() {
            PdfPageObjectType::Path => found.shapes += 1,
            _ if has_picture(&object, MAX_DEPTH) => {
                found.pictures.extend(object.bounds().ok().map(|bounds| placing.rect(&bounds.to_rect())));
            }
            _ => {}
        }
    }
    Some(found)
}

/// Whether an annotation may show words of its own, and not lead somewhere or mark words of the page.
fn has_content(annotation: &PdfPageAnnotation<'_>) -> bool {
    use PdfPageAnnotationType as Kind;
    let marks = matches!(
        annotation.annotation_type(),
        Kind::Link
            | Kind::Popup
            | Kind::Text
            | Kind::Highlight
            | Kind::Underline
            | Kind::Squiggly
            | Kind::Strikeout
    );
    !marks && !annotation.is_hidden()
}

/// A character that is no space.
fn glyph(char: &PdfPageTextChar<'_>, character: Option<char>, placing: &Placing) -> Glyph {
    let rect = char.loose_bounds().map(|bounds| placing.rect(&bounds)).unwrap_or_default();
    let origin = char.origin().map(|(x, y)| placing.point(x.value, y.value));
    let is_invisible = char.text_object().is_ok_and(|text| !text.is_visible());
    Glyph {
        character,
        rect,
        origin: origin.unwrap_or((rect.x, rect.bottom())),
        // Our layers are invisible, and the names of fonts take long to get.
        is_ours: is_invisible && char.font_name() == LAYER_FONT,
        is_invisible,
        has_shape: character.is_none_or(|character| character < BEYOND_LATIN) || is_embedded(char),
    }
}

fn is_embedded(char: &PdfPageTextChar<'_>) -> bool {
    char.text_object().is_ok_and(|text| text.font().is_embedded().unwrap_or(false))
}

/// Whether it is a picture, or a form that has one. Such a form counts as a picture as large as it is.
fn has_picture(object: &PdfPageObject<'_>, depth: u32) -> bool {
    object.object_type() == PdfPageObjectType::Image
        || object.as_x_object_form_object().filter(|_| depth > 0).is_some_and(|form| {
            let parts = (0..form.len().min(MAX_OBJECTS)).filter_map(|index| form.get(index).ok());
            parts.into_iter().any(|part| has_picture(&part, depth - 1))
        })
}

/// From the page's own coordinates to those of the page as shown, with its crop, rotation and unit.
struct Placing {
    /// Where the page's own origin is.
    origin: (f32, f32),
    /// Where a point to the right of it moves.
    across: (f32, f32),
    /// Where a point up from it moves.
    up: (f32, f32),
}

impl Placing {
    fn of(page: &PdfPage<'_>, size: PageSize) -> Option<Self> {
        let pixels = |points: f32| (points * PIXELS_PER_POINT) as i32;
        let config = PdfRenderConfig::new().set_fixed_size(pixels(size.width), pixels(size.height));
        let map = |x: f32, y: f32| {
            let (x, y) = page.points_to_pixels(PdfPoints::new(x), PdfPoints::new(y), &config).ok()?;
            Some((x as f32 / PIXELS_PER_POINT, y as f32 / PIXELS_PER_POINT))
        };
        let origin = map(0.0, 0.0)?;
        let step = |(x, y): (f32, f32)| ((x - origin.0) / SPAN, (y - origin.1) / SPAN);
        Some(Self { origin, across: step(map(SPAN, 0.0)?), up: step(map(0.0, SPAN)?) })
    }

    fn point(&self, x: f32, y: f32) -> (f32, f32) {
        (self.origin.0 + x * self.across.0 + y * self.up.0, self.origin.1 + x * self.across.1 + y * self.up.1)
    }

    fn rect(&self, bounds: &PdfRect) -> Rect {
        let (x0, y0) = self.point(bounds.left().value, bounds.bottom().value);
        let (x1, y1) = self.point(bounds.right().value, bounds.top().value);
        Rect { x: x0.min(x1), y: y0.min(y1), width: (x1 - x0).abs(), height: (y1 - y0).abs() }
    }
}
