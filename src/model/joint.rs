//! What stands between two words: nothing in scripts that know no spaces, a space everywhere else. The characters at the
//! joint decide.

/// Whether two words that follow each other in a line are divided by a space. Thai and its neighbours leave spaces between
/// phrases, so what an engine or a page divides there is divided.
pub fn has_space(before: &str, after: &str) -> bool {
    !ends(before, after).is_some_and(|(before, after)| joins(before, after))
}

/// The same of the last word of a line and the first of the next. Lines of such scripts end anywhere, before and after
/// numbers too.
pub fn has_space_over_lines(before: &str, after: &str) -> bool {
    let goes_on = |(before, after): (char, char)| {
        joins(before, after)
            || (is_southeast_asian(before) && is_southeast_asian(after))
            || (is_east_asian(before) && after.is_ascii_digit())
            || (before.is_ascii_digit() && is_east_asian(after))
    };
    !ends(before, after).is_some_and(goes_on)
}

/// What stands between the last word of a line and the first of the next, where lines are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineJoint {
    /// They are halves of one word: the hyphen at the end of the first goes.
    Halves,
    /// A space.
    Space,
    /// Nothing: "1914-" and "1918", and scripts that know no spaces.
    Nothing,
}

impl LineJoint {
    /// What stands between these two.
    pub fn between(last: &str, next: &str) -> LineJoint {
        if divided(last, next).is_some() {
            LineJoint::Halves
        } else if ends_compound(last, next) || !has_space_over_lines(last, next) {
            LineJoint::Nothing
        } else {
            LineJoint::Space
        }
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

/// Hyphens by which words are divided.
pub fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{ad}' | '\u{2e17}')
}

/// Whether two words between which an engine saw no space are one. Engines that know a script without spaces divide Korean
/// and Thai into single characters, and numbers from what stands beside them. Words that are divided by no space in any case
/// stay as they are: of Chinese they are as long as a word should be.
pub fn is_one_word(before: &str, after: &str) -> bool {
    let is_divided = |(before, after)| {
        [before, after].into_iter().any(|c| is_east_asian(c) || is_southeast_asian(c) || is_korean(c))
    };
    has_space(before, after) && ends(before, after).is_some_and(is_divided)
}

/// The characters at the joint.
fn ends(before: &str, after: &str) -> Option<(char, char)> {
    Some((before.chars().next_back()?, after.chars().next()?))
}

fn joins(before: char, after: char) -> bool {
    match (is_east_asian(before), is_east_asian(after)) {
        (true, true) => true,
        (true, false) => is_shared_mark(after),
        (false, true) => is_shared_mark(before),
        (false, false) => false,
    }
}

/// Chinese characters, Japanese syllables and Chinese phonetic ones, with their punctuation. Korean is written with spaces.
pub fn is_east_asian(c: char) -> bool {
    matches!(c,
        '\u{2e80}'..='\u{2fdf}'
        | '\u{3000}'..='\u{312f}'
        | '\u{31a0}'..='\u{31ff}'
        | '\u{3220}'..='\u{325f}'
        | '\u{3280}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe4f}'
        | '\u{ff00}'..='\u{ff9f}'
        | '\u{20000}'..='\u{3ffff}')
}

/// Korean syllables and their parts.
pub fn is_korean(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}' | '\u{ac00}'..='\u{d7ff}')
}

/// Thai, Lao, Burmese and Khmer.
fn is_southeast_asian(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}')
}

/// Dashes, quotation marks, dots: as wide as a character beside Chinese ones, and with spaces in other scripts.
fn is_shared_mark(c: char) -> bool {
    matches!(c, '\u{b7}' | '\u{2014}' | '\u{2015}' | '\u{2018}'..='\u{201d}' | '\u{2025}' | '\u{2026}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_characters_at_the_joint_decide() {
        for (before, after) in
            [("日本", "語"), ("です", "。"), ("カタ", "カナ"), ("说", "“你"), ("好”", "他"), ("完", "……")]
        {
            assert!(!has_space(before, after), "{before} {after}");
            assert!(!has_space_over_lines(before, after), "{before} {after}");
        }
        for (before, after) in
            [("the", "tide"), ("한국어", "문장"), ("第", "3"), ("用", "PDF"), ("said", "“you"), ("", "a")]
        {
            assert!(has_space(before, after), "{before} {after}");
        }
    }

    #[test]
    fn what_an_engine_has_divided_is_one() {
        for (before, after) in [("받았", "습니다"), ("2024", "年"), ("ภา", "ษา"), ("은", "?")]
        {
            assert!(is_one_word(before, after), "{before} {after}");
        }
        for (before, after) in [("日本", "語"), ("the", "tide"), ("12", "%")] {
            assert!(!is_one_word(before, after), "{before} {after}");
        }
    }

    #[test]
    fn lines_end_where_they_like() {
        assert!(!has_space_over_lines("2024", "年"));
        assert!(!has_space_over_lines("第", "3"));
        assert!(has_space_over_lines("用", "PDF"));
        assert!(has_space("ภาษา", "ไทย"));
        assert!(!has_space_over_lines("ภาษา", "ไทย"));
        assert!(has_space_over_lines("शब्द", "और"));
    }
}
