//! A sheet of paper with words set on it, in points from its top left corner.

use super::fonts::Face;
use super::shaping::Flow;

/// A1, in points.
pub const A1: (f32, f32) = (1683.78, 2383.94);
/// A3, in points.
pub const A3: (f32, f32) = (841.89, 1190.55);
/// A4, in points.
pub const A4: (f32, f32) = (595.28, 841.89);
/// A5, in points.
pub const A5: (f32, f32) = (419.53, 595.28);

/// How a run of text is set.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// The cut.
    pub face: Face,
    /// Type size in points.
    pub size: f32,
    /// Whether full lines are stretched to the width of their column.
    pub justified: bool,
}

impl Style {
    /// Ragged text.
    pub fn new(face: Face, size: f32) -> Self {
        Self { face, size, justified: false }
    }

    /// The same, with full lines stretched.
    pub fn justified(self) -> Self {
        Self { justified: true, ..self }
    }
}

/// The free part of a column of text.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Left edge.
    pub x: f32,
    /// Where the next line begins.
    pub y: f32,
    /// Width.
    pub width: f32,
    /// Where the column ends.
    pub bottom: f32,
}

/// A word at its place.
#[derive(Debug, Clone)]
pub struct PlacedWord {
    /// The characters.
    pub text: String,
    /// The cut.
    pub face: Face,
    /// Type size in points.
    pub size: f32,
    /// Left end of the baseline.
    pub x: f32,
    /// Distance of the baseline from the top of the sheet.
    pub baseline: f32,
    /// The way it is set. In a column `x` is its middle, and `baseline` the top of the word.
    pub flow: Flow,
}

/// A black bar: a ruled line of a form or table.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Left edge.
    pub x: f32,
    /// Top edge.
    pub y: f32,
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
}

/// One sheet.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// Width in points.
    pub width: f32,
    /// Height in points.
    pub height: f32,
    /// Words in reading order.
    pub words: Vec<PlacedWord>,
    /// Ruled lines.
    pub rules: Vec<Rule>,
    /// What the sheet says: a line per line, an empty line between paragraphs.
    pub text: String,
}

impl Sheet {
    /// An empty sheet.
    pub fn new((width, height): (f32, f32)) -> Self {
        Self { width, height, words: Vec::new(), rules: Vec::new(), text: String::new() }
    }

    /// The column between the margins.
    pub fn column(&self, margin: f32) -> Column {
        Column { x: margin, y: margin, width: self.width - 2.0 * margin, bottom: self.height - margin }
    }

    /// Sets one line that begins at `x` and stands on `baseline`, as a paragraph of its own.
    pub fn line(&mut self, style: Style, x: f32, baseline: f32, text: &str) {
        self.begin_paragraph();
        let words: Vec<&str> = text.split_whitespace().collect();
        self.place(style, x, baseline, &words, style.face.width(" ", style.size));
    }

    /// Sets a paragraph into the column and moves the column's free part below it. Lines that do not
    /// fit are left out. Gives whether there was room for all.
    pub fn paragraph(&mut self, column: &mut Column, style: Style, text: &str) -> bool {
        let leading = style.size * 1.38;
        let space = style.face.width(" ", style.size);
        let lines = break_lines(style, column.width, text);
        let mut begun = false;
        for (i, (words, width)) in lines.iter().enumerate() {
            if column.y + leading > column.bottom {
                return false;
            }
            if !begun {
                self.begin_paragraph();
                begun = true;
            }
            let gaps = words.len().saturating_sub(1);
            let last = i + 1 == lines.len();
            let gap = if style.justified && !last && gaps > 0 {
                space + (column.width - width) / gaps as f32
            } else {
                space
            };
            self.place(style, column.x, column.y + style.size, words, gap);
            column.y += leading;
        }
        column.y += style.size * 0.8;
        true
    }

    /// Divides what was set before from what follows by an empty line.
    pub fn begin_paragraph(&mut self) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
    }

    fn place(&mut self, style: Style, mut x: f32, baseline: f32, words: &[&str], gap: f32) {
        for word in words {
            let Style { face, size, .. } = style;
            self.words.push(PlacedWord {
                text: (*word).to_owned(),
                face,
                size,
                x,
                baseline,
                flow: Flow::Plain,
            });
            x += face.width(word, size) + gap;
        }
        self.text.push_str(&words.join(" "));
        self.text.push('\n');
    }
}

/// The words of each line, with the line's natural width.
fn break_lines(style: Style, width: f32, text: &str) -> Vec<(Vec<&str>, f32)> {
    let space = style.face.width(" ", style.size);
    let mut lines: Vec<(Vec<&str>, f32)> = Vec::new();
    for word in text.split_whitespace() {
        let advance = style.face.width(word, style.size);
        match lines.last_mut() {
            Some((words, used)) if *used + space + advance <= width => {
                words.push(word);
                *used += space + advance;
            }
            _ => lines.push((vec![word], advance)),
        }
    }
    lines
}
