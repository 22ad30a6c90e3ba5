//! What can be wrong with the file in which a site says how it wants to be, `config.json`.

use super::options::Mistake;

/// Something that is wrong in it, and where. The rest of the file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteMistake {
    /// The line, from 1.
    pub line: u32,
    /// The character in it, from 1.
    pub column: u32,
    /// What is wrong.
    pub wrong: Wrong,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// It is larger than any such file is.
    TooLarge,
    /// It is no JSON, so that nothing of it holds.
    NotJson(NotJson),
    /// There is nothing of this name.
    UnknownKey {
        /// The name.
        key: String,
        /// What may have been meant.
        near: Option<&'static str>,
    },
    /// A name stands there twice.
    Twice(String),
    /// A value is of another kind than it has to be.
    Kind {
        /// Its name; empty for the whole file.
        key: String,
        /// What it has to be.
        wanted: Kind,
    },
    /// A value is none of those that there are.
    UnknownValue {
        /// Its name.
        key: String,
        /// The value.
        value: String,
        /// What may have been meant.
        near: Option<&'static str>,
    },
    /// The value of an option makes no sense.
    Option {
        /// The option.
        key: String,
        /// The value.
        value: String,
        /// What is wrong with it.
        mistake: Mistake,
    },
    /// The site has no models for a language.
    NoModels(String),
}

/// Why something is no JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotJson {
    /// It ends too early.
    Ends,
    /// A character that cannot stand there.
    Character(char),
    /// A text with a line break or an unknown escape in it.
    Text,
    /// Lists within lists within lists.
    Deep,
}

/// Kinds of values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Names with values, in braces.
    Object,
    /// A text in quotation marks, of which something is left without spaces.
    Text,
    /// Texts in brackets, one at least.
    Texts,
    /// `true` or `false`.
    YesOrNo,
    /// A number, or a text in quotation marks.
    NumberOrText,
}
