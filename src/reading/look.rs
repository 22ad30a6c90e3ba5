//! A look at a bitmap before it is read, and after: how its lines lie, and whether a word explains all that may be letters.
//!
//! All of it works on an image of about 100 dpi, and takes about a fiftieth of the time that reading takes.

use crate::model::bitmap::BitmapHeader;
use crate::model::page::{PageText, Rect};
use crate::reading::Pixels;
use ground::Ground;
use marks::Mark;
use reduced::Reduced;

mod blot;
mod dense;
mod even;
mod ground;
mod ink;
mod leaders;
mod marks;
mod reduced;
mod rows;
mod skew;
mod straighten;
mod turn;

pub use ink::Unread;
pub use straighten::{enlarge, straighten};
pub use turn::{Part, upright};

/// Paper that stands out of itself by this is rough: scans of clean sheets have 2, of coarse old paper 4.
const ROUGH: u8 = 7;
/// What stands out less than this part of what letters usually do may be a stain.
const STRONG: u8 = 2;
/// What shows through from behind stands out by a smaller part of that.
const THROUGH: u8 = 6;

/// What was seen of a bitmap before it was read.
pub struct Seen {
    /// Degrees by which its lines go down to the right; 0 where that cannot be told.
    pub skew: f32,
    /// The tone of most of its paper.
    pub paper: u8,
    /// Whether it is a list of titles and numbers, with dots in between.
    pub is_list: bool,
    /// Whether its paper is as rough as that of a bad copy.
    pub is_rough: bool,
    /// The dots that lead from one to the other.
    dots: Vec<Mark>,
    /// The marks that may be letters, among the pixels of the reduced image.
    letters: Vec<Mark>,
    /// How far they usually stand out.
    usual: u8,
    /// What they stand on.
    ground: Ground,
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
        let (mut marks, texture) = marks::all(&image, &ground);
        let leaders = leaders::leaders(&image, &marks);
        let dots = leaders.concat();
        if !dots.is_empty() {
            marks.retain(|mark| !dots.contains(mark));
        }
        let rows = rows::rows(&image, &marks).into_iter();
        let (mut rows, mut short): (Vec<_>, Vec<_>) =
            rows.partition(|row| rows::is_long(row, &image, &ground));
        let skew = skew::skew(&rows.concat()).unwrap_or_default();
        let slope = skew.to_radians().tan();
        rows.retain(|row| rows::is_text(row, slope));
        let is_list = leaders::is_list(&leaders, &rows);
        let strongest = |mark: &Mark| ground.strongest(image.width, mark);
        let usual = rows::usual(rows.iter().flatten().map(strongest));
        short.retain(|row| row.iter().all(|mark| strongest(mark) >= usual / STRONG));
        rows.extend(rows::beside(short, &rows, slope));
        let (paper, size) = (ground.paper(), (image.width, image.height));
        Some(Self {
            skew,
            paper,
            is_list,
            dots,
            is_rough: texture >= ROUGH,
            letters: rows.concat(),
            usual,
            ground,
            size,
            dpi: image.dpi,
        })
    }

    /// How high most letters are, in pixels of the bitmap.
    pub fn letter_height(&self, header: &BitmapHeader) -> f32 {
        let mut heights: Vec<u32> = self.letters.iter().map(Mark::height).collect();
        heights.sort_unstable();
        let middle = heights.get(heights.len() / 2).copied().unwrap_or(1);
        middle as f32 * header.width as f32 / self.size.0 as f32
    }

    /// Whether a mark stands out as print does on this page, and no stain.
    fn is_strong(&self, mark: &Mark) -> bool {
        self.ground.strongest(self.size.0, mark) >= self.usual / STRONG
    }

    /// The same of these parts of the page only, in page points. It stands upright on its page.
    #[must_use]
    pub fn within(mut self, header: &BitmapHeader, parts: &[Rect]) -> Self {
        let mut letters = std::mem::take(&mut self.letters);
        letters.retain(|mark| parts.iter().any(|part| self.is_in(header, mark, part)));
        self.letters = letters;
        self
    }

    /// Whether the middle of a mark lies in a part of the page, in page points. It stands upright on its page.
    fn is_in(&self, header: &BitmapHeader, mark: &Mark, part: &Rect) -> bool {
        let area = header.area();
        let (across, down) = (area.width / self.size.0 as f32, area.height / self.size.1 as f32);
        let x = area.x + (mark.left + mark.right) as f32 / 2.0 * across;
        let y = area.y + (mark.top + mark.bottom) as f32 / 2.0 * down;
        part.contains(x, y)
    }

    /// The same without marks that stand out so little that they may be none, or only show through.
    #[must_use]
    pub fn without_faint(mut self) -> Self {
        let shows_through = |mark: &Mark| self.ground.strongest(self.size.0, mark) < self.usual / THROUGH;
        self.letters.retain(|mark| !marks::is_faint(mark, self.size.0, &self.ground) && !shows_through(mark));
        self
    }

    /// What is left of the bitmap's ink when that of all words is taken away.
    pub fn unread(&self, header: &BitmapHeader, text: &PageText) -> Unread {
        ink::unread(self, header, text)
    }

    /// The most marks that no word explains in one of these parts of the page, in page points. It stands upright on its page.
    pub fn most_unread(&self, header: &BitmapHeader, text: &PageText, parts: &[Rect]) -> usize {
        ink::most_unread(self, header, text, parts)
    }

    /// The bitmap without what leads from a title to its number, if it has any.
    pub fn without_leaders<P: Pixels>(&self, header: &BitmapHeader, pixels: &P) -> Option<P> {
        let is_any = !self.dots.is_empty();
        is_any.then(|| blot::without(header, pixels, &self.dots, &self.ground, self.size))
    }

    /// The bitmap with all its text as black on white.
    pub fn even<P: Pixels>(&self, header: &BitmapHeader, pixels: &P) -> P {
        even::even(&self.ground, self.size, header, pixels)
    }
}
