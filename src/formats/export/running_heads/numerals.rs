//! Numbers as pages have them: in digits, and small ones in Roman numerals.

/// Roman numerals above this are words more often than numbers.
const LARGEST_ROMAN: u32 = 200;

/// The number that a word is, with whatever stands around it that is neither letter nor digit.
pub(super) fn number(word: &str) -> Option<u32> {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    let digits: Option<String> =
        word.chars().map(|c| c.to_digit(10).and_then(|d| char::from_digit(d, 10))).collect();
    match digits {
        Some(digits) if !digits.is_empty() => digits.parse().ok(),
        _ => roman(word),
    }
}

/// The value of a Roman numeral as it is properly written, large or small.
fn roman(word: &str) -> Option<u32> {
    const PARTS: [(&str, u32); 9] =
        [("c", 100), ("xc", 90), ("l", 50), ("xl", 40), ("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("i", 1)];
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
    const PARTS: [(&str, u32); 9] =
        [("c", 100), ("xc", 90), ("l", 50), ("xl", 40), ("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("i", 1)];
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
        for (word, value) in
            [("12", 12), ("[7]", 7), ("-3-", 3), ("xiv", 14), ("XLII", 42), ("iv.", 4), ("٣", 3)]
        {
            assert_eq!(number(word), Some(value), "{word}");
        }
        for word in ["Mix", "civil", "iiii", "vx", "xIv", "", "-", "12a", "1,200", "mdcc"] {
            assert_eq!(number(word), None, "{word}");
        }
    }
}
