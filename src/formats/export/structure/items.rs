//! Items of a list: how they are marked, and where they begin.

use super::passage::Printed;

/// How a list item is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marker {
    /// A dot, a dash, a star.
    Bullet,
    /// A number and the character after it, a full stop or a parenthesis.
    Number(u32, char),
}

impl std::fmt::Display for Marker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Marker::Bullet => f.write_str("\u{2022}"),
            Marker::Number(number, end) => write!(f, "{number}{end}"),
        }
    }
}

/// Part of a paragraph: a list item, whose first line has its mark, or lines that are none.
pub(super) struct Item<'a> {
    pub marker: Option<Marker>,
    pub lines: Vec<Printed<'a>>,
}

/// Divides a paragraph where a line begins with the mark of a list item.
pub(super) fn items<'a>(lines: &[Printed<'a>]) -> Vec<Item<'a>> {
    let mut items: Vec<Item<'a>> = Vec::new();
    for line in lines {
        let previous = items.last().map(|item| item.marker);
        match line.line.words.split_first() {
            Some((first, rest)) if !rest.is_empty() && starts_item(&first.text, previous) => {
                items.push(Item { marker: marker(&first.text), lines: vec![*line] });
            }
            _ => match items.last_mut() {
                Some(item) => item.lines.push(*line),
                None => items.push(Item { marker: None, lines: vec![*line] }),
            },
        }
    }
    items
}

/// Whether a line that begins with this word begins an item. `previous` is the marker of what the paragraph
/// has so far, `None` at its first line. Within a paragraph a wrapped line may begin with a dash or with
/// "12." by chance, so these need an item of their kind before them.
fn starts_item(word: &str, previous: Option<Option<Marker>>) -> bool {
    match (marker(word), previous) {
        (None, _) => false,
        (Some(_), None) => true,
        (Some(Marker::Bullet), Some(previous)) => {
            previous == Some(Marker::Bullet) || !matches!(word, "-" | "\u{2013}" | "*" | "\u{b7}")
        }
        (Some(Marker::Number(number, end)), Some(previous)) => {
            matches!(previous, Some(Marker::Number(before, same)) if before < number && same == end)
        }
    }
}

fn marker(word: &str) -> Option<Marker> {
    const BULLETS: [&str; 11] = [
        "\u{2022}", "\u{25e6}", "\u{25aa}", "\u{2023}", "\u{25cf}", "\u{25cb}", "\u{25a0}", "-", "\u{2013}",
        "*", "\u{b7}",
    ];
    if BULLETS.contains(&word) {
        return Some(Marker::Bullet);
    }
    let end = word.chars().next_back().filter(|c| matches!(c, '.' | ')'))?;
    let digits = word.strip_suffix(end)?;
    let is_number = (1..=3).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| digits.parse().ok()).flatten().map(|number| Marker::Number(number, end))
}
