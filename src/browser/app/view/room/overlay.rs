//! The text of a page over its picture: real words, where they stand, to be selected, copied and pointed at. All lengths are
//! shares of the page, so that it fits at every zoom without another line of code.

use std::fmt::Write;

use wasm_bindgen::prelude::*;
use web_sys::{CanvasRenderingContext2d, Element, HtmlCanvasElement, HtmlElement, Node, Range, Selection};

use crate::browser::dom::{MissingElement, document, set_attribute};
use crate::model::joint::has_space;
use crate::model::page::{Direction, Line, PageSize, PageText, Rect, Word};

/// The attribute of a word's element that says which it is, counted in reading order.
pub const WORD: &str = "data-word";

/// The attribute that says what stands before it.
const BEFORE: &str = "data-before";

/// The size at which the widths of words are measured, in pixels: large enough for a percent.
const MEASURED_AT: f32 = 100.0;
/// How much of the height of a line is the size of its type.
const TYPE_SHARE: f32 = 0.8;

/// Measures how wide words are in the font of the overlay.
pub struct Ruler(CanvasRenderingContext2d);

impl Ruler {
    /// # Errors
    /// When the browser has no canvas.
    pub fn new() -> Result<Self, MissingElement> {
        let missing = || MissingElement("canvas".to_owned());
        let canvas: HtmlCanvasElement =
            document()?.create_element("canvas").map_err(|_| missing())?.unchecked_into();
        let context = canvas.get_context("2d").ok().flatten().ok_or_else(missing)?;
        let context: CanvasRenderingContext2d = context.unchecked_into();
        context.set_font(&format!("{MEASURED_AT}px sans-serif"));
        Ok(Self(context))
    }

    /// The width of a text, in parts of its type size.
    fn width(&self, text: &str) -> f32 {
        self.0.measure_text(text).map_or(0.0, |metrics| metrics.width() as f32 / MEASURED_AT)
    }
}

/// The words of one page.
pub struct Overlay {
    /// To be put over the picture.
    pub element: HtmlElement,
    words: Vec<HtmlElement>,
}

impl Overlay {
    /// Makes one.
    ///
    /// # Errors
    /// Outside of a page.
    pub fn new(text: &PageText, ruler: &Ruler) -> Result<Self, MissingElement> {
        let element = make("div")?;
        element.set_class_name("overlay");
        let mut words = Vec::new();
        for paragraph in text.blocks.iter().flat_map(|block| &block.paragraphs) {
            for (line_place, line) in paragraph.lines.iter().enumerate() {
                let mut before: Option<&Word> = None;
                for word in &line.words {
                    let placed = place(line, word, text.size, ruler)?;
                    set_attribute(&placed, WORD, &words.len().to_string());
                    let joint = match before {
                        Some(before) if has_space(&before.text, &word.text) => " ",
                        Some(_) => "",
                        None if line_place > 0 => "\n",
                        None => "\n\n",
                    };
                    set_attribute(&placed, BEFORE, joint);
                    element.append_child(&placed).ok();
                    words.push(placed);
                    before = Some(word);
                }
            }
        }
        Ok(Self { element, words })
    }

    /// The element of a word.
    pub fn word(&self, index: usize) -> Option<&HtmlElement> {
        self.words.get(index)
    }

    /// Gives exactly these words a class.
    pub fn mark(&self, class: &str, mut is_marked: impl FnMut(usize) -> bool) {
        for (index, word) in self.words.iter().enumerate() {
            // Reading a class is cheaper than to set it.
            let classes = word.class_list();
            if classes.contains(class) != is_marked(index) {
                classes.toggle(class).ok();
            }
        }
    }
}

/// The word that an element of an overlay shows, or is in.
pub fn word_of(element: &Element) -> Option<usize> {
    let word = element.closest(&format!("[{WORD}]")).ok().flatten()?;
    word.get_attribute(WORD)?.parse().ok()
}

