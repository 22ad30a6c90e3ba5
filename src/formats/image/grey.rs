//! Turning coloured pixels into grey, and turning pages upright.

/// Grey value of a colour, with the weights PDFium and most scanners use (BT.601, in 256ths).
pub fn luminance(red: u8, green: u8, blue: u8) -> u8 {
    ((77 * u32::from(red) + 150 * u32::from(green) + 29 * u32::from(blue) + 128) >> 8) as u8
}

/// A grey value with the given opacity on white paper.
pub fn on_white(grey: u8, alpha: u8) -> u8 {
    let alpha = u32::from(alpha);
    ((u32::from(grey) * alpha + 255 * (255 - alpha) + 127) / 255) as u8
}

/// A quarter turn, or several, clockwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// As it is.
    None,
    /// 90° clockwise.
    Right,
    /// Upside down.
    Half,
    /// 90° counter-clockwise.
    Left,
}

/// Turns a grey picture of `width × height` bytes without padding; returns the result and its size.
pub fn turn(pixels: Vec<u8>, width: u32, height: u32, turn: Turn) -> (Vec<u8>, u32, u32) {
    let (columns, rows) = (width as usize, height as usize);
    match turn {
        Turn::None => (pixels, width, height),
        Turn::Half => {
            let mut pixels = pixels;
            pixels.reverse();
            (pixels, width, height)
        }
        Turn::Right | Turn::Left => {
            let mut turned = Vec::with_capacity(pixels.len());
            for new_row in 0..columns {
                for new_column in 0..rows {
                    let (row, column) = match turn {
                        Turn::Right => (rows - 1 - new_column, new_row),
                        _ => (new_column, columns - 1 - new_row),
                    };
                    turned.push(pixels[row * columns + column]);
                }
            }
            (turned, height, width)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grey_is_what_the_eye_sees() {
        assert_eq!(luminance(0, 0, 0), 0);
        assert_eq!(luminance(255, 255, 255), 255);
        assert!(luminance(0, 255, 0) > luminance(255, 0, 0));
        assert_eq!(on_white(0, 0), 255);
        assert_eq!(on_white(10, 255), 10);
    }

    #[test]
    fn turns_go_clockwise() {
        // 1 2 3
        // 4 5 6
        let picture = vec![1, 2, 3, 4, 5, 6];
        assert_eq!(turn(picture.clone(), 3, 2, Turn::Right), (vec![4, 1, 5, 2, 6, 3], 2, 3));
        assert_eq!(turn(picture.clone(), 3, 2, Turn::Left), (vec![3, 6, 2, 5, 1, 4], 2, 3));
        assert_eq!(turn(picture, 3, 2, Turn::Half), (vec![6, 5, 4, 3, 2, 1], 3, 2));
    }
}
