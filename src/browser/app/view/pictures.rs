//! Pictures of pages as they come from the renderer, made into something that the page can show.

use js_sys::{ArrayBuffer, Uint8ClampedArray};
use wasm_bindgen::prelude::*;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};

use crate::browser::dom::document;

/// A canvas with a picture: pixels in a row and rows, and red, green, blue, alpha of each. `None` where the browser has none.
pub fn canvas((width, height): (u32, u32), pixels: &ArrayBuffer) -> Option<HtmlCanvasElement> {
    let element = document().ok()?.create_element("canvas").ok()?;
    let canvas: HtmlCanvasElement = element.dyn_into().ok()?;
    canvas.set_width(width);
    canvas.set_height(height);
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    let data = Uint8ClampedArray::new(pixels);
    let image = ImageData::new_with_js_u8_clamped_array_and_sh(&data, width, height).ok()?;
    context.put_image_data(&image, 0.0, 0.0).ok()?;
    Some(canvas)
}
