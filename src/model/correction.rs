//! What a person puts right in the text of a page: [`PageText::edit`], and what takes it back.
//!
//! Of every correction the words stay that the engine had read ([`Correction::read`]). From these follows what the page is
//! worth as it was read, a word that is set back is what it was, and after the page has been read anew it shows whether the
//! correction still fits ([`offer`]).

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::page::{Block, Confidence, Line, PageText, Rect, Word, fit};

mod letters;
mod missed;
pub mod offer;
mod splice;

use splice::Splice;

/// Something that a person puts right.
#[derive(Debug, Clone, PartialEq)]
pub enum Edit {
    /// These words of one line, as [`PageText::words`] counts them, are this text. White space divides; without any text they
    /// are none.
    Words {
        /// The first of them.
        first: usize,
        /// How many they are, at least one.
        count: usize,
        /// What stands there.
        text: String,
    },
    /// A line that was missed.
    Line {
        /// Where it stands, in page points.
        rect: Rect,
        /// What it says.
        text: String,
    },
}

/// What a person has put right at one place. The words that stand there now say so by [`Word::corrected`]; those of one
/// correction follow each other in one line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Correction {
    /// The place.
    pub rect: Rect,
    /// The words that the engine had read there, as they were; none of what it had missed.
    pub read: Vec<Word>,
    /// How many words stand there now; none where they were taken out.
    pub words: usize,
}

/// What takes an edit back, and only this: the block that it changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Mend {
    blocks: Splice<Block>,
    corrections: Splice<Correction>,
}

/// Where a line stands: block, paragraph, line.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Place {
    block: usize,
    paragraph: usize,
    line: usize,
}

impl PageText {
    /// Puts something right. What takes that back; `None` where it changes nothing, or makes no sense.
    pub fn edit(&mut self, edit: &Edit) -> Option<Mend> {
        match edit {
            Edit::Words { first, count, text } => self.edit_words(*first, *count, text),
            Edit::Line { rect, text } => self.add_line(*rect, text),
        }
    }

    /// Takes back what was done last; what does it again.
    pub fn mend(&mut self, mend: Mend) -> Mend {
        Mend {
            blocks: mend.blocks.apply(&mut self.blocks),
            corrections: mend.corrections.apply(&mut self.corrections),
        }
    }

    fn edit_words(&mut self, first: usize, count: usize, text: &str) -> Option<Mend> {
        let (place, begins) = self.place_of(first)?;
        let line = self.line_at(place)?;
        let given: Vec<&str> = text.split_whitespace().collect();
        let there = line.words.get(first - begins..(first - begins).checked_add(count)?)?;
        if there.is_empty() {
            return None;
        }
        let (changed, wanted) = changed(there, &given)?;
        let changed = first + changed.start..first + changed.end;
        let fewer = wanted.is_empty();
        let (corrections, block) = (self.corrections.clone(), self.blocks.get(place.block)?.clone());
        if changed.len() == wanted.len() && !self.is_part_of_several(&changed) {
            // Word by word, each in its own box.
            for (i, word) in changed.zip(wanted) {
                self.replace(place, begins, i..i + 1, &[word]);
            }
        } else {
            self.replace(place, begins, changed, &wanted);
        }
        let is_left = self.tidy(place, fewer);
        Some(Mend {
            blocks: Splice { at: place.block, gone: usize::from(is_left), by: vec![block] },
            corrections: Splice::between(&corrections, &self.corrections),
        })
    }

    /// The line in which a word stands, and the number of the line's first word.
    fn place_of(&self, word: usize) -> Option<(Place, usize)> {
        let mut begins = 0;
        for (place, line) in self.places() {
            if word < begins + line.words.len() {
                return Some((place, begins));
            }
            begins += line.words.len();
        }
        None
    }

    /// All lines and where they stand, in reading order.
    fn places(&self) -> impl Iterator<Item = (Place, &Line)> {
        self.blocks.iter().enumerate().flat_map(|(block, content)| {
            content.paragraphs.iter().enumerate().flat_map(move |(paragraph, content)| {
                let lines = content.lines.iter().enumerate();
                lines.map(move |(line, content)| (Place { block, paragraph, line }, content))
            })
        })
    }

    fn line_at(&self, place: Place) -> Option<&Line> {
        self.blocks.get(place.block)?.paragraphs.get(place.paragraph)?.lines.get(place.line)
    }

    fn line_at_mut(&mut self, place: Place) -> Option<&mut Line> {
        self.blocks.get_mut(place.block)?.paragraphs.get_mut(place.paragraph)?.lines.get_mut(place.line)
    }

