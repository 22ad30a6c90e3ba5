//! Words in a row as they are compared.

use super::letters;
use crate::model::joint::has_space_over_lines;

/// Words in a row, folded, one space between them where there is any in their script.
#[derive(Debug, Default)]
pub(super) struct Row<'a> {
    pub text: String,
    /// The last word that left anything, as it was printed, and whether no space follows it whatever comes.
    last: Option<(&'a str, bool)>,
}

impl<'a> Row<'a> {
    /// Adds a word, and says where it begins. `goes_on` says that nothing stands between it and the next.
    pub fn push(&mut self, word: &'a str, goes_on: bool) -> usize {
        let before = self.text.len();
        if let Some((last, false)) = self.last
            && has_space_over_lines(last, word)
        {
            self.text.push(' ');
        }
        let start = self.text.len();
        letters::fold_all(word, &mut self.text);
        if self.text.len() == start {
            self.text.truncate(before);
            return before;
        }
        self.last = Some((word, goes_on));
        start
    }
}

/// What a person looks for, folded.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query(pub(super) String);

impl Query {
    /// What was typed. Spaces around it say nothing.
    pub fn new(typed: &str) -> Self {
        Self(folded(typed))
    }

    /// Whether it looks for nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Text as it is compared.
pub fn folded(text: &str) -> String {
    let mut row = Row::default();
    for word in text.split_whitespace() {
        row.push(word, false);
    }
    row.text
}
