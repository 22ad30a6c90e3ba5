//! One text from the texts of a page's strips.
//!
//! Neighbours share a band of the page. What stands in its upper half is taken from the upper strip and the rest
//! from the lower, line by line, so that no line is cut; whatever of the lower strip lies on words already taken is
//! the same words again. Columns that go on below the cut go on in the text.

use crate::model::page::{Block, Line, PageText, Paragraph, Rect};

/// The part of a word that others must cover for it to be the same again.
const SAME: f32 = 0.5;
/// Two blocks are one column if they share this part of the narrower one's width.
const SAME_COLUMN: f32 = 0.6;
/// Lines follow each other as in one paragraph up to this many times the paragraph's own distance.
const SAME_PARAGRAPH: f32 = 1.25;

/// A strip that has been read.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    /// Its number.
    pub index: u32,
    /// The part of the page it shows.
    pub area: Rect,
    /// What it says, in the page's own measures.
    pub text: PageText,
}

/// The text of a page of which these are all the strips, in any order; `None` if there are none.
pub fn merge(mut pieces: Vec<Piece>) -> Option<PageText> {
    pieces.sort_by_key(|piece| piece.index);
    let whole = pieces.into_iter().reduce(|mut upper, lower| {
        let cut = f32::midpoint(lower.area.y, upper.area.bottom());
        join(&mut upper.text.blocks, lower.text.blocks, cut, lower.area.y);
        upper.area.height = lower.area.bottom() - upper.area.y;
        upper
    });
    whole.map(|piece| piece.text)
}

/// Adds what stands below `cut` to what stands above it. `band` is where the part begins that both show.
fn join(upper: &mut Vec<Block>, lower: Vec<Block>, cut: f32, band: f32) {
    let is_above = |rect: &Rect| middle(rect) < cut;
    keep(upper, is_above, |line| is_above(&line.rect));
    let words = upper.iter().flat_map(Block::lines).flat_map(|line| &line.words).map(|word| word.rect);
    let taken: Vec<Rect> = words.filter(|rect| rect.bottom() > band).collect();
    let mut lower = lower;
    keep(
        &mut lower,
        |rect| !is_above(rect),
        |line| {
            line.words.retain(|word| {
                let covered: f32 = taken.iter().map(|other| other.shared_area(&word.rect)).sum();
                covered < SAME * word.rect.width * word.rect.height
            });
            // Skewed lines may have their middle on one side here and on the other there.
            !line.words.is_empty() && line.rect.bottom() + line.rect.height > cut
        },
    );
    arrange(upper, lower, cut);
}

/// Puts blocks from below a cut where they are read: those that go on with a column into it, the others after what
/// is read before them in their own strip and after all that stands above them.
fn arrange(upper: &mut Vec<Block>, lower: Vec<Block>, cut: f32) {
    let column_of = |block: &Block| upper.iter().rposition(|column| goes_on(column, block, cut));
    let columns: Vec<Option<usize>> = lower.iter().map(column_of).collect();
    // What is read before the first column that goes on is read before that column.
    let mut place = columns.iter().flatten().next().copied();
    let mut placed = Vec::new();
    for (block, column) in lower.into_iter().zip(columns) {
        match column {
            Some(column) => {
                extend(&mut upper[column], block);
                place = Some(column + 1);
            }
            None => {
                let last_above = upper.iter().rposition(|other| is_one_column(&other.rect, &block.rect));
                place = place.max(last_above.map(|position| position + 1));
                placed.push((place.unwrap_or(upper.len()), block));
            }
        }
    }
    placed.sort_by_key(|(place, _)| *place);
    for (place, block) in placed.into_iter().rev() {
        upper.insert(place, block);
    }
}

/// Leaves the lines for which `line` holds and the pictures for which `picture` does, and no empty paragraph.
fn keep(blocks: &mut Vec<Block>, picture: impl Fn(&Rect) -> bool, mut line: impl FnMut(&mut Line) -> bool) {
    blocks.retain_mut(|block| {
        if block.paragraphs.is_empty() {
            return picture(&block.rect);
        }
        let mut is_changed = false;
        block.paragraphs.retain_mut(|paragraph| {
            let before = paragraph.lines.len();
            paragraph.lines.retain_mut(&mut line);
            if paragraph.lines.len() < before {
                is_changed = true;
                paragraph.rect = around(paragraph.lines.iter().map(|line| line.rect));
            }
            !paragraph.lines.is_empty()
        });
        if is_changed {
            block.rect = around(block.paragraphs.iter().map(|paragraph| paragraph.rect));
        }
        !block.paragraphs.is_empty()
    });
}

/// Whether a block below the cut is the same column of text as one that ends above it.
fn goes_on(column: &Block, block: &Block, cut: f32) -> bool {
    let (Some(last), Some(first)) = (column.lines().last(), block.lines().next()) else {
        return false;
    };
    let near = 2.0 * last.row_height.max(first.row_height);
    column.kind == block.kind
        && is_one_column(&column.rect, &block.rect)
        && column.rect.bottom() > cut - near
        && block.rect.y < cut + near
}

