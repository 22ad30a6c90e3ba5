//! A look at a bitmap before it is read, and after: how its lines lie, and whether a word explains all that may be letters.
//!
//! All of it works on an image of about 100 dpi, and takes about a fiftieth of the time that reading takes.

use crate::model::bitmap::BitmapHeader;
use crate::model::look::UnreadInk;
use crate::model::page::{PageText, Rect};
use crate::reading::Pixels;
use ground::Ground;
use marks::Mark;
use reduced::Reduced;

mod even;
mod ground;
mod ink;
mod marks;
mod reduced;
mod skew;
mod straighten;

pub use even::even;
pub use straighten::straighten;

/// What was seen of a bitmap before it was read.
pub struct Seen {
    /// Degrees by which its lines go down to the right; 0 where that cannot be told.
    pub skew: f32,
    /// The tone of most of its paper.
    pub paper: u8,
    /// The marks that may be letters, among the pixels of the reduced image.
    letters: Vec<Mark>,
    /// Pixels across and down the reduced image.
    size: (usize, usize),
    /// Pixels of that to the inch.
    dpi: f32,
}

impl Seen {
    /// Looks at a bitmap; `None` where that is too small.
    pub fn of(header: &BitmapHeader, pixels: &impl Pixels) -> Option<Self> {
        let image = Reduced::of(header, pixels)?;
        let ground = Ground::of(&image);
        let mut rows = marks::rows(&image, &marks::all(&image, &ground));
        let skew = skew::skew(&rows.concat()).unwrap_or_default();
        let slope = skew.to_radians().tan();
        rows.retain(|row| marks::is_text(row, slope));
        let (paper, size) = (ground.paper(), (image.width, image.height));
        Some(Self { skew, paper, letters: rows.concat(), size, dpi: image.dpi })
    }

    /// The same of these parts of the page only, in page points. It stands upright on its page.
    #[must_use]
    pub fn within(mut self, header: &BitmapHeader, parts: &[Rect]) -> Self {
        let area = header.area();
        let (across, down) = (area.width / self.size.0 as f32, area.height / self.size.1 as f32);
        self.letters.retain(|mark| {
            let x = area.x + (mark.left + mark.right) as f32 / 2.0 * across;
            let y = area.y + (mark.top + mark.bottom) as f32 / 2.0 * down;
            parts.iter().any(|part| part.contains(x, y))
        });
        self
    }

    /// What is left of the bitmap's ink when that of all words is taken away. It stands upright on its page.
    pub fn unread(&self, header: &BitmapHeader, text: &PageText) -> UnreadInk {
        ink::unread(self, header, text)
    }
}
