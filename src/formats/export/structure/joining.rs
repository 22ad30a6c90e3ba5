//! Lines joined into running text.

use crate::formats::export::characters::printable;
use crate::model::joint::{has_space, has_space_over_lines};
use crate::model::page::Word;

/// Joins the words of these lines into one line of text. Words divided by a hyphen at the end of a line are
/// made whole; words of scripts that know no spaces get none.
pub fn join<'a>(lines: impl IntoIterator<Item = &'a [Word]>) -> String {
    let mut text = String::new();
    for line in lines {
        for (i, word) in line.iter().enumerate() {
            let word: String = word.text.chars().map(printable).collect();
            if !text.is_empty() {
                let is_line_start = i == 0;
                glue(&mut text, &word, is_line_start);
            }
            text.push_str(&word);
        }
    }
    text
}

/// Ends `text` in the way that lets `next` follow.
fn glue(text: &mut String, next: &str, is_line_start: bool) {
    let last_word = text.rsplit(' ').next().unwrap_or_default();
    if is_line_start {
        if let Some((stem, _)) = divided(last_word, next) {
            let length = text.len() - last_word.len() + stem.len();
            text.truncate(length);
            return;
        }
        if ends_compound(last_word, next) {
            return;
        }
    }
    let has_space = if is_line_start { has_space_over_lines(text, next) } else { has_space(text, next) };
    if has_space {
        text.push(' ');
    }
}

/// The first half without its hyphen, and the whole word, where `last` (at the end of a line) and `next` (at
/// the start of the following one) are halves of a word. A hyphen is taken for the printer's when a letter
/// stands before it and a lower-case letter after it, unless the first half has a hyphen already, as in
/// "state-of-the-".
pub fn divided<'a>(last: &'a str, next: &str) -> Option<(&'a str, String)> {
    let stem = last.strip_suffix(is_hyphen)?;
    let is_word = stem.chars().next_back().is_some_and(char::is_alphabetic) && !stem.contains(is_hyphen);
    let goes_on = next.chars().next().is_some_and(char::is_lowercase);
    (is_word && goes_on).then(|| (stem, format!("{stem}{next}")))
}

/// Whether a word that ends in a hyphen goes on with `next` and keeps its hyphen: "1914-" and "1918".
fn ends_compound(last: &str, next: &str) -> bool {
    last.strip_suffix(is_hyphen)
        .is_some_and(|stem| stem.chars().next_back().is_some_and(char::is_alphanumeric))
        && next.chars().next().is_some_and(char::is_alphanumeric)
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{ad}' | '\u{2e17}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::page::{Confidence, Direction, Rect};

    fn joined(lines: &[&str]) -> String {
        let lines: Vec<Vec<Word>> = lines
            .iter()
            .map(|line| {
                line.split(' ')
                    .map(|text| Word {
                        text: text.to_owned(),
                        rect: Rect::default(),
                        confidence: Confidence(90.0),
                        direction: Direction::LeftToRight,
                        is_native: false,
                    })
                    .collect()
            })
            .collect();
        join(lines.iter().map(Vec::as_slice))
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
}
