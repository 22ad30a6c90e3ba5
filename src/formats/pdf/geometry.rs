//! From the page as it is shown to the coordinates of its content (ISO 32000-1, 8.3 and 14.11.2).

use crate::model::page::PageSize;

/// `[a b c d e f]` as PDF has it: (x, y) becomes (a x + c y + e, b x + d y + f).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Matrix(pub [f64; 6]);

impl Matrix {
    /// Changes nothing.
    pub const IDENTITY: Matrix = Matrix([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);
}

/// A box in the coordinates of a page's content.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PageBox {
    /// Smallest x.
    pub left: f64,
    /// Smallest y.
    pub bottom: f64,
    /// Largest x.
    pub right: f64,
    /// Largest y.
    pub top: f64,
}

impl PageBox {
    /// What viewers take when a page does not say how large it is: Letter.
    pub const DEFAULT: PageBox = PageBox { left: 0.0, bottom: 0.0, right: 612.0, top: 792.0 };

    /// The box between two opposite corners, in whichever order.
    pub fn of_corners([x0, y0, x1, y1]: [f64; 4]) -> Self {
        Self { left: x0.min(x1), bottom: y0.min(y1), right: x0.max(x1), top: y0.max(y1) }
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        // Written so that a box with a corner that is not a number is empty, too.
        !(self.right > self.left && self.top > self.bottom)
    }

    /// What is in both.
    pub fn intersect(&self, other: &PageBox) -> PageBox {
        PageBox {
            left: self.left.max(other.left),
            bottom: self.bottom.max(other.bottom),
            right: self.right.min(other.right),
            top: self.top.min(other.top),
        }
    }
}

/// The part of a page that is shown, and how it is turned.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shown {
    /// The part: CropBox within MediaBox.
    pub area: PageBox,
    /// Quarter turns clockwise, 0 to 3.
    pub turns: u8,
}

impl Shown {
    /// Size of the page as shown, in its own units.
    pub fn size(&self) -> PageSize {
        let (width, height) = (self.area.right - self.area.left, self.area.top - self.area.bottom);
        let (width, height) = if self.turns.is_multiple_of(2) { (width, height) } else { (height, width) };
        PageSize { width: width as f32, height: height as f32 }
    }

    /// From points of the page as shown, origin at the bottom left, to the coordinates of its content.
    /// Lengths are taken as shares of `size`, the page as shown, so that the size of the page's unit does
    /// not matter.
    pub fn to_page(&self, size: PageSize) -> Matrix {
        let PageBox { left, bottom, right, top } = self.area;
        let (width, height) = (right - left, top - bottom);
        let (w, h) =
            (f64::from(size.width).max(f64::MIN_POSITIVE), f64::from(size.height).max(f64::MIN_POSITIVE));
        Matrix(match self.turns {
            1 => [0.0, height / w, -width / h, 0.0, right, bottom],
            2 => [-width / w, 0.0, 0.0, -height / h, right, top],
            3 => [0.0, -height / w, width / h, 0.0, left, top],
            _ => [width / w, 0.0, 0.0, height / h, left, bottom],
        })
    }
}
