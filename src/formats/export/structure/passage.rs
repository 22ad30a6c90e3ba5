//! A piece of text made of words, and where each of them stands in it.

use crate::formats::export::characters::printable;
use crate::model::joint::{LineJoint, has_space};
use crate::model::page::{Direction, Line};

use super::super::regions;

/// Where a word stands in a text, in UTF-16 units, as the DOM counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WordPlace {
    /// Its place in [`PageText::words`](crate::model::page::PageText::words).
    pub word: usize,
    /// Where it begins.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
}

/// A piece of text. Every character of it is printable; lines of printed text end in `\n`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Passage {
    /// The text.
    pub text: String,
    /// Its words, in order. Halves of a divided word are two, the second beginning where the first ends.
    pub words: Vec<WordPlace>,
    /// Whether it runs from right to left.
    pub right_to_left: bool,
}

/// A line that has words, and the place of its first word among those of the page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Printed<'a> {
    pub line: &'a Line,
    pub first: usize,
}

/// A word, and its place among those of the page.
pub(super) type Placed<'a> = (usize, &'a str);

impl<'a> Printed<'a> {
    pub fn words(self) -> impl Iterator<Item = Placed<'a>> {
        (self.first..).zip(self.line.words.iter().map(|word| word.text.as_str()))
    }
}

pub(super) fn is_right_to_left(lines: &[Printed<'_>]) -> bool {
    regions::direction(lines.iter().map(|printed| printed.line)) == Direction::RightToLeft
}

/// What ends a line within a passage.
#[derive(Clone, Copy, PartialEq, Eq)]
enum LineEnd {
    Joined,
    Kept,
}

impl Passage {
    /// Text that is no page's, without words.
    pub fn plain(text: String) -> Self {
        Self { text, ..Self::default() }
    }

    /// Lines joined into one. Words divided by a hyphen at the end of a line are made whole; words of scripts that
    /// know no spaces get none.
    pub(super) fn joined<'a, L>(lines: impl IntoIterator<Item = L>, right_to_left: bool) -> Self
    where
        L: IntoIterator<Item = Placed<'a>>,
    {
        Self::of(lines, LineEnd::Joined, right_to_left)
    }

    /// Lines as they were printed.
    pub(super) fn printed(lines: &[Printed<'_>]) -> Self {
        Self::of(lines.iter().map(|line| line.words()), LineEnd::Kept, is_right_to_left(lines))
    }

    fn of<'a, L>(lines: impl IntoIterator<Item = L>, line_end: LineEnd, right_to_left: bool) -> Self
    where
        L: IntoIterator<Item = Placed<'a>>,
    {
        let mut passage = Self { right_to_left, ..Self::default() };
        let mut length = 0;
        let mut before: Option<&str> = None;
        for line in lines {
            for (i, (word, text)) in line.into_iter().enumerate() {
                if let Some(before) = before {
                    let joint = match (i, line_end) {
                        (0, LineEnd::Joined) => LineJoint::between(before, text),
                        (0, LineEnd::Kept) => {
                            passage.text.push('\n');
                            length += 1;
                            LineJoint::Nothing
                        }
                        _ if has_space(before, text) => LineJoint::Space,
                        _ => LineJoint::Nothing,
                    };
                    match joint {
                        LineJoint::Space => {
                            passage.text.push(' ');
                            length += 1;
                        }
                        // The hyphen, which is one unit.
                        LineJoint::Halves => {
                            passage.text.pop();
                            length -= 1;
                            if let Some(half) = passage.words.last_mut() {
                                half.end = length;
                            }
                        }
                        LineJoint::Nothing => {}
                    }
                }
                let start = length;
                for c in text.chars().map(printable) {
                    passage.text.push(c);
                    length += c.len_utf16() as u32;
                }
                passage.words.push(WordPlace { word, start, end: length });
                before = Some(text);
            }
        }
        passage
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passage(lines: &[&str], line_end: LineEnd) -> Passage {
        let mut count = 0;
        let lines: Vec<Vec<Placed<'_>>> = lines
            .iter()
            .map(|line| {
                let first = count;
                let words: Vec<_> = line.split(' ').enumerate().map(|(i, text)| (first + i, text)).collect();
                count += words.len();
                words
            })
            .collect();
        Passage::of(lines, line_end, false)
    }

    fn joined(lines: &[&str]) -> String {
        passage(lines, LineEnd::Joined).text
    }

    #[test]
    fn divided_words_are_made_whole() {
        assert_eq!(joined(&["the con-", "tract of"]), "the contract of");
        assert_eq!(joined(&["Vertrags\u{ad}", "strafe"]), "Vertragsstrafe");
        assert_eq!(joined(&["прави\u{2010}", "тельство"]), "правительство");
    }

    #[test]
    fn hyphens_that_belong_to_the_word_stay() {
        assert_eq!(joined(&["state-of-the-", "art"]), "state-of-the-art");
        assert_eq!(joined(&["Smith-", "Jones"]), "Smith-Jones");
        assert_eq!(joined(&["1914-", "1918"]), "1914-1918");
        assert_eq!(joined(&["a -", "b"]), "a - b");
        assert_eq!(joined(&["well-known fact"]), "well-known fact");
    }

    #[test]
    fn scripts_without_spaces_get_none() {
        assert_eq!(joined(&["日本 語", "です。"]), "日本語です。");
        assert_eq!(joined(&["第 3 章"]), "第 3 章");
        assert_eq!(joined(&["平成", "3 年"]), "平成3 年");
        assert_eq!(joined(&["한국어 문장", "입니다"]), "한국어 문장 입니다");
    }

    /// What stands in a text where its words are said to be.
    fn placed(passage: &Passage) -> Vec<(usize, String)> {
        let units: Vec<u16> = passage.text.encode_utf16().collect();
        let at =
            |place: &WordPlace| String::from_utf16(&units[place.start as usize..place.end as usize]).unwrap();
        passage.words.iter().map(|place| (place.word, at(place))).collect()
    }

    #[test]
    fn every_word_is_found_where_it_is_said_to_be() {
        let lines = ["😀 the con-", "tract of 𝒳 1914-", "1918 日本 語"];
        let whole = passage(&lines, LineEnd::Joined);
        assert_eq!(whole.text, "😀 the contract of 𝒳 1914-1918 日本語");
        let of = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).enumerate().collect::<Vec<_>>();
        assert_eq!(
            placed(&whole),
            of(&["😀", "the", "con", "tract", "of", "𝒳", "1914-", "1918", "日本", "語"])
        );
        assert_eq!(whole.words[2].end, whole.words[3].start);
        let printed = passage(&lines, LineEnd::Kept);
        assert_eq!(printed.text, "😀 the con-\ntract of 𝒳 1914-\n1918 日本語");
        assert_eq!(
            placed(&printed),
            of(&["😀", "the", "con-", "tract", "of", "𝒳", "1914-", "1918", "日本", "語"])
        );
    }
}