fn is_one_column(above: &Rect, below: &Rect) -> bool {
    let shared = above.right().min(below.right()) - above.x.max(below.x);
    shared >= SAME_COLUMN * above.width.min(below.width)
}

fn extend(column: &mut Block, block: Block) {
    column.rect = around([column.rect, block.rect].into_iter());
    let mut paragraphs = block.paragraphs.into_iter();
    if let (Some(last), Some(first)) = (column.paragraphs.last_mut(), paragraphs.next()) {
        if is_one(last, &first) {
            last.rect = around([last.rect, first.rect].into_iter());
            last.lines.extend(first.lines);
        } else {
            column.paragraphs.push(first);
        }
    }
    column.paragraphs.extend(paragraphs);
}

/// Whether the lines of two paragraphs, one below the other, follow each other as those of one do.
fn is_one(upper: &Paragraph, lower: &Paragraph) -> bool {
    let distance = |pair: &[Line]| middle(&pair[1].rect) - middle(&pair[0].rect);
    let own = upper.lines.windows(2).chain(lower.lines.windows(2)).map(distance).reduce(f32::max);
    let across = upper.lines.last().zip(lower.lines.first()).map(|(a, b)| middle(&b.rect) - middle(&a.rect));
    across.zip(own).is_some_and(|(across, own)| across <= own * SAME_PARAGRAPH)
}

fn middle(rect: &Rect) -> f32 {
    rect.y + rect.height / 2.0
}

