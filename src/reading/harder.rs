//! What is tried where something is still unread when everything usual is done, and there is time for more: the part of
//! the page by itself, with letters as large as engines want them, and the page as scattered text.

use super::lie::part;
use super::look::{enlarge, straighten};
use super::recognize::{BETTER, Read, WHITE, drop_empty, heard, worth};
use super::two_ways::join;
use super::{Pixels, ReadingOptions, Recognizer};
use crate::model::bitmap::BitmapHeader;
use crate::model::error::Error;
use crate::model::look::{Quality, Turn};
use crate::model::options::PageSegmentationMode;
use crate::model::page::Rect;

/// The height that small letters are brought to, in pixels,
const HEIGHT: f32 = 26.0;
/// if that enlarges them by so much at least,
const LEAST: f32 = 1.2;
/// and so much at most.
const MOST: f32 = 3.0;
/// What is left around a part, in points.
const MARGIN: f32 = 8.0;

/// The ways to read what was left, the best first: as one block, which keeps rows, and as scattered text.
pub(super) const WAYS: [PageSegmentationMode; 2] =
    [PageSegmentationMode::SINGLE_BLOCK, PageSegmentationMode::SCATTERED];

/// Reads a sheet that is still doubtful in these ways, as long as `further` says how. What comes out surer than what is
/// there, or where nothing is, is put between by place, if the whole is worth more then.
///
/// # Errors
/// [`Error::WorkerStopped`]: nothing that a broken engine has said can be trusted.
pub(super) fn read_harder<R: Recognizer>(
    engine: &mut R,
    best: &mut Read<R::Pixels>,
    ways: &[PageSegmentationMode],
    further: impl Fn() -> Option<ReadingOptions>,
) -> Result<(), Error> {
    for psm in ways.iter().copied() {
        let is_doubtful = matches!(best.reading.look.quality(&best.reading.text), Quality::Doubtful(_));
        let place = best.unread.ink.place.filter(|_| best.unread.ink.is_much());
        let (true, Some(place), Some(options)) = (is_doubtful, place, further()) else {
            return Ok(());
        };
        let window =
            if psm == PageSegmentationMode::SCATTERED { best.sheet.header.area() } else { around(&place) };
        let (header, pixels) = drawn(best, &window);
        let Some(text) = heard(engine.recognize(&header, pixels, ReadingOptions { psm, ..options }))? else {
            continue;
        };
        let mut tried = best.reading.clone();
        join(&mut tried.text, &text);
        drop_empty(&mut tried.text);
        tried.look.unread = Some(best.sheet.seen.unread(&best.sheet.header, &tried.text).ink);
        tried.look.again = true;
        if worth(&tried) > BETTER * worth(&best.reading) {
            best.reading = tried;
            best.look_again();
        }
    }
    Ok(())
}

fn around(place: &Rect) -> Rect {
    let Rect { x, y, width, height } = *place;
    Rect { x: x - MARGIN, y: y - MARGIN, width: width + 2.0 * MARGIN, height: height + 2.0 * MARGIN }
}

/// A part of a sheet as it was read best so far, and its letters large enough.
fn drawn<P: Pixels>(best: &Read<P>, window: &Rect) -> (BitmapHeader, P) {
    let (sheet, look) = (&best.sheet, &best.reading.look);
    let even = (look.evened || best.unread.is_uneven).then(|| sheet.seen.even(&sheet.header, &sheet.pixels));
    let paper = if even.is_some() { WHITE } else { sheet.seen.paper };
    let (header, pixels) = part(&sheet.header, even.as_ref().unwrap_or(&sheet.pixels), window, Turn::Upright);
    let straight = look.straightened.and_then(|degrees| straighten(&header, &pixels, degrees, paper));
    let (header, pixels) = straight.unwrap_or((header, pixels));
    let times = (HEIGHT / sheet.seen.letter_height(&sheet.header)).min(MOST);
    let large = (times >= LEAST).then(|| enlarge(&header, &pixels, times, paper)).flatten();
    large.unwrap_or((header, pixels))
}
