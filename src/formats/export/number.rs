//! Numbers in cells, where there is no doubt that a cell is one and which.

/// More digits than this a spreadsheet does not keep.
const MOST_DIGITS: usize = 15;

/// What divides a number's whole part from the rest on a page in this language; `None` where both are usual, or nobody knows.
fn decimal_mark(tag: Option<&str>) -> Option<char> {
    match tag?.split('-').next()? {
        "en" | "zh" | "ja" | "ko" | "he" | "th" | "hi" | "bn" | "ta" | "te" | "ml" | "mr" | "gu" | "ga"
        | "cy" => Some('.'),
        "de" | "fr" | "it" | "nl" | "pl" | "cs" | "sk" | "sl" | "hr" | "sr" | "bs" | "ro" | "bg" | "ru"
        | "uk" | "be" | "el" | "tr" | "sv" | "da" | "no" | "nb" | "nn" | "fi" | "et" | "lv" | "lt" | "hu"
        | "is" | "id" | "vi" | "ca" | "gl" | "eu" => Some(','),
        _ => None,
    }
}

/// The number that a cell is, in digits with a point, on a page in this language. Leading zeros make a name of it, and so does
/// everything else that is not sign, digits, and marks where they belong: units, dates, two numbers.
pub(super) fn number(cell: &str, tag: Option<&str>) -> Option<String> {
    let (sign, digits) = match cell.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => ("-", rest),
        None => ("", cell),
    };
    let is_mark = |c: char| matches!(c, '.' | ',' | '\'' | '\u{2019}');
    let parts: Vec<&str> = digits.split(is_mark).collect();
    if !parts.iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())) {
        return None;
    }
    let marks: Vec<char> =
        digits.chars().filter(|c| is_mark(*c)).map(|c| if c == '\u{2019}' { '\'' } else { c }).collect();
    let has_decimals = match (marks.as_slice(), decimal_mark(tag)) {
        ([], _) | (['\'', ..], _) if marks.iter().all(|mark| *mark == '\'') => false,
        // All but the last group, and differ from it: 1.234,50.
        ([groups @ .., last], decimal) if !groups.is_empty() && groups.iter().all(|mark| mark != last) => {
            let is_usual = decimal.is_none_or(|decimal| decimal == *last);
            (is_usual && *last != '\'' && groups.windows(2).all(|pair| pair[0] == pair[1])).then_some(true)?
        }
        ([mark], Some(decimal)) => *mark == decimal,
        // One mark with three digits after it may be either.
        ([_], None) => (parts.last()?.len() != 3).then_some(true)?,
        (marks, Some(decimal)) => {
            marks.windows(2).all(|pair| pair[0] == pair[1] && pair[0] != decimal).then_some(false)?
        }
        (marks, None) => marks.windows(2).all(|pair| pair[0] == pair[1]).then_some(false)?,
    };
    let (whole, decimals) = match parts.split_last() {
        Some((decimals, whole)) if has_decimals => (whole, Some(*decimals)),
        _ => (parts.as_slice(), None),
    };
    let (first, groups) = whole.split_first()?;
    let is_grouped =
        groups.is_empty() || ((1..=3).contains(&first.len()) && groups.iter().all(|group| group.len() == 3));
    let whole = whole.concat();
    let length = whole.len() + decimals.map_or(0, str::len);
    if !is_grouped || (whole.len() > 1 && whole.starts_with('0')) || length > MOST_DIGITS {
        return None;
    }
    Some(match decimals {
        Some(decimals) => format!("{sign}{whole}.{decimals}"),
        None => format!("{sign}{whole}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_by_the_language_and_only_without_doubt() {
        let of = |cell: &str| [Some("en"), Some("de"), None].map(|tag| number(cell, tag));
        let all = |number: &str| [Some(number.to_owned()), Some(number.to_owned()), Some(number.to_owned())];
        let only = |en: Option<&str>, de: Option<&str>, unknown: Option<&str>| {
            [en, de, unknown].map(|number| number.map(str::to_owned))
        };
        for (cell, expected) in [
            ("0", all("0")),
            ("1914", all("1914")),
            ("-12", all("-12")),
            ("\u{2212}12", all("-12")),
            ("1'234'567", all("1234567")),
            ("1,200.50", only(Some("1200.50"), None, Some("1200.50"))),
            ("1.200,50", only(None, Some("1200.50"), Some("1200.50"))),
            ("1'200.50", only(Some("1200.50"), None, Some("1200.50"))),
            ("12.5", only(Some("12.5"), None, Some("12.5"))),
            ("12,5", only(None, Some("12.5"), Some("12.5"))),
            ("1.234", only(Some("1.234"), Some("1234"), None)),
            ("1,234", only(Some("1234"), Some("1.234"), None)),
            ("1.234.567", only(None, Some("1234567"), Some("1234567"))),
            ("0.05", only(Some("0.05"), None, Some("0.05"))),
        ] {
            assert_eq!(of(cell), expected, "{cell}");
        }
        for text in [
            "",
            "-",
            "007",
            "0049",
            "1.2.2024",
            "12:30",
            "5 %",
            "€5",
            "1 234",
            "12,50-",
            "1,23,456",
            "1e5",
            "=1",
            ".5",
            "5.",
            "1234567890123456",
            "٣",
            "1.200,5,0",
            "12.345'678",
            "+5",
        ] {
            assert_eq!(of(text), [None, None, None], "{text}");
        }
    }
}
