//! What holds the pixels of a bitmap.

/// Pixels in 8-bit grey, wherever they lie: in a buffer of the browser, or in a `Vec`. A clone may share them.
pub trait Pixels: Clone {
    /// Copies the pixels from byte `from` on. What is beyond their end stays as it was.
    fn copy_to(&self, from: usize, into: &mut [u8]);

    /// New pixels, row after row and without any gap between rows: `fill` is given the number of each row and its bytes.
    fn of_rows(width: u32, height: u32, fill: impl FnMut(u32, &mut [u8])) -> Self;
}

impl Pixels for Vec<u8> {
    fn copy_to(&self, from: usize, into: &mut [u8]) {
        if let Some(rest) = self.get(from..) {
            let length = rest.len().min(into.len());
            into[..length].copy_from_slice(&rest[..length]);
        }
    }

    fn of_rows(width: u32, height: u32, mut fill: impl FnMut(u32, &mut [u8])) -> Self {
        let mut pixels = vec![0; width as usize * height as usize];
        if width > 0 {
            for (number, row) in (0..).zip(pixels.chunks_exact_mut(width as usize)) {
                fill(number, row);
            }
        }
        pixels
    }
}
