//! Up to where the content of a page is hidden by an image that covers all of it.
//!
//! Some programs paint the text that they have read and then the scan upon it. It is taken for hidden only if
//! the image is opaque, nothing mixes it with what lies beneath, and nothing bounds it.

use super::content::{Operator, Operators};
use super::file::File;
use super::geometry::{Matrix, PageBox};
use super::invisible::{Stop, resource};
use super::object::{Dict, Object};
use crate::model::source::read_at::ReadAt;

/// How far an image may end within the edges of the page, in points: rounding of its writer, not a margin.
const EDGE: f64 = 0.1;

/// What decides whether an image hides what is beneath it.
#[derive(Debug, Clone, Copy)]
struct Painting {
    matrix: [f64; 6],
    is_bounded: bool,
    is_faint: bool,
    is_blended: bool,
    is_masked: bool,
    /// Whether text that is shown bounds what comes after it.
    clips: bool,
}

impl Painting {
    const BEGIN: Painting = Painting {
        matrix: Matrix::IDENTITY.0,
        is_bounded: false,
        is_faint: false,
        is_blended: false,
        is_masked: false,
        clips: false,
    };

    /// What is told by a dictionary of the graphics state.
    fn set(&mut self, state: &Dict) {
        if let Some(alpha) = state.get("ca") {
            self.is_faint = alpha.as_number() != Some(1.0);
        }
        if let Some(mode) = state.get("BM") {
            self.is_blended = !matches!(mode.as_name(), Some(b"Normal" | b"Compatible"));
        }
        if let Some(mask) = state.get("SMask") {
            self.is_masked = mask.as_name() != Some(b"None");
        }
    }

    /// Whether a rectangle of the current coordinates has all of this in it.
    fn covers(&self, [x, y, width, height]: [f64; 4], area: &PageBox) -> bool {
        let [a, b, c, d, e, f] = self.matrix;
        let is_upright = b == 0.0 && c == 0.0 || a == 0.0 && d == 0.0;
        let corner = |x: f64, y: f64| [a * x + c * y + e, b * x + d * y + f];
        let ([x0, y0], [x1, y1]) = (corner(x, y), corner(x + width, y + height));
        let covered = PageBox::of_corners([x0, y0, x1, y1]);
        is_upright
            && covered.left <= area.left + EDGE
            && covered.bottom <= area.bottom + EDGE
            && covered.right >= area.right - EDGE
            && covered.top >= area.top - EDGE
    }
}

/// The place in a page's content before which everything is hidden; 0: nothing is.
pub(super) fn hidden_until<R: ReadAt>(
    file: &mut File<R>,
    content: &[u8],
    resources: &Dict,
    area: &PageBox,
) -> Result<usize, Stop> {
    let mut hidden = 0;
    let mut now = Painting::BEGIN;
    let mut saved = Vec::new();
    // Whether parts of the content that are open may be switched off.
    let mut optional = Vec::new();
    // The path being built: a rectangle that has the page in it, or another.
    let (mut path, mut path_clips) = (Vec::new(), false);
    let mut text_clips = false;
    let mut operators = Operators::new(content);
    while let Some(operator) = operators.next()? {
        match operator.name {
            b"q" => saved.push(now),
            b"Q" => now = saved.pop().unwrap_or(now),
            b"cm" => now.matrix = operator.numbers().map_or([f64::NAN; 6], |by| product(by, now.matrix)),
            b"gs" => {
                let name = operator.name_operand().unwrap_or_default();
                match resource(file, resources, "ExtGState", name)? {
                    Object::Dict(state) => now.set(&state),
                    _ => now.is_blended = true,
                }
            }
            b"Tr" => now.clips = operator.numbers().is_none_or(|[mode]| mode >= 4.0),
            b"Tj" | b"TJ" | b"'" | b"\"" => text_clips |= now.clips,
            b"ET" => {
                now.is_bounded |= text_clips;
                text_clips = false;
            }
            b"re" => path.push(operator.numbers().is_some_and(|rectangle| now.covers(rectangle, area))),
            b"m" | b"l" | b"c" | b"v" | b"y" | b"h" => path.push(false),
            b"W" | b"W*" => path_clips = true,
            b"S" | b"s" | b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*" | b"n" => {
                now.is_bounded |= path_clips && path != [true];
                path.clear();
                path_clips = false;
            }
            b"BMC" => optional.push(false),
            b"BDC" => optional.push(operator.operands.first().and_then(Object::as_name) == Some(b"OC")),
            b"EMC" => drop(optional.pop()),
            b"Do" => {
                let is_plain = !(now.is_bounded || now.is_faint || now.is_blended || now.is_masked);
                if is_plain
                    && !optional.contains(&true)
                    && now.covers([0.0, 0.0, 1.0, 1.0], area)
                    && is_opaque_image(file, resources, &operator)?
                {
                    hidden = operator.start;
                }
            }
            _ => {}
        }
    }
    Ok(hidden)
}

fn is_opaque_image<R: ReadAt>(
    file: &mut File<R>,
    resources: &Dict,
    operator: &Operator<'_>,
) -> Result<bool, Stop> {
    let name = operator.name_operand().unwrap_or_default();
    let Object::Dict(image) = resource(file, resources, "XObject", name)? else { return Ok(false) };
    let is_set = |key: &str| {
        image.get(key).is_some_and(|value| !matches!(value, Object::Null | Object::Boolean(false)))
    };
    let has_alpha = image.get("SMaskInData").is_some_and(|value| *value != Object::Integer(0));
    Ok(image.get("Subtype").and_then(Object::as_name) == Some(b"Image")
        && !has_alpha
        && !["ImageMask", "Mask", "SMask", "OC"].into_iter().any(is_set))
}

/// First `by`, then `then`.
fn product([a, b, c, d, e, f]: [f64; 6], [g, h, i, j, k, l]: [f64; 6]) -> [f64; 6] {
    [a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l]
}
