//! Where the words of a line stand along it, in points of the page as shown, y growing upwards.

use super::font::{ASCENT, DESCENT};
use crate::model::joint::has_space;
use crate::model::page::{Direction, Line, Rect, Word};

/// Lines closer to an axis than this (the tangent of about ten degrees) have upright words, each at its own
/// height: Poppler breaks a word in which the letters' baseline rises or falls by half a point.
const UPRIGHT: f64 = 0.18;
/// The gap between words that poppler always takes for a space, in type sizes.
const CLEAR_GAP: f64 = 0.16;
/// How far the end of a word may be moved for that, in points and in type sizes; the larger counts. Where boxes
/// overlap they are wrong by half of that in any case, which comes on top.
const MAX_PARTING: (f64, f64) = (0.9, 0.08);
/// From which gap on, in type sizes, words are divided whatever their script: punctuation leaves half of its square empty,
/// and viewers put a space into gaps that are larger than a square.
const MAX_JOINED: f64 = 1.0;

/// The line that letters stand on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Track {
    origin: [f64; 2],
    /// The way letters follow each other: a vector of length 1.
    pub(super) along: [f64; 2],
    /// By how much the baseline rises for each point along the line.
    slope: f64,
    /// Type size in points.
    pub(super) size: f64,
    page_height: f64,
}

/// A word on its track, in points from the track's origin.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) word: &'a Word,
    /// Where it begins along the line.
    pub(super) start: f64,
    /// How long it is.
    pub(super) length: f64,
    /// How far from the track it stands.
    pub(super) rise: f64,
    /// Words that follow each other with the same number are one piece of text.
    pub(super) piece: usize,
    /// Whether a space stands between it and the next.
    pub(super) has_space: bool,
}

impl Track {
    /// `None` if the line has no words.
    pub(super) fn of(line: &Line, page_height: f64) -> Option<Self> {
        let words: Vec<&Word> = line.words.iter().filter(|word| is_sound(word)).collect();
        let down = words.iter().filter(|word| word.direction == Direction::TopToBottom).count();
        let is_vertical = 2 * down > words.len();
        // The boxes of words that run up or down the page are as wide as their letters are high.
        let is_sideways = is_vertical || line.baseline.runs_sideways();
        let tallest = words
            .iter()
            .map(|word| f64::from(if is_sideways { word.rect.width } else { word.rect.height }))
            .reduce(f64::max)?
            .max(1.0);
        let row = f64::from(line.row_height);
        let size = if (0.5 * tallest..=2.0 * tallest).contains(&row) { row } else { tallest };
        let below = size * -DESCENT as f64 / (ASCENT - DESCENT) as f64;
        if is_vertical {
            let left = words.iter().map(|word| f64::from(word.rect.x)).reduce(f64::min)?;
            return Some(Self {
                origin: [left + below, page_height],
                along: [0.0, -1.0],
                slope: 0.0,
                size,
                page_height,
            });
        }
        let bottom = words.iter().map(|word| f64::from(word.rect.bottom())).reduce(f64::max)?;
        let (start, along) = baseline(line, bottom, below, size);
        let (along, slope) = upright(along);
        Some(Self { origin: [start[0], page_height - start[1]], along, slope, size, page_height })
    }

    /// The point of the page that is so far along the line and so far across it.
    pub(super) fn point(&self, along: f64, rise: f64) -> [f64; 2] {
        let [cos, sin] = self.along;
        [self.origin[0] + along * cos - rise * sin, self.origin[1] + along * sin + rise * cos]
    }

    fn place<'a>(&self, word: &'a Word) -> Place<'a> {
        let Rect { x, y, .. } = word.rect;
        let [cos, sin] = self.along;
        // Along the axis to which the track is closer, the word begins and ends where its box does.
        let (from, to, origin, along) = if cos.abs() >= sin.abs() {
            (f64::from(x), f64::from(word.rect.right()), self.origin[0], cos)
        } else {
            let [top, bottom] = [y, word.rect.bottom()].map(|y| self.page_height - f64::from(y));
            (top, bottom, self.origin[1], sin)
        };
        let [a, b] = [from, to].map(|end| (end - origin) / along);
        Place {
            word,
            start: a.min(b),
            length: (a - b).abs(),
            rise: self.slope * (a + b) / 2.0,
            piece: 0,
            has_space: true,
        }
    }
}

