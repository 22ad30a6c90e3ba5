//! Where most letters of a page stand.

use super::Seen;
use super::turn::Part;
use crate::model::bitmap::BitmapHeader;

/// Inches of the part: about eight lines of a letter, five of a book for children.
const INCHES: f32 = 1.4;
/// Inches around it, so that no line is cut.
const MARGIN: f32 = 0.08;
/// Fewer marks are no lines. Where letters hang together, as in Arabic and Hindi, a mark is half a word.
const FEW_MARKS: usize = 10;

impl Seen {
    /// The part of the bitmap, as wide as that is, in which most of its letters stand; `None` where there are hardly any.
    pub fn densest(&self, header: &BitmapHeader) -> Option<Part> {
        if self.letters.len() < FEW_MARKS {
            return None;
        }
        let rows = self.size.1;
        let mut starting = vec![0_u32; rows + 1];
        for mark in &self.letters {
            starting[(mark.top as usize).min(rows)] += 1;
        }
        let window = ((INCHES * self.dpi) as usize).clamp(1, rows);
        let mut within: u32 = starting[..window].iter().sum();
        let (mut most, mut top) = (within, 0);
        for first in 1..=rows - window {
            within = within + starting[first + window - 1] - starting[first - 1];
            if within > most {
                (most, top) = (within, first);
            }
        }
        let margin = (MARGIN * self.dpi) as usize;
        let (from, to) = (top.saturating_sub(margin), (top + window + margin).min(rows));
        let factor = header.height as f32 / rows as f32;
        let (from, to) = ((from as f32 * factor) as u32, (to as f32 * factor) as u32);
        let to = to.min(header.height);
        (from < to).then_some([0, from, header.width, to - from])
    }
}
