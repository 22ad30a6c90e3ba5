//! Numbers as pages have them: in digits, and small ones in Roman numerals.

/// Signs of Roman numerals, the largest first.
const PARTS: [(&str, u32); 9] =
    [("c", 100), ("xc", 90), ("l", 50), ("xl", 40), ("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("i", 1)];
/// Roman numerals above this are words more often than numbers.
const LARGEST_ROMAN: u32 = 200;

/// The number that a word is, with whatever stands around it that is neither letter nor digit.
pub(super) fn number(word: &str) -> Option<u32> {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    let is_digits = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    if is_digits { word.parse().ok() } else { roman(word) }
}

/// The value of a Roman numeral as it is properly written, large or small.
fn roman(word: &str) -> Option<u32> {
    let is_one_case = word.chars().all(char::is_lowercase) || word.chars().all(char::is_uppercase);
    let lower = word.to_lowercase();
    let mut rest = lower.as_str();
    let mut value = 0;
    while let Some((part, worth)) = PARTS.iter().find(|(part, _)| rest.starts_with(part)) {
        rest = &rest[part.len()..];
        value += worth;
    }
    // Written as it should be, it comes out the same again.
    (is_one_case && rest.is_empty() && (1..=LARGEST_ROMAN).contains(&value) && written(value) == lower)
        .then_some(value)
}

fn written(mut value: u32) -> String {
    let mut text = String::new();
    for (part, worth) in PARTS {
        while value >= worth {
            text.push_str(part);
            value -= worth;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_pages_are_understood() {
        for (word, value) in [("12", 12), ("[7]", 7), ("-3-", 3), ("xiv", 14), ("XLII", 42), ("iv.", 4)] {
            assert_eq!(number(word), Some(value), "{word}");
        }
        for word in ["Mix", "civil", "iiii", "vx", "xIv", "", "-", "12a", "1,200", "mdcc"] {
            assert_eq!(number(word), None, "{word}");
        }
    }
}