/// What of an overlay is selected, as it is read: words with what stands between them, lines and paragraphs ended.
pub fn selected(selection: &Selection) -> Option<String> {
    let range = selection.get_range_at(0).ok().filter(|range| !range.collapsed())?;
    let inside = |node: Node| -> Option<Element> {
        let element = node.dyn_ref::<Element>().cloned().or_else(|| node.parent_element())?;
        element.closest(".overlay").ok().flatten()
    };
    let first = inside(range.start_container().ok()?).or_else(|| inside(range.end_container().ok()?))?;
    let mut text = String::new();
    // A selection may go over several pages; each has its words in one element.
    let sheets = first.closest("#sheets").ok().flatten()?.query_selector_all(".overlay .word").ok()?;
    for place in 0..sheets.length() {
        let Some(word) = sheets.item(place).and_then(|word| word.dyn_into::<Element>().ok()) else {
            continue;
        };
        if !range.intersects_node(&word).unwrap_or(false) {
            continue;
        }
        let Some(said) = part_of(&range, &word).filter(|said| !said.is_empty()) else {
            continue;
        };
        if !text.is_empty() {
            text.push_str(&word.get_attribute(BEFORE).unwrap_or_else(|| "\n\n".to_owned()));
        }
        text.push_str(&said);
    }
    (!text.is_empty()).then_some(text)
}

/// What of a word is in a range.
fn part_of(range: &Range, word: &Element) -> Option<String> {
    let piece = word.first_child()?.first_child()?;
    let whole: Vec<u16> = piece.text_content()?.encode_utf16().collect();
    let at = |node: Result<Node, JsValue>, offset: Result<u32, JsValue>| {
        let is_here = node.is_ok_and(|node| node.is_same_node(Some(&piece)));
        offset.ok().filter(|_| is_here).map(|offset| offset as usize)
    };
    let from = at(range.start_container(), range.start_offset()).unwrap_or(0);
    let to = at(range.end_container(), range.end_offset()).unwrap_or(whole.len());
    Some(String::from_utf16_lossy(whole.get(from..to.min(whole.len()))?))
}

/// A word where it stands: a box as large as the word, in it the text, stretched to fill it.
fn place(line: &Line, word: &Word, size: PageSize, ruler: &Ruler) -> Result<HtmlElement, MissingElement> {
    let around = make("span")?;
    around.set_class_name("word");
    let Rect { x, y, width, height } = word.rect;
    let percent = |part: f32, whole: f32| part / whole * 100.0;
    let mut style = String::new();
    write!(
        style,
        "left:{}%;top:{}%;width:{}%;height:{}%",
        percent(x, size.width),
        percent(y, size.height),
        percent(width, size.width),
        percent(height, size.height)
    )
    .ok();
    around.style().set_css_text(&style);
    let inner = make("span")?;
    inner.set_text_content(Some(&word.text));
    let is_column = word.direction == Direction::TopToBottom;
    let is_sideways = !is_column && line.baseline.runs_sideways();
    // Along the line, and across it.
    let (along, across) = if is_sideways || is_column { (height, width) } else { (width, height) };
    let type_size = across * if is_column { 1.0 } else { TYPE_SHARE };
    let natural = if is_column {
        type_size * word.text.chars().count() as f32
    } else {
        ruler.width(&word.text) * type_size
    };
    let stretch = if natural > 0.0 { along / natural } else { 1.0 };
    // One percent of the page's width is the unit: the page is the container.
    let unit = |points: f32| points / size.width * 100.0;
    style.clear();
    write!(style, "font-size:{}cqw;line-height:{}cqw;", unit(type_size), unit(across)).ok();
    let (left, top) = (unit(width), unit(height));
    if is_column {
        write!(style, "writing-mode:vertical-rl;transform:scaleY({stretch})").ok();
    } else if !is_sideways {
        write!(style, "transform:scaleX({stretch})").ok();
    } else if line.baseline.y1 > line.baseline.y0 {
        // Down the page: what is above a letter is at its right.
        write!(style, "transform:translateX({left}cqw) rotate(90deg) scaleX({stretch})").ok();
    } else {
        write!(style, "transform:translateY({top}cqw) rotate(-90deg) scaleX({stretch})").ok();
    }
    inner.style().set_css_text(&style);
    around.append_child(&inner).ok();
    Ok(around)
}

fn make(tag: &str) -> Result<HtmlElement, MissingElement> {
    let element = document()?.create_element(tag).map_err(|_| MissingElement(tag.to_owned()))?;
    Ok(element.unchecked_into())
}
