//! Recognised text as data: what may stand in a text file, and how XML wants it.

use std::fmt::{self, Write};

/// A character as it may stand in any text file. Line ends and tabs inside a word or a name would end a
/// row or a page, so they become spaces; other control characters, and what XML 1.0 forbids even escaped,
/// become U+FFFD, so that it stays visible that something stood there.
pub(super) fn printable(c: char) -> char {
    match c {
        '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => ' ',
        '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
        c if c.is_control() => '\u{fffd}',
        c => c,
    }
}

/// Displays text with every character [`printable`] and nothing else changed.
pub(super) struct Printable<'a>(pub &'a str);

impl fmt::Display for Printable<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|c| f.write_char(printable(c)))
    }
}

/// Displays text so that it can stand in XML, between tags as well as in an attribute.
pub(super) struct Xml<'a>(pub &'a str);

impl fmt::Display for Xml<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|c| match printable(c) {
            '&' => f.write_str("&amp;"),
            '<' => f.write_str("&lt;"),
            '>' => f.write_str("&gt;"),
            '"' => f.write_str("&quot;"),
            '\'' => f.write_str("&#39;"),
            c => f.write_char(c),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn xml_specials_are_escaped_and_forbidden_characters_replaced() {
        assert_eq!(
            Xml("a]]><b c=\"'&\0\u{ffff}").to_string(),
            "a]]&gt;&lt;b c=&quot;&#39;&amp;\u{fffd}\u{fffd}"
        );
    }

    #[test]
    fn line_ends_become_spaces_and_ordinary_text_stays() {
        assert_eq!(Printable("a\tb\u{c}c\u{2028}d").to_string(), "a b c d");
        assert_eq!(Printable("naïve 日本 😀 שלום\u{200f}").to_string(), "naïve 日本 😀 שלום\u{200f}");
    }
}
