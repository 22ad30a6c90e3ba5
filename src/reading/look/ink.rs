//! The ink of a page that no word explains.

use super::Seen;
use super::marks::Mark;
use crate::model::bitmap::BitmapHeader;
use crate::model::look::UnreadInk;
use crate::model::page::{PageText, Rect, Word};

/// Words of which an engine is less sure explain nothing: it finds such in pictures and in what it cannot read.
const BELIEVED: f32 = 25.0;
/// The sides of the squares in which unread marks are one region when they touch, in inches.
const REGION: f32 = 0.4;

/// Ground that differs less from the paper is as good as paper.
const SHADE: u8 = 24;
/// Ink of a smaller share of the strength of others is faint.
const FAINT: f32 = 0.6;

/// The gap between two marks from which on they are of two words, as a share of their height.
const GAP: f32 = 0.3;
/// And that from which on they have nothing to do with each other.
const BESIDE: f32 = 1.5;

/// The ink of a bitmap that no word explains.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Unread {
    /// How much that is, and where.
    pub ink: UnreadInk,
    /// Whether a good part of it is faint, or does not stand on plain paper: words may come out when that is evened out.
    pub is_uneven: bool,
}

/// What of the ink of a bitmap is left when that of all words is taken away.
pub fn unread(seen: &Seen, header: &BitmapHeader, text: &PageText) -> Unread {
    let (across, down) = (seen.size.0 as f32, seen.size.1 as f32);
    let on_page = |x: f32, y: f32| header.placement.point((x, across), (y, down));
    let words = Words::of(seen, header, text);
    let ink = |marks: &mut dyn Iterator<Item = &Mark>| marks.map(|mark| u64::from(mark.pixels)).sum::<u64>();
    let left: Vec<Mark> = seen.letters.iter().filter(|mark| !words.explain(mark)).copied().collect();
    let (all, unread) = (ink(&mut seen.letters.iter()), ink(&mut left.iter()));
    let place = largest_region(seen, &left).map(|[left, top, right, bottom]| {
        let ((x0, y0), (x1, y1)) = (on_page(left, top), on_page(right, bottom));
        Rect { x: x0.min(x1), y: y0.min(y1), width: (x1 - x0).abs(), height: (y1 - y0).abs() }
    });
    let uneven = ink(&mut uneven(seen, &left));
    let marks = left.len() as u32;
    let pieces = pieces(&left, |mark| seen.is_strong(mark));
    let ink = UnreadInk { ink: all, unread, marks, pieces, words: words.count, place };
    Unread { ink, is_uneven: seen.is_rough || 4 * uneven >= unread }
}

/// The most marks without an explanation in one of these parts of the page, in page points. It stands upright on its page.
pub fn most_unread(seen: &Seen, header: &BitmapHeader, text: &PageText, parts: &[Rect]) -> usize {
    let words = Words::of(seen, header, text);
    let left: Vec<_> = seen.letters.iter().filter(|mark| !words.explain(mark)).collect();
    let marks_in = |part: &Rect| left.iter().filter(|mark| seen.is_in(header, mark, part)).count();
    parts.iter().map(marks_in).max().unwrap_or(0)
}

/// About how many words these marks make, which come row by row. Single marks at even distances are no words but a pattern,
/// and what is weak is a stain.
fn pieces(marks: &[Mark], is_strong: impl Fn(&Mark) -> bool) -> u32 {
    let follows = |left: &Mark, right: &Mark, gap: f32| {
        let height = left.height().max(right.height()) as f32;
        let is_level = left.top < right.bottom && right.top < left.bottom;
        is_level && right.left >= left.left && right.left as f32 - left.right as f32 <= gap * height
    };
    let mut count = 0;
    for row in marks.chunk_by(|left, right| follows(left, right, BESIDE)) {
        let words = row.chunk_by(|left, right| follows(left, right, GAP));
        let is_word = |word: &&[Mark]| {
            let is_alone = row.len() == 1;
            (is_alone || word.len() > 1 || word[0].width() > word[0].height()) && word.iter().all(&is_strong)
        };
        count += words.filter(is_word).count();
    }
    count as u32
}

