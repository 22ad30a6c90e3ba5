//! Text that is on a page and not seen, taken out of its content: what another program read from a scan.
//!
//! Taken out are the operators that show text, where it is set in the invisible mode or lies beneath an image
//! of the whole page. Everything else stays byte for byte, so that what is seen cannot change. Where visible
//! text would move, since it goes on where invisible text ends, or where the content cannot be followed to
//! its end, the page keeps all of it.
//!
//! Streams and forms may be shared with other pages. What changes becomes a new object, which only pages from
//! which text is taken out refer to.

use std::collections::HashMap;
use std::ops::Range;

use super::content::{Operator, Operators};
use super::cover;
use super::error::PdfError;
use super::file::File;
use super::geometry::PageBox;
use super::object::{Dict, Indirect, Object, Ref};
use super::pages::inherited;
use super::parse::ParseError;
use super::write::write_object;
use crate::model::source::read_at::ReadAt;

/// Most bytes that the content of a page comes to, its forms included.
const MAX_CONTENT: usize = 64 << 20;
/// What a form costs of that, however short it is: an end to forms that show each other again and again.
const FORM_COST: usize = 1 << 10;
/// How deep forms may stand in each other.
const MAX_FORMS: usize = 16;
/// The mode in which text is not seen.
const INVISIBLE: u8 = 3;
/// From this mode on, text bounds what is painted after it.
const CLIPPING: u8 = 4;
/// What the coding of a stream's bytes is described by.
const CODING: [&str; 6] = ["Length", "Filter", "DecodeParms", "F", "FFilter", "FDecodeParms"];

/// Why text that is not seen stays on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StaysBecause {
    /// The content of the page cannot be followed with certainty.
    Unclear,
    /// Visible text hangs on it.
    Entangled,
}

/// Why nothing came of it.
pub(super) enum Stop {
    Stays(StaysBecause),
    Failed(PdfError),
}

impl From<PdfError> for Stop {
    fn from(error: PdfError) -> Self {
        match error {
            PdfError::NeedsRewrite { .. } => Stop::Stays(StaysBecause::Unclear),
            other => Stop::Failed(other),
        }
    }
}

impl From<ParseError> for Stop {
    fn from(_: ParseError) -> Self {
        Stop::Stays(StaysBecause::Unclear)
    }
}

const UNCLEAR: Stop = Stop::Stays(StaysBecause::Unclear);

/// A page without the text that is not seen.
pub(super) struct TakenOut {
    /// The streams of its content.
    pub(super) parts: Vec<Ref>,
    /// Its resources, if they are others than before.
    pub(super) resources: Option<Dict>,
    /// What must be written for it.
    pub(super) objects: Vec<(Ref, Indirect)>,
    /// Whether anything was taken out.
    pub(super) has_changed: bool,
    /// Whether any text is left on it.
    pub(super) has_text: bool,
}

/// Forms without the text that is not seen, for the pages that share them.
#[derive(Default)]
pub(super) struct Forms(HashMap<FormUse, FormTaken>);

/// How a form is shown. What comes of it depends on that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct FormUse {
    form: Ref,
    mode: u8,
    is_beneath: bool,
}

/// What has become of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct FormTaken {
    /// What is to be shown in its place.
    copy: Option<Ref>,
    counts: Counts,
}

/// How many operators show text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Counts {
    taken: usize,
    /// Of these, such as are hidden by an image only.
    beneath: usize,
    left: usize,
}

/// Bytes and what stands in their place.
type Edit = (Range<usize>, Vec<u8>);

/// What was found in a content.
#[derive(Default)]
struct Found {
    edits: Vec<Edit>,
    counts: Counts,
    /// Resources with other forms, if there are any.
    resources: Option<Dict>,
}

