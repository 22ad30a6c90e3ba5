//! The order in which people expect files to stand: 1, 2, 10.

use std::cmp::Ordering;

/// Compares two names of files as a person would: numbers by what they come to, letters whatever their case, the ending last.
/// The same everywhere, whatever the language of the machine is.
pub fn compare(a: &str, b: &str) -> Ordering {
    let ((a_stem, a_ending), (b_stem, b_ending)) = (split(a), split(b));
    // Names that mean the same keep one order, whichever comes first.
    by_parts(a_stem, b_stem).then_with(|| by_parts(a_ending, b_ending)).then_with(|| a.cmp(b))
}

/// A name without its ending, and that: "scan.png" stands before "scan 2.png".
fn split(name: &str) -> (&str, &str) {
    name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).unwrap_or((name, ""))
}

fn by_parts(mut a: &str, mut b: &str) -> Ordering {
    loop {
        let (Some(first), Some(other)) = (a.chars().next(), b.chars().next()) else {
            return a.len().cmp(&b.len());
        };
        if first.is_ascii_digit() && other.is_ascii_digit() {
            let ((number, a_rest), (other, b_rest)) = (number(a), number(b));
            // Of any length: more digits are more.
            let order = number.len().cmp(&other.len()).then_with(|| number.cmp(other));
            if order.is_ne() {
                return order;
            }
            (a, b) = (a_rest, b_rest);
        } else {
            let order = first.to_lowercase().cmp(other.to_lowercase());
            if order.is_ne() {
                return order;
            }
            (a, b) = (&a[first.len_utf8()..], &b[other.len_utf8()..]);
        }
    }
}

/// The digits that a text begins with, without leading zeros, and what follows them.
fn number(text: &str) -> (&str, &str) {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    (text[..text.len() - rest.len()].trim_start_matches('0'), rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted<'a>(names: &[&'a str]) -> Vec<&'a str> {
        let mut names = names.to_vec();
        names.sort_by(|a, b| compare(a, b));
        names
    }

    #[test]
    fn numbers_count_by_what_they_come_to() {
        assert_eq!(sorted(&["p10.png", "p2.png", "p1.png"]), ["p1.png", "p2.png", "p10.png"]);
        assert_eq!(sorted(&["p003.tif", "p0002.tif", "p1.tif"]), ["p1.tif", "p0002.tif", "p003.tif"]);
        let long = ["1234567890123456789012.png", "999999999999999999999.png", "0.png"];
        assert_eq!(sorted(&long), [long[2], long[1], long[0]]);
        assert_eq!(sorted(&["7 of 12", "7 of 2", "12 of 1"]), ["7 of 2", "7 of 12", "12 of 1"]);
    }

    #[test]
    fn case_does_not_matter_and_copies_follow_what_they_are_of() {
        assert_eq!(sorted(&["b.png", "A.png", "a2.png", "B1.png"]), ["A.png", "a2.png", "b.png", "B1.png"]);
        let copies = ["scan (10).png", "scan.png", "scan (2).png"];
        assert_eq!(sorted(&copies), ["scan.png", "scan (2).png", "scan (10).png"]);
        assert_eq!(sorted(&["Ärger.png", "ärger 2.png", "Zoo.png"]), ["Zoo.png", "Ärger.png", "ärger 2.png"]);
    }

    #[test]
    fn it_is_an_order() {
        let names =
            ["", ".", "1", "01", "001", "1.png", "01.PNG", "a", "A", "a1b2", "a01b2", "a1b10", "ß", "é.1"];
        for a in names {
            assert_eq!(compare(a, a), Ordering::Equal);
            for b in names {
                assert_eq!(compare(a, b), compare(b, a).reverse(), "{a:?} {b:?}");
                for c in names {
                    if compare(a, b).is_le() && compare(b, c).is_le() {
                        assert!(compare(a, c).is_le(), "{a:?} {b:?} {c:?}");
                    }
                }
            }
        }
    }
}
