//! Some lines of a page, to be read with one model after the other.

use super::Pixels;
use super::look::{Seen, straighten, upright};
use crate::model::bitmap::BitmapHeader;
use crate::model::look::Turn;

/// Lines that are more askew, in degrees, are read straightened.
const STRAIGHT: f32 = 0.5;

/// The lines of a bitmap where most letters stand, with straight lines; `None` where there are hardly any letters.
pub fn sample<P: Pixels>(header: &BitmapHeader, pixels: &P) -> Option<(BitmapHeader, P)> {
    let seen = Seen::of(header, pixels)?;
    let straight = (seen.skew.abs() >= STRAIGHT).then(|| straighten(header, pixels, seen.skew, seen.paper));
    if let Some((header, pixels)) = straight.flatten() {
        let part = Seen::of(&header, &pixels)?.densest(&header)?;
        return Some(upright(&header, &pixels, part, Turn::Upright));
    }
    Some(upright(header, pixels, seen.densest(header)?, Turn::Upright))
}