/// Takes the text that is not seen out of a page of which `area` is shown and whose content are these streams. New
/// objects get their numbers from `number`.
pub(super) fn take_out<R: ReadAt>(
    file: &mut File<R>,
    page: &Dict,
    parts: &[Ref],
    area: &PageBox,
    forms: &mut Forms,
    number: &mut dyn FnMut() -> Ref,
) -> Result<TakenOut, Stop> {
    let resources = match inherited(file, page, "Resources")? {
        Some((value, _)) => file.resolve(&value)?,
        None => Object::Null,
    };
    let resources = resources.as_dict().cloned().unwrap_or_default();
    let mut content = Vec::new();
    let mut places = Vec::new();
    for part in parts {
        let (_, bytes) = file.content(*part)?.ok_or(UNCLEAR)?;
        let start = content.len();
        content.extend(bytes);
        places.push(start..content.len());
        content.push(b'\n');
        if content.len() > MAX_CONTENT {
            return Err(UNCLEAR);
        }
    }
    let beneath = cover::hidden_until(file, &content, &resources, area)?;
    let room = MAX_CONTENT - content.len();
    let mut walk = Walk { file, forms, number, room, objects: Vec::new(), uses: Vec::new() };
    let found = walk.content(&content, &resources, 0, beneath, 0);
    // What is left does not tell the text beneath an image from that upon it.
    let found = found.and_then(|found| match found.counts {
        Counts { beneath: 1.., left: 1.., .. } => Err(Stop::Stays(StaysBecause::Entangled)),
        _ => Ok(found),
    });
    let Walk { mut objects, uses, .. } = walk;
    let Found { edits, counts, resources } = found.inspect_err(|_| {
        // Their copies will not be written.
        forms.0.retain(|key, _| !uses.contains(key));
    })?;
    let parts = parts.iter().zip(places).map(|(part, place)| match edited(&content, place, &edits) {
        Some(bytes) => {
            let id = number();
            objects.push((id, Indirect::compressed(Dict::new(), &bytes)));
            id
        }
        None => *part,
    });
    let parts = parts.collect();
    Ok(TakenOut { parts, resources, objects, has_changed: counts.taken > 0, has_text: counts.left > 0 })
}

/// This part of a content with what stands in the place of its bytes; `None`: it stays as it is.
fn edited(content: &[u8], place: Range<usize>, edits: &[Edit]) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut at = place.start;
    let mut is_changed = false;
    for (range, instead) in
        edits.iter().filter(|(range, _)| range.start < place.end && range.end > place.start)
    {
        bytes.extend(&content[at..range.start.max(at)]);
        // Of what reaches over two streams, the first has what stands in its place.
        if range.start >= place.start {
            bytes.extend(instead);
        }
        at = range.end.min(place.end);
        is_changed = true;
    }
    bytes.extend(&content[at..place.end]);
    is_changed.then_some(bytes)
}

/// A page being gone through.
struct Walk<'a, R> {
    file: &'a mut File<R>,
    forms: &'a mut Forms,
    number: &'a mut dyn FnMut() -> Ref,
    /// Bytes of content that may still be looked at.
    room: usize,
    objects: Vec<(Ref, Indirect)>,
    /// Forms that have been gone through for this page.
    uses: Vec<FormUse>,
}

/// What the graphics state says about text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct TextState {
    mode: u8,
    /// Glyphs of the font are contents, which viewers show in every mode or do not.
    is_type3: bool,
}

/// A marked part of a content that is not closed.
struct Marked {
    /// What must stand there instead, if it says in words of its own what text in it says.
    instead: Option<Edit>,
    /// What had been counted before.
    before: Counts,
}

