//! Rows of dots that lead from a title to its page number. An engine takes them for letters, and the title with them.

use super::marks::Mark;
use super::reduced::Reduced;

/// Sides of dots are no longer, in inches.
const DOT: f32 = 0.035;
/// From one dot to the next it is no further, in inches.
const STEP: f32 = 0.2;
/// Lines are no closer than that, in inches: rows that are make a screen or a texture.
const APART: f32 = 0.08;
/// Dots of a row: three are an ellipsis, and a few specks may stand in a row by chance.
const FEWEST: usize = 8;
/// Rows of dots that make a list.
const FEWEST_ROWS: usize = 3;

/// The rows of dots of an image, given all its marks: each from left to right.
pub fn leaders(image: &Reduced, marks: &[Mark]) -> Vec<Vec<Mark>> {
    let (side, step) = (image.inches(DOT) as u32, image.inches(STEP) as u32);
    let is_dot = |mark: &Mark| mark.width() <= side && mark.height() <= side;
    let mut order: Vec<usize> = (0..marks.len()).collect();
    order.sort_by_key(|i| marks[*i].left);
    // The last mark so far in each row of pixels, and of each mark the row that it ends.
    let mut last: Vec<Option<usize>> = vec![None; image.height + 1];
    let mut row_of: Vec<usize> = vec![usize::MAX; marks.len()];
    let mut rows: Vec<Vec<Mark>> = Vec::new();
    for i in order {
        let mark = marks[i];
        if is_dot(&mark) {
            // What stands to the left of it, and would stand between two dots.
            let before =
                (mark.top..mark.bottom).filter_map(|y| last[y as usize]).max_by_key(|i| marks[*i].left);
            let index = before.map_or(usize::MAX, |before| row_of[before]);
            row_of[i] = match rows.get_mut(index).and_then(|row| Some((*row.last()?, row))) {
                Some((last, row)) if is_beside(&last, &mark, step) => {
                    if goes_on(row, &mark) {
                        row.push(mark);
                        index
                    } else {
                        // What was beside the first dot was none: a speck, or the end of a word.
                        rows.push(vec![last, mark]);
                        rows.len() - 1
                    }
                }
                _ => {
                    rows.push(vec![mark]);
                    rows.len() - 1
                }
            };
        }
        for y in mark.top..mark.bottom {
            last[y as usize] = Some(i);
        }
    }
    rows.retain(|row| row.len() > 2);
    let apart = image.inches(APART) as u32;
    let is_alone = |row: &Vec<Mark>| {
        let is_near =
            |other: &&Vec<Mark>| other[0].bottom.abs_diff(row[0].bottom) < apart && overlap(row, other);
        rows.iter().filter(is_near).count() == 1
    };
    rows.iter().filter(|row| row.len() >= FEWEST && is_loose(row) && is_alone(row)).cloned().collect()
}

/// Whether two rows stand above each other in part.
fn overlap(a: &[Mark], b: &[Mark]) -> bool {
    let ends =
        |row: &[Mark]| row.first().zip(row.last()).map_or((0, 0), |(first, last)| (first.left, last.right));
    let ((left, right), (other_left, other_right)) = (ends(a), ends(b));
    left < other_right && other_left < right
}

/// Whether a dot follows another at its height. Places of small marks are rounded.
fn is_beside(last: &Mark, dot: &Mark, step: u32) -> bool {
    let distance = dot.left - last.left;
    distance > last.width() && distance <= step && dot.bottom.abs_diff(last.bottom) <= 1
}

/// Whether a dot is as far from the last one of a row as these are from each other.
fn goes_on(row: &[Mark], dot: &Mark) -> bool {
    let [first, .., last] = row else {
        return true;
    };
    let step = (last.left - first.left) as f32 / (row.len() - 1) as f32;
    ((dot.left - last.left) as f32 - step).abs() <= 1.5
}

/// Whether there is more paper than ink in a row, as is not so among small letters.
fn is_loose(row: &[Mark]) -> bool {
    let ink: u32 = row.iter().map(Mark::width).sum();
    row.first().zip(row.last()).is_some_and(|(first, last)| 2 * ink <= last.right - first.left)
}

/// Whether most lines of a page have a row of dots, one below the other: a list of titles and numbers. An engine that
/// looks for columns would read the titles first and then the numbers.
pub fn is_list(leaders: &[Vec<Mark>], lines: &[Vec<Mark>]) -> bool {
    let mut spans: Vec<(u32, u32)> = leaders.iter().filter_map(|row| span(row)).collect();
    spans.sort_unstable();
    let is_single = spans.windows(2).all(|pair| pair[0].1 <= pair[1].0);
    // A dot stands at the foot of its line.
    let is_in_list = |line: &[Mark]| {
        span(line).is_none_or(|(top, bottom)| spans.iter().any(|dots| (top..=bottom + 1).contains(&dots.1)))
    };
    let others = lines.iter().filter(|line| !is_in_list(line)).count();
    is_single && spans.len() >= FEWEST_ROWS && others <= spans.len()
}

/// Top and bottom of a row.
fn span(row: &[Mark]) -> Option<(u32, u32)> {
    let top = row.iter().map(|mark| mark.top).min()?;
    Some((top, row.iter().map(|mark| mark.bottom).max()?))
}
