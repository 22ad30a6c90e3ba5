//! A font for a page, without a change to what other pages use.

use std::collections::HashMap;

use super::error::PdfError;
use super::file::File;
use super::object::{Dict, Object, Ref};
use super::pages::inherited;
use crate::model::source::read_at::ReadAt;

/// What the font is called where that name is free.
const NAME: &str = "PagewiseText";

/// Resources that pages share, each with a copy that has the font.
#[derive(Debug, Default)]
pub(super) struct Copies(HashMap<Ref, (Ref, String)>);

/// What has become of a page's resources.
pub(super) struct Provided {
    /// What the page calls the font.
    pub(super) font_name: String,
    /// What the page's `/Resources` must be; `None`: what it is.
    pub(super) resources: Option<Object>,
    /// A copy that must be written, too.
    pub(super) copy: Option<(Ref, Dict)>,
}

/// Gives a page the font. A dictionary within the page is changed there; one that may be used elsewhere is
/// copied, once for all pages that share it, under a number from `number`.
pub(super) fn provide<R: ReadAt>(
    file: &mut File<R>,
    page: &Dict,
    font: Ref,
    copies: &mut Copies,
    number: &mut dyn FnMut() -> Ref,
) -> Result<Provided, PdfError> {
    let (value, branch) = inherited(file, page, "Resources")?.unwrap_or((Dict::new().into(), None));
    let shared = value.as_reference().or(branch);
    if let Some((copy, font_name)) = shared.and_then(|shared| copies.0.get(&shared)) {
        let resources = Some(Object::Reference(*copy));
        return Ok(Provided { font_name: font_name.clone(), resources, copy: None });
    }
    let mut resources = match file.resolve(&value)? {
        Object::Dict(resources) => resources,
        _ => Dict::new(),
    };
    let mut fonts = match file.get(&resources, "Font")? {
        Object::Dict(fonts) => fonts,
        _ => Dict::new(),
    };
    if let Some(font_name) = name_of(&fonts, font) {
        return Ok(Provided { font_name, resources: None, copy: None });
    }
    let font_name = free_name(&fonts);
    fonts.set(&font_name, font);
    resources.set("Font", fonts);
    let Some(shared) = shared else {
        return Ok(Provided { font_name, resources: Some(resources.into()), copy: None });
    };
    let copy = number();
    copies.0.insert(shared, (copy, font_name.clone()));
    Ok(Provided { font_name, resources: Some(copy.into()), copy: Some((copy, resources)) })
}

fn name_of(fonts: &Dict, font: Ref) -> Option<String> {
    let (name, _) = fonts.iter().find(|(_, value)| value.as_reference() == Some(font))?;
    let name = std::str::from_utf8(name).ok()?;
    // Only a name of ours can stand in operators as it is.
    name.starts_with(NAME).then(|| name.to_owned())
}

fn free_name(fonts: &Dict) -> String {
    let mut name = NAME.to_owned();
    let mut next = 2_u32;
    while fonts.get(&name).is_some() {
        name = format!("{NAME}{next}");
        next += 1;
    }
    name
}