impl<R: ReadAt> Walk<'_, R> {
    /// Goes through a content that begins in this mode, and before `beneath` is hidden by an image.
    fn content(
        &mut self,
        content: &[u8],
        resources: &Dict,
        mode: u8,
        beneath: usize,
        depth: usize,
    ) -> Result<Found, Stop> {
        let mut found = Found::default();
        let mut state = TextState { mode, is_type3: false };
        let (mut saved, mut marked) = (Vec::new(), Vec::<Marked>::new());
        let mut forms: HashMap<Vec<u8>, Option<FormTaken>> = HashMap::new();
        let mut fonts: HashMap<Vec<u8>, bool> = HashMap::new();
        // Whether text was taken out after which the next would follow.
        let mut is_open = false;
        let mut operators = Operators::new(content);
        while let Some(operator) = operators.next()? {
            let is_beneath = operator.start < beneath;
            match operator.name {
                b"q" => saved.push(state),
                b"Q" => state = saved.pop().unwrap_or(state),
                b"Tr" => {
                    let [mode] = operator.numbers().ok_or(UNCLEAR)?;
                    state.mode = (0..8).find(|known| f64::from(*known) == mode).ok_or(UNCLEAR)?;
                }
                b"Tf" => {
                    let name = operator.operands.first().and_then(Object::as_name);
                    state.is_type3 = match name.map(|name| (name, fonts.get(name))) {
                        Some((_, Some(is_type3))) => *is_type3,
                        Some((name, None)) => {
                            let is_type3 = self.is_type3(resources, name)?;
                            fonts.insert(name.to_vec(), is_type3);
                            is_type3
                        }
                        // Which font that is, nobody knows.
                        None => true,
                    };
                }
                b"BT" | b"ET" | b"Td" | b"TD" | b"Tm" | b"T*" => is_open = false,
                b"Tj" | b"TJ" | b"'" | b"\"" => {
                    is_open &= matches!(operator.name, b"Tj" | b"TJ");
                    if state.mode == INVISIBLE || is_beneath && state.mode < CLIPPING {
                        if state.is_type3 && !is_beneath {
                            return Err(UNCLEAR);
                        }
                        found.edits.push((operator.start..operator.end, instead_of(&operator)));
                        found.counts.taken += 1;
                        found.counts.beneath += usize::from(state.mode != INVISIBLE);
                        is_open = true;
                    } else if is_open {
                        return Err(Stop::Stays(StaysBecause::Entangled));
                    } else {
                        found.counts.left += 1;
                    }
                }
                b"Do" => {
                    let name = operator.name_operand().ok_or(UNCLEAR)?;
                    let taken = self.shown(name, resources, state.mode, is_beneath, depth)?;
                    if *forms.entry(name.to_vec()).or_insert(taken) != taken {
                        return Err(UNCLEAR);
                    }
                    let counts = taken.map_or(Counts::default(), |taken| taken.counts);
                    found.counts.taken += counts.taken;
                    found.counts.beneath += counts.beneath;
                    found.counts.left += counts.left;
                }
                b"BMC" => marked.push(Marked { instead: None, before: found.counts }),
                b"BDC" => {
                    let instead = self.unnamed(&operator, resources)?;
                    let instead = instead.map(|instead| (operator.start..operator.end, instead));
                    marked.push(Marked { instead, before: found.counts });
                }
                b"EMC" => found.edits.extend(marked.pop().and_then(|marked| marked.ended(&found.counts))),
                _ => {}
            }
        }
        found.edits.extend(marked.into_iter().filter_map(|marked| marked.ended(&found.counts)));
        found.edits.sort_by_key(|(range, _)| range.start);
        let copies = forms.into_iter().filter_map(|(name, taken)| Some((name, taken?.copy?)));
        found.resources = self.with_forms(resources, copies.collect())?;
        Ok(found)
    }

    fn is_type3(&mut self, resources: &Dict, name: &[u8]) -> Result<bool, PdfError> {
        let Object::Dict(font) = resource(self.file, resources, "Font", name)? else { return Ok(false) };
        Ok(self.file.get(&font, "Subtype")?.as_name() == Some(b"Type3"))
    }

    /// What becomes of the form of this name where it is shown; `None`: it is none.
    fn shown(
        &mut self,
        name: &[u8],
        resources: &Dict,
        mode: u8,
        is_beneath: bool,
        depth: usize,
    ) -> Result<Option<FormTaken>, Stop> {
        let objects = self.file.get(resources, "XObject")?;
        let Some(form) = objects.as_dict().and_then(|objects| entry(objects, name)?.as_reference()) else {
            return Ok(None);
        };
        let key = FormUse { form, mode, is_beneath };
        if let Some(known) = self.forms.0.get(&key) {
            return Ok(Some(*known));
        }
        let Some(mut dict) = self.file.stream_dict(form)? else { return Ok(None) };
        if self.file.get(&dict, "Subtype")?.as_name() != Some(b"Form") {
            return Ok(None);
        }
        let (_, content) = self.file.content(form)?.ok_or(UNCLEAR)?;
        self.room = self.room.checked_sub(content.len() + FORM_COST).ok_or(UNCLEAR)?;
        if depth == MAX_FORMS {
            return Err(UNCLEAR);
        }
        // Old forms do without resources of their own and use those of the page.
        let own = self.file.get(&dict, "Resources")?.as_dict().cloned();
        let used = own.as_ref().unwrap_or(resources);
        let beneath = if is_beneath { usize::MAX } else { 0 };
        let found = self.content(&content, used, mode, beneath, depth + 1)?;
        let mut copy = None;
        if let Some(content) = edited(&content, 0..content.len(), &found.edits)
            .or_else(|| found.resources.is_some().then(|| content.clone()))
        {
            let id = (self.number)();
            CODING.iter().for_each(|key| dict.remove(key));
            if let Some(resources) = found.resources {
                dict.set("Resources", resources);
            }
            self.objects.push((id, Indirect::compressed(dict, &content)));
            copy = Some(id);
        }
        let taken = FormTaken { copy, counts: found.counts };
        if own.is_some() {
            self.forms.0.insert(key, taken);
            self.uses.push(key);
        }
        Ok(Some(taken))
    }

    /// What begins a marked part in the place of this, without words for what is in it; `None`: it has none.
    fn unnamed(&mut self, operator: &Operator<'_>, resources: &Dict) -> Result<Option<Vec<u8>>, Stop> {
        let [.., tag @ Object::Name(_), properties] = operator.operands.as_slice() else { return Ok(None) };
        let properties = match properties {
            Object::Name(name) => resource(self.file, resources, "Properties", name)?,
            other => other.clone(),
        };
        let Object::Dict(mut properties) = properties else { return Ok(None) };
        if properties.get("ActualText").is_none() {
            return Ok(None);
        }
        properties.remove("ActualText");
        let mut instead = Vec::new();
        write_object(&mut instead, tag);
        if properties.iter().any(|(_, value)| refers(value)) {
            // In a content nothing can be referred to.
            instead.extend(b" BMC ");
        } else {
            write_object(&mut instead, &properties.into());
            instead.extend(b"BDC ");
        }
        Ok(Some(instead))
    }

    /// The resources with these forms; `None`: they are the same.
    fn with_forms(&mut self, resources: &Dict, copies: Vec<(Vec<u8>, Ref)>) -> Result<Option<Dict>, Stop> {
        if copies.is_empty() {
            return Ok(None);
        }
        let Object::Dict(objects) = self.file.get(resources, "XObject")? else { return Err(UNCLEAR) };
        let mut changed = Dict::new();
        for (name, object) in objects.iter() {
            let copy = copies.iter().find(|(of, _)| of == name);
            changed.push(name.to_vec(), copy.map_or_else(|| object.clone(), |(_, copy)| (*copy).into()));
        }
        let mut resources = resources.clone();
        resources.set("XObject", changed);
        Ok(Some(resources))
    }
}

