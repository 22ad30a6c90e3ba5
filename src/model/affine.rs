//! Where a bitmap lies on its page.

use serde::{Deserialize, Serialize};

use super::page::Rect;

/// An affine map of a whole bitmap onto its page, in page points, as the matrix of an image in a PDF is one: the top
/// left corner comes to (`e`, `f`), the top right one lies (`a`, `b`) from there and the bottom left one (`c`, `d`).
///
/// It is measured over the whole bitmap and not per pixel: `x · width / pixels` loses less than `x · (width / pixels)`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Affine {
    /// How far to the right the bitmap's width leads.
    pub a: f32,
    /// How far down the bitmap's width leads.
    pub b: f32,
    /// How far to the right the bitmap's height leads.
    pub c: f32,
    /// How far down the bitmap's height leads.
    pub d: f32,
    /// Where the top left corner is, from the left.
    pub e: f32,
    /// Where the top left corner is, from the top.
    pub f: f32,
}

impl Affine {
    /// A bitmap that stands upright in that part of its page.
    pub fn upright(area: Rect) -> Affine {
        Affine { a: area.width, b: 0.0, c: 0.0, d: area.height, e: area.x, f: area.y }
    }

    /// The point of the page that is `x` of `width` and `y` of `height` into the bitmap.
    pub fn point(&self, (x, width): (f32, f32), (y, height): (f32, f32)) -> (f32, f32) {
        let Affine { a, b, c, d, e, f } = *self;
        (e + x * a / width + y * c / height, f + x * b / width + y * d / height)
    }

    /// How far into the bitmap a point of the page is, as shares of its width and height: the inverse of [`Affine::point`].
    pub fn share(&self, x: f32, y: f32) -> (f32, f32) {
        let Affine { a, b, c, d, e, f } = *self;
        let (x, y, determinant) = (x - e, y - f, a * d - b * c);
        ((x * d - y * c) / determinant, (y * a - x * b) / determinant)
    }

    /// What the bitmap's width measures on the page.
    pub fn across(&self) -> f32 {
        (self.a * self.a + self.b * self.b).sqrt()
    }

    /// What the bitmap's height measures on the page.
    pub fn down(&self) -> f32 {
        (self.c * self.c + self.d * self.d).sqrt()
    }

    /// The upright rectangle around the bitmap on its page.
    pub fn bounds(&self) -> Rect {
        Rect {
            x: self.e + self.a.min(0.0) + self.c.min(0.0),
            y: self.f + self.b.min(0.0) + self.d.min(0.0),
            width: self.a.abs() + self.c.abs(),
            height: self.b.abs() + self.d.abs(),
        }
    }
}