fn around(rects: impl Iterator<Item = Rect>) -> Rect {
    rects.reduce(Rect::union).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::page::{Baseline, BlockKind, Confidence, Direction, Dpi, PageIndex, PageSize, Word};

    const SIZE: PageSize = PageSize { width: 1000.0, height: 2000.0 };

    /// A line of words, each 40 points wide and ten high, ten apart.
    fn line(x: f32, y: f32, text: &str) -> Line {
        let words: Vec<Word> = text
            .split(' ')
            .enumerate()
            .map(|(i, text)| Word {
                text: text.to_owned(),
                rect: Rect { x: x + i as f32 * 50.0, y, width: 40.0, height: 10.0 },
                confidence: Confidence(90.0),
                direction: Direction::LeftToRight,
                is_native: false,
                corrected: None,
            })
            .collect();
        let rect = around(words.iter().map(|word| word.rect));
        let baseline = Baseline { x0: x, y0: y + 8.0, x1: rect.right(), y1: y + 8.0 };
        Line { rect, baseline, row_height: 12.0, words }
    }

    /// A block of one paragraph: lines 14 points apart.
    fn block(x: f32, y: f32, texts: &[&str]) -> Block {
        let lines: Vec<_> =
            texts.iter().zip(0_u8..).map(|(text, i)| line(x, y + f32::from(i) * 14.0, text)).collect();
        let rect = around(lines.iter().map(|line| line.rect));
        Block { kind: BlockKind::Text, rect, paragraphs: vec![Paragraph { rect, lines }] }
    }

    fn piece(index: u32, top: f32, bottom: f32, blocks: Vec<Block>) -> Piece {
        let area = Rect { x: 0.0, y: top, width: SIZE.width, height: bottom - top };
        Piece {
            index,
            area,
            text: PageText {
                page: PageIndex(0),
                size: SIZE,
                dpi: Dpi::BEST,
                blocks,
                languages: Vec::new(),
                corrections: Vec::new(),
            },
        }
    }

    fn says(pieces: Vec<Piece>) -> String {
        merge(pieces).unwrap().to_string()
    }

    #[test]
    fn one_strip_is_the_page() {
        let text = piece(0, 0.0, 2000.0, vec![block(0.0, 10.0, &["all there is"])]);
        assert_eq!(merge(vec![text.clone()]), Some(text.text));
        assert_eq!(merge(Vec::new()), None);
    }

    #[test]
    fn lines_that_both_strips_show_are_taken_once_and_a_paragraph_goes_on() {
        // Both show 900 to 1000; the last line of the upper and the first of the lower are cut by their edges.
        let upper =
            block(0.0, 900.0, &["one two", "three four", "five six", "seven", "eight nine", "t3n", "e!3"]);
        let lower = block(
            0.0,
            900.0,
            &["0ne tw0", "thr33", "five", "seven", "eight nine", "ten", "eleven", "twelve"],
        );
        let text =
            merge(vec![piece(1, 900.0, 2000.0, vec![lower]), piece(0, 0.0, 1000.0, vec![upper])]).unwrap();
        assert_eq!(text.to_string(), "one two\nthree four\nfive six\nseven\neight nine\nten\neleven\ntwelve");
        assert_eq!((text.blocks.len(), text.blocks[0].paragraphs.len()), (1, 1));
        assert_eq!(text.blocks[0].rect.bottom(), 900.0 + 7.0 * 14.0 + 10.0);
    }

    #[test]
    fn columns_are_read_to_their_end_before_the_next() {
        let upper = [block(0.0, 930.0, &["a1", "a2", "a3"]), block(500.0, 930.0, &["b1", "b2", "b3"])];
        let lower = [
            block(0.0, 944.0, &["a2", "a3", "a4"]),
            block(500.0, 944.0, &["b2", "b3", "b4"]),
            block(0.0, 1200.0, &["the foot of the page is not of the column"]),
        ];
        let text = says(vec![piece(0, 0.0, 1000.0, upper.into()), piece(1, 900.0, 2000.0, lower.into())]);
        assert_eq!(text, "a1\na2\na3\na4\n\nb1\nb2\nb3\nb4\n\nthe foot of the page is not of the column");
    }

    #[test]
    fn a_column_of_several_blocks_is_read_to_its_end_and_what_is_below_all_columns_last() {
        let upper = [
            block(0.0, 100.0, &["one heading that stands above every column of the page"]),
            block(0.0, 930.0, &["a1", "a2"]),
            block(300.0, 200.0, &["b1", "b2"]),
            block(500.0, 930.0, &["c1", "c2"]),
        ];
        let lower = [
            block(0.0, 944.0, &["a2", "a3"]),
            block(0.0, 1200.0, &["a4"]),
            block(500.0, 944.0, &["c2", "c3"]),
            block(500.0, 1200.0, &["c4"]),
        ];
        let foot = block(0.0, 1900.0, &["and one foot of the page that is below all of the three columns"]);
        let pieces =
            |lower: Vec<Block>| vec![piece(0, 0.0, 1000.0, upper.to_vec()), piece(1, 900.0, 2000.0, lower)];
        let heading = "one heading that stands above every column of the page";
        let foot_text = "and one foot of the page that is below all of the three columns";
        assert_eq!(
            says(pieces([&lower[..], std::slice::from_ref(&foot)].concat())),
            format!("{heading}\n\na1\na2\na3\n\na4\n\nb1\nb2\n\nc1\nc2\nc3\n\nc4\n\n{foot_text}")
        );
        // Where no column but the first goes on, the foot still comes after all of them.
        assert_eq!(
            says(pieces([&lower[..2], &[foot]].concat())),
            format!("{heading}\n\na1\na2\na3\n\na4\n\nb1\nb2\n\nc1\nc2\n\n{foot_text}")
        );
        // Nor is a column torn in which there is a gap at the cut.
        let after_gap = [block(0.0, 1400.0, &["a5"]), block(500.0, 1400.0, &["c5"])];
        assert_eq!(
            says(pieces(after_gap.to_vec())),
            format!("{heading}\n\na1\na2\n\na5\n\nb1\nb2\n\nc1\nc2\n\nc5")
        );
    }

    #[test]
    fn a_paragraph_that_begins_below_the_cut_stays_one() {
        let upper = [block(0.0, 912.0, &["a b", "c d", "e f"])];
        let lower = [block(0.0, 972.0, &["a new one", "begins"])];
        let text =
            merge(vec![piece(0, 0.0, 1000.0, upper.into()), piece(1, 900.0, 2000.0, lower.into())]).unwrap();
        assert_eq!(text.to_string(), "a b\nc d\ne f\n\na new one\nbegins");
        assert_eq!((text.blocks.len(), text.blocks[0].paragraphs.len()), (1, 2));
    }

    #[test]
    fn no_word_is_doubled_or_lost_where_the_strips_disagree_about_a_line() {
        // The same skewed line, whose middle is above the cut in one and below it in the other; or the other way
        // round; or taken for two lines by one of them.
        for (in_upper, in_lower) in [(944.9, 945.1), (945.1, 944.9), (943.0, 948.0)] {
            let upper = block(0.0, in_upper, &["w1 w2 w3 w4"]);
            let mut lower = block(0.0, in_lower, &["w1 w2 w3 w4"]);
            let words = lower.paragraphs[0].lines[0].words.split_off(2);
            let second =
                Line { rect: around(words.iter().map(|word| word.rect)), words, ..line(0.0, in_lower, "-") };
            lower.paragraphs[0].lines[0].rect.width = 90.0;
            lower.paragraphs[0].lines.push(second);
            let text = merge(vec![piece(0, 0.0, 1000.0, vec![upper]), piece(1, 900.0, 2000.0, vec![lower])]);
            let text = text.unwrap();
            let words: Vec<_> = text.words().map(|word| word.text.as_str()).collect();
            assert_eq!(words, ["w1", "w2", "w3", "w4"], "{in_upper} {in_lower}");
        }
    }

    #[test]
    fn pictures_are_taken_once() {
        let picture = |y: f32| Block {
            kind: BlockKind::Image,
            rect: Rect { x: 0.0, y, width: 300.0, height: 20.0 },
            paragraphs: Vec::new(),
        };
        for y in [910.0, 939.0, 941.0, 970.0] {
            let text = merge(vec![
                piece(0, 0.0, 1000.0, vec![picture(y)]),
                piece(1, 900.0, 2000.0, vec![picture(y)]),
            ]);
            assert_eq!(text.unwrap().blocks.len(), 1, "{y}");
        }
    }
}