impl Marked {
    /// What changes at its beginning, if of the text in it nothing is left.
    fn ended(self, counts: &Counts) -> Option<Edit> {
        let is_gone = counts.taken > self.before.taken && counts.left == self.before.left;
        self.instead.filter(|_| is_gone)
    }
}

/// What an operator that shows text does besides.
fn instead_of(operator: &Operator<'_>) -> Vec<u8> {
    let mut instead = Vec::new();
    if let (b"\"", [.., words, letters, _]) = (operator.name, operator.operands.as_slice()) {
        write_object(&mut instead, words);
        instead.extend(b" Tw ");
        write_object(&mut instead, letters);
        instead.extend(b" Tc");
    }
    instead.extend(if matches!(operator.name, b"'" | b"\"") { &b" T* "[..] } else { b" " });
    instead
}

/// The resource of this name, resolved; null if there is none.
pub(super) fn resource<R: ReadAt>(
    file: &mut File<R>,
    resources: &Dict,
    kind: &str,
    name: &[u8],
) -> Result<Object, PdfError> {
    let named = file.get(resources, kind)?;
    named.as_dict().and_then(|named| entry(named, name)).map_or(Ok(Object::Null), |value| file.resolve(value))
}

fn entry<'a>(dict: &'a Dict, name: &[u8]) -> Option<&'a Object> {
    dict.iter().filter(|(key, _)| *key == name).last().map(|(_, value)| value)
}

fn refers(object: &Object) -> bool {
    match object {
        Object::Reference(_) => true,
        Object::Array(elements) => elements.iter().any(refers),
        Object::Dict(dict) => dict.iter().any(|(_, value)| refers(value)),
        _ => false,
    }
}