    /// The words of each correction, counted as [`PageText::words`] does.
    fn spans(&self) -> Vec<Range<usize>> {
        let mut written = self.words().enumerate().filter(|(_, word)| word.corrected.is_some());
        let mut after = 0;
        let mut span = |correction: &Correction| {
            let mut first = None;
            for (i, _) in written.by_ref().take(correction.words) {
                first = first.or(Some(i));
                after = i + 1;
            }
            first.unwrap_or(after)..after
        };
        self.corrections.iter().map(&mut span).collect()
    }

    /// Whether any of these words was written together with others.
    fn is_part_of_several(&self, words: &Range<usize>) -> bool {
        let touches = |span: &Range<usize>| span.start < words.end && span.end > words.start;
        self.spans().iter().any(|span| span.len() > 1 && touches(span))
    }

    /// Puts words in the place of these, and keeps what was read there. What was corrected together before stays one
    /// correction.
    fn replace(&mut self, place: Place, begins: usize, words: Range<usize>, by: &[&str]) {
        let spans = self.spans();
        let from = spans.partition_point(|span| span.end <= words.start);
        let to = spans.partition_point(|span| span.start < words.end).max(from);
        let Some(line) = self.line_at(place) else {
            return;
        };
        // A correction is wholly in the line.
        let touched = spans[from..to].iter().filter(|span| !span.is_empty());
        let all = touched.fold(words.clone(), |all, span| all.start.min(span.start)..all.end.max(span.end));
        let all = all.start.max(begins)..all.end.min(begins + line.words.len());
        let in_line = |range: Range<usize>| range.start - begins..range.end - begins;
        let old = &line.words[in_line(all.clone())];

        let mut read: Vec<Word> = Vec::new();
        let mut groups = (from..to).peekable();
        for (i, word) in all.clone().zip(old) {
            while let Some(group) = groups.next_if(|group| spans[*group].start <= i) {
                read.extend_from_slice(&self.corrections[group].read);
            }
            read.extend((word.corrected.is_none()).then(|| word.clone()));
        }
        groups.for_each(|group| read.extend_from_slice(&self.corrections[group].read));

        let new = letters::written(&line.words[in_line(words.clone())], by, line);
        let before = &line.words[in_line(all.start..words.start)];
        let after = &line.words[in_line(words.end..all.end)];
        let mut now: Vec<Word> = [before, &new, after].concat();
        let rects = old.iter().chain(&read).chain(&now).map(|word| word.rect);
        let rect = rects.reduce(Rect::union).unwrap_or_default();
        let correction = if says(&now) == says(&read) {
            now = read;
            None
        } else {
            let said = says(&read);
            for word in &mut now {
                word.corrected = Some(said.clone());
                word.confidence = Confidence::UNMEASURED;
            }
            Some(Correction { rect, read, words: now.len() })
        };
        if let Some(line) = self.line_at_mut(place) {
            line.words.splice(in_line(all), now);
        }
        self.corrections.splice(from..to, correction);
    }

    /// After words were taken out of a line it is as large as what is left of it; a line without any goes, and with it
    /// what then has no lines. Whether the block is left.
    fn tidy(&mut self, Place { block, paragraph, .. }: Place, fewer: bool) -> bool {
        let Some(content) = self.blocks.get_mut(block).filter(|_| fewer) else {
            return true;
        };
        if let Some(inner) = content.paragraphs.get_mut(paragraph) {
            inner.lines.retain_mut(|line| fit(&mut line.rect, line.words.iter().map(|word| word.rect)));
            fit(&mut inner.rect, inner.lines.iter().map(|line| line.rect));
        }
        content.paragraphs.retain(|paragraph| !paragraph.lines.is_empty());
        let is_left = fit(&mut content.rect, content.paragraphs.iter().map(|paragraph| paragraph.rect));
        if !is_left {
            self.blocks.remove(block);
        }
        is_left
    }
}

/// What words say, divided by spaces.
fn says(words: &[Word]) -> String {
    words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
}

/// Which of the words are others than those given, and what these are; `None` where all are the same. It is at least one
/// word: what is new has to stand somewhere.
fn changed<'a>(there: &[Word], given: &[&'a str]) -> Option<(Range<usize>, Vec<&'a str>)> {
    let is_same = |(word, given): &(&Word, &&str)| word.text == **given;
    let before = there.iter().zip(given).take_while(is_same).count();
    if before == there.len() && before == given.len() {
        return None;
    }
    let (there_left, given_left) = (&there[before..], &given[before..]);
    let after = there_left.iter().rev().zip(given_left.iter().rev()).take_while(is_same).count();
    let (mut from, mut to) = (before, there.len() - after);
    let (mut given_from, mut given_to) = (before, given.len() - after);
    if from == to && from > 0 {
        (from, given_from) = (from - 1, given_from - 1);
    } else if from == to {
        (to, given_to) = (to + 1, given_to + 1);
    }
    Some((from..to, given[given_from..given_to].to_vec()))
}