/// The words of a line in the order in which they are set.
pub(super) fn places<'a>(line: &'a Line, track: &Track) -> Vec<Place<'a>> {
    let mut places: Vec<Place<'_>> =
        line.words.iter().filter(|word| is_sound(word)).map(|word| track.place(word)).collect();
    let is_reversed = |place: &Place<'_>| place.word.direction == Direction::RightToLeft;
    let line_is_reversed = 2 * places.iter().filter(|place| is_reversed(place)).count() > places.len();
    let mut piece = 0;
    for i in 1..places.len() {
        let goes_on = line_is_reversed || (is_reversed(&places[i]) && is_reversed(&places[i - 1]));
        piece += usize::from(!goes_on);
        places[i].piece = piece;
        let (before, after) = (places[i - 1], places[i]);
        places[i - 1].has_space = goes_on
            || has_space(&before.word.text, &after.word.text)
            || after.start - before.start - before.length > MAX_JOINED * track.size
            || after.start <= before.start;
    }
    for piece in places.chunk_by_mut(|a, b| a.piece == b.piece) {
        uncover(piece);
        piece.sort_by(|a, b| a.start.total_cmp(&b.start));
    }
    part(&mut places, track.size);
    places
}

/// Ends words where those begin that stand right of them and are read before. Of Arabic, Tesseract draws some boxes over
/// the words before, and viewers would take them all for one.
fn uncover(piece: &mut [Place<'_>]) {
    for i in 1..piece.len() {
        let room = piece[i - 1].start - piece[i].start;
        if room > 0.0 {
            piece[i].length = piece[i].length.min(room);
        }
    }
}

/// Parts words that touch, and lets words of scripts without spaces reach to the next.
fn part(places: &mut [Place<'_>], size: f64) {
    let (points, sizes) = MAX_PARTING;
    for i in 1..places.len() {
        let (left, right) = (places[i - 1], places[i]);
        let gap = right.start - left.start - left.length;
        if !left.has_space {
            places[i - 1].length += gap;
            continue;
        }
        let missing = CLEAR_GAP * size - gap;
        if right.start <= left.start || missing <= 0.0 {
            continue;
        }
        let most = points.max(sizes * size) + (-gap / 2.0).max(0.0);
        let share = |word: &Place<'_>| (missing / 2.0).min(most).min(word.length / 4.0);
        let (from_left, from_right) = (share(&left), share(&right));
        places[i - 1].length -= from_left;
        places[i].start += from_right;
        places[i].length -= from_right;
    }
}

fn is_sound(word: &Word) -> bool {
    let Rect { x, y, width, height } = word.rect;
    [x, y, width, height].iter().all(|value| value.is_finite()) && !word.text.is_empty()
}

/// Start and direction of the line's baseline, or of one below the words where the line has none that
/// can be right. The start is in points of the page as shown, y growing downwards.
fn baseline(line: &Line, bottom: f64, below: f64, size: f64) -> ([f64; 2], [f64; 2]) {
    let given = [line.baseline.x0, line.baseline.y0, line.baseline.x1, line.baseline.y1].map(f64::from);
    let [x0, y0, x1, y1] = given;
    let length = (x1 - x0).hypot(y1 - y0);
    let is_near = |y: f64| (f64::from(line.rect.y) - size..=bottom + size).contains(&y);
    if given.iter().all(|value| value.is_finite()) && length > 0.0 && is_near(y0) && is_near(y1) {
        return ([x0, y0], [(x1 - x0) / length, (y0 - y1) / length]);
    }
    ([f64::from(line.rect.x), bottom - below], [1.0, 0.0])
}

/// The axis that a direction is close to, and how it departs from it; the direction itself if there is none.
fn upright([cos, sin]: [f64; 2]) -> ([f64; 2], f64) {
    if sin.abs() <= UPRIGHT * cos.abs() {
        ([cos.signum(), 0.0], sin / cos.abs() * cos.signum())
    } else if cos.abs() <= UPRIGHT * sin.abs() {
        ([0.0, sin.signum()], -cos / sin.abs())
    } else {
        ([cos, sin], 0.0)
    }
}
