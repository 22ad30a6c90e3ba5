//! Where in a piece of text a point of the window lies.

use wasm_bindgen::prelude::*;
use web_sys::{Document, Node, Range};

#[wasm_bindgen]
extern "C" {
    type Points;

    #[wasm_bindgen(method, structural, catch, js_name = caretPositionFromPoint)]
    fn caret_position(this: &Points, x: f64, y: f64) -> Result<Option<Position>, JsValue>;

    // The older name, which WebKit has.
    #[wasm_bindgen(method, structural, catch, js_name = caretRangeFromPoint)]
    fn caret_range(this: &Points, x: f64, y: f64) -> Result<Option<Range>, JsValue>;

    type Position;

    #[wasm_bindgen(method, getter, js_name = offsetNode)]
    fn node(this: &Position) -> Option<Node>;

    #[wasm_bindgen(method, getter)]
    fn offset(this: &Position) -> u32;
}

/// The text at a point, and the place in it.
pub fn at(document: &Document, x: f64, y: f64) -> Option<(Node, u32)> {
    let points: &Points = document.unchecked_ref();
    if let Ok(position) = points.caret_position(x, y) {
        let position = position?;
        return Some((position.node()?, position.offset()));
    }
    let range = points.caret_range(x, y).ok().flatten()?;
    Some((range.start_container().ok()?, range.start_offset().ok()?))
}
