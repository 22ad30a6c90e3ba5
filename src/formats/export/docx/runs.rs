//! Text as runs: pieces of one direction, in the languages of their page.
//!
//! docx-rs knows neither the direction of a run nor its language. A run from right to left gets a style of this name, and
//! what is written of a page is completed.

use std::borrow::Cow;

use docx_rs::Run;
use unicode_bidi::{BidiInfo, Level};

use crate::model::language::bcp47;
use crate::model::page::PageText;

/// The style that stands for a run from right to left until the page is written.
const RIGHT_TO_LEFT: &str = "rtl";

/// The runs of a paragraph. `first` is what its first run begins with.
pub(super) fn runs(first: Run, text: &str, right_to_left: bool) -> Vec<Run> {
    let level = if right_to_left { Level::rtl() } else { Level::ltr() };
    let levels = BidiInfo::new(text, Some(level)).levels;
    let mut run = Some(first);
    let mut runs = Vec::new();
    let mut start = 0;
    for piece in levels.chunk_by(|a, b| a.is_rtl() == b.is_rtl()) {
        let end = start + piece.len();
        let piece = run.take().unwrap_or_default().add_text(text.get(start..end).unwrap_or_default());
        runs.push(if levels[start].is_rtl() { piece.style(RIGHT_TO_LEFT) } else { piece });
        start = end;
    }
    runs.extend(run);
    runs
}

/// The body of a page as docx-rs writes it, with directions, and the languages that the page was read in.
pub(super) fn complete<'a>(body: &'a [u8], text: Option<&PageText>) -> Cow<'a, [u8]> {
    let languages = text.map_or_else(String::new, languages);
    let marked = format!("<w:r><w:rPr><w:rStyle w:val=\"{RIGHT_TO_LEFT}\" /></w:rPr>");
    match std::str::from_utf8(body) {
        Ok(body) if !languages.is_empty() || body.contains(&marked) => {
            // Text of the page cannot be taken for a tag: it has no "<".
            let body = body.replace(&marked, &format!("<w:r><w:rPr><w:rtl />{languages}</w:rPr>"));
            let properties = format!("<w:r><w:rPr>{languages}</w:rPr>");
            let body = if languages.is_empty() { body } else { body.replace("<w:r><w:rPr />", &properties) };
            Cow::Owned(body.into_bytes())
        }
        _ => Cow::Borrowed(body),
    }
}

/// The element that names a page's languages: one of Latin text and the like, one of East Asian text, one of text from right
/// to left. Word knows Chinese by the country.
fn languages(text: &PageText) -> String {
    let [mut latin, mut east_asian, mut right_to_left] = [None, None, None];
    for tag in text.languages.iter().filter_map(|code| bcp47(code)).filter(|tag| !tag.starts_with("und")) {
        let (place, tag) = match tag {
            "zh-Hans" => (&mut east_asian, "zh-CN"),
            "zh-Hant" => (&mut east_asian, "zh-TW"),
            "ja" => (&mut east_asian, "ja-JP"),
            "ko" => (&mut east_asian, "ko-KR"),
            "ar" | "fa" | "he" | "yi" | "ur" | "ps" | "sd" | "ug" | "syr" | "dv" => (&mut right_to_left, tag),
            _ => (&mut latin, tag),
        };
        place.get_or_insert(tag);
    }
    let attributes = [("val", latin), ("eastAsia", east_asian), ("bidi", right_to_left)];
    let attributes: String =
        attributes.iter().filter_map(|(name, tag)| tag.map(|tag| format!(" w:{name}=\"{tag}\""))).collect();
    if attributes.is_empty() { attributes } else { format!("<w:lang{attributes} />") }
}
