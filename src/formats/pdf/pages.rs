//! The pages of a file as PDFium counts them, and what they inherit.

use std::collections::HashSet;

use super::error::PdfError;
use super::file::File;
use super::geometry::{PageBox, Shown};
use super::object::{Dict, Object, Ref};
use crate::model::source::read_at::ReadAt;

/// Most pages PDFium counts.
const MAX_PAGES: usize = 0xF_FFFF;
/// Most pages that are looked for where nothing says how many there are.
const MAX_UNCOUNTED: usize = 100_000;
/// Most branches above a page.
const MAX_LEVELS: usize = 256;

/// A place in the page tree where a page should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slot {
    /// The page is this object.
    Page(Ref),
    /// The page has no number of its own, so there is nothing to put another in the place of.
    Unnumbered,
    /// There is no page.
    Empty,
}

/// The pages in order, each given to `visit` when it is found. As PDFium has it, a node without `/Kids` is a
/// page, and the count in the root says how many there are, whatever the tree has.
pub(super) fn walk<R: ReadAt>(
    file: &mut File<R>,
    root: Object,
    visit: &mut dyn FnMut(&mut File<R>, &Dict),
) -> Result<Vec<Slot>, PdfError> {
    let Object::Dict(tree) = file.resolve(&root)? else {
        return Err(PdfError::damaged("it has no pages"));
    };
    let declared = file.get(&tree, "Count")?.as_integer().and_then(|count| usize::try_from(count).ok());
    let declared = declared.filter(|count| (1..MAX_PAGES).contains(count));
    let most = declared.unwrap_or(MAX_UNCOUNTED);
    let mut slots = Vec::new();
    let mut above: Vec<Option<Ref>> = Vec::new();
    // What is still to be looked at, the next last; `None` leaves a branch.
    let mut open = vec![Some(root)];
    let mut looked_at = 0;
    while let Some(next) = open.pop() {
        let Some(node) = next else {
            above.pop();
            continue;
        };
        if slots.len() == most {
            break;
        }
        looked_at += 1;
        if looked_at > 4 * most + 1000 {
            return Err(PdfError::damaged("its page tree has no end"));
        }
        let id = node.as_reference();
        if id.is_some() && above.contains(&id) {
            continue;
        }
        let Object::Dict(dict) = file.resolve(&node)? else {
            slots.push(Slot::Empty);
            continue;
        };
        match file.get(&dict, "Kids")? {
            Object::Array(kids) => {
                if above.len() == MAX_LEVELS {
                    return Err(PdfError::damaged("its page tree is too deep"));
                }
                above.push(id);
                open.push(None);
                open.extend(kids.into_iter().rev().map(Some));
            }
            // PDFium shows an empty page for a branch that leads nowhere; other viewers show nothing.
            _ if dict.get("Type").and_then(Object::as_name) == Some(b"Pages") => slots.push(Slot::Empty),
            _ => {
                visit(file, &dict);
                slots.push(id.map_or(Slot::Unnumbered, Slot::Page));
            }
        }
    }
    if let Some(declared) = declared {
        slots.resize(declared, Slot::Empty);
    }
    Ok(slots)
}

/// A value that a page has itself or takes from above, and the branch that has it (`None`: the page).
pub(super) fn inherited<R: ReadAt>(
    file: &mut File<R>,
    page: &Dict,
    key: &str,
) -> Result<Option<(Object, Option<Ref>)>, PdfError> {
    let mut node = page.clone();
    let mut at = None;
    let mut seen = HashSet::new();
    loop {
        if let Some(value) = node.get(key).filter(|value| **value != Object::Null) {
            return Ok(Some((value.clone(), at)));
        }
        let Some(parent) = node.get("Parent").and_then(Object::as_reference) else { return Ok(None) };
        if !seen.insert(parent) {
            return Ok(None);
        }
        let Object::Dict(dict) = file.object(parent)? else { return Ok(None) };
        node = dict;
        at = Some(parent);
    }
}

/// What is shown of a page. `None`: nothing.
pub(super) fn shown<R: ReadAt>(file: &mut File<R>, page: &Dict) -> Result<Option<Shown>, PdfError> {
    let media = page_box(file, page, "MediaBox")?.unwrap_or(PageBox::DEFAULT);
    let crop = page_box(file, page, "CropBox")?.unwrap_or(media);
    let area = crop.intersect(&media);
    let turn = inherited(file, page, "Rotate")?.map_or(Object::Null, |(value, _)| value);
    let turns = file.resolve(&turn)?.as_integer().unwrap_or(0) / 90;
    Ok((!area.is_empty()).then_some(Shown { area, turns: turns.rem_euclid(4) as u8 }))
}

/// `None`: there is none, or nothing is in it.
fn page_box<R: ReadAt>(file: &mut File<R>, page: &Dict, key: &str) -> Result<Option<PageBox>, PdfError> {
    let Some((value, _)) = inherited(file, page, key)? else { return Ok(None) };
    let Object::Array(corners) = file.resolve(&value)? else { return Ok(None) };
    if corners.len() != 4 {
        return Ok(None);
    }
    let mut numbers = [0.0; 4];
    for (number, corner) in numbers.iter_mut().zip(&corners) {
        *number = file.resolve(corner)?.as_number().unwrap_or(0.0);
    }
    Ok(Some(PageBox::of_corners(numbers)).filter(|found| !found.is_empty()))
}