/// Those of some marks that are faint, or do not stand on paper.
fn uneven<'a>(seen: &Seen, marks: &'a [Mark]) -> impl Iterator<Item = &'a Mark> {
    let (ground, across) = (&seen.ground, seen.size.0);
    marks.iter().filter(move |mark| {
        let (x, y) = ((mark.left + mark.right) as usize / 2, (mark.top + mark.bottom) as usize / 2);
        let tone = ground.tone[y * across + x];
        tone.abs_diff(seen.paper) > SHADE
            || f32::from(ground.strongest(across, mark)) < FAINT * f32::from(seen.usual)
    })
}

fn is_believed(word: &Word) -> bool {
    word.confidence.0 >= BELIEVED && word.text.chars().any(char::is_alphanumeric)
}

/// The boxes of words among the pixels of a reduced image, in bands down the page.
struct Words {
    bands: Vec<Vec<[f32; 4]>>,
    /// How many there are.
    count: u32,
}

/// Pixels of a band.
const BAND: usize = 32;

impl Words {
    /// The words that an engine was at least a little sure of.
    fn of(seen: &Seen, header: &BitmapHeader, text: &PageText) -> Self {
        let (across, down) = (seen.size.0 as f32, seen.size.1 as f32);
        let among_pixels = |x: f32, y: f32| {
            let (x, y) = header.placement.share(x, y);
            (x * across, y * down)
        };
        let boxes = text.words().filter(|word| is_believed(word)).map(|word| {
            // Boxes end where the engine saw ink, and round.
            let Rect { x, y, width, height } = word.rect;
            let slack = 0.15 * height.min(width);
            let (x0, y0) = among_pixels(x - slack, y - slack);
            let (x1, y1) = among_pixels(x + width + slack, y + height + slack);
            [x0.min(x1), y0.min(y1), x0.max(x1), y0.max(y1)]
        });
        Self::new(seen.size.1, boxes)
    }

    fn new(height: usize, boxes: impl Iterator<Item = [f32; 4]>) -> Self {
        let mut bands = vec![Vec::new(); height / BAND + 1];
        let mut count = 0;
        for word in boxes {
            count += 1;
            let last = bands.len() - 1;
            let band = |y: f32| (y.max(0.0) as usize / BAND).min(last);
            for band in &mut bands[band(word[1])..=band(word[3])] {
                band.push(word);
            }
        }
        Self { bands, count }
    }

    /// Whether the middle of a mark lies in a word.
    fn explain(&self, mark: &Mark) -> bool {
        let (x, y) = ((mark.left + mark.right) as f32 / 2.0, (mark.top + mark.bottom) as f32 / 2.0);
        let is_in =
            |[left, top, right, bottom]: &[f32; 4]| x >= *left && x <= *right && y >= *top && y <= *bottom;
        self.bands.get(y as usize / BAND).is_some_and(|band| band.iter().any(is_in))
    }
}

/// The box around the marks of the largest region that they make.
fn largest_region(seen: &Seen, marks: &[Mark]) -> Option<[f32; 4]> {
    let side = (seen.dpi * REGION).max(1.0) as usize;
    let (across, down) = (seen.size.0 / side + 1, seen.size.1 / side + 1);
    let square = |mark: &Mark| {
        let (x, y) = ((mark.left + mark.right) as usize / 2, (mark.top + mark.bottom) as usize / 2);
        y / side * across + x / side
    };
    let mut ink = vec![0_u64; across * down];
    for mark in marks {
        ink[square(mark)] += u64::from(mark.pixels);
    }
    // Each square takes the smallest number of those that it touches until nothing changes.
    let mut regions: Vec<usize> = (0..across * down).collect();
    let mut is_changing = true;
    while is_changing {
        is_changing = false;
        for i in (0..regions.len()).filter(|i| ink[*i] > 0) {
            let (x, y) = (i % across, i / across);
            for y in y.saturating_sub(1)..(y + 2).min(down) {
                for x in x.saturating_sub(1)..(x + 2).min(across) {
                    let other = y * across + x;
                    if ink[other] > 0 && regions[other] < regions[i] {
                        regions[i] = regions[other];
                        is_changing = true;
                    }
                }
            }
        }
    }
    let mut sums = vec![0_u64; across * down];
    ink.iter().zip(&regions).for_each(|(ink, region)| sums[*region] += ink);
    let largest = (0..sums.len()).max_by_key(|region| sums[*region])?;
    let boxes = marks.iter().filter(|mark| regions[square(mark)] == largest);
    let boxes = boxes.map(|mark| [mark.left, mark.top, mark.right, mark.bottom].map(|side| side as f32));
    boxes.reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])])
}
