//! What may have been meant by a name that there is not.

/// The known name that is least far from what was typed, if it is near enough to have been meant.
pub fn nearest(typed: &str, known: impl IntoIterator<Item = &'static str>) -> Option<&'static str> {
    let typed: Vec<char> = typed.trim().to_lowercase().replace('-', "_").chars().take(40).collect();
    let farthest = (typed.len() / 3).max(1);
    let near = known.into_iter().map(|name| (distance(&typed, name), name));
    near.filter(|(far, _)| *far <= farthest).min_by_key(|(far, _)| *far).map(|(_, name)| name)
}

/// How many letters were left out, added or taken for others; two that changed places are one.
fn distance(typed: &[char], name: &str) -> usize {
    let name: Vec<char> = name.chars().collect();
    let mut two_above = Vec::new();
    let mut above: Vec<usize> = (0..=name.len()).collect();
    for (i, letter) in typed.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, other) in name.iter().enumerate() {
            let replaced = above[j] + usize::from(letter != other);
            let mut least = replaced.min(above[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && typed[i - 1] == *other && *letter == name[j - 1] {
                let changed: &Vec<usize> = &two_above;
                least = least.min(changed[j - 1] + 1);
            }
            row.push(least);
        }
        two_above = std::mem::replace(&mut above, row);
    }
    above[name.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn what_was_meant_is_found_and_nothing_far_off() {
        let known = ["title", "interface", "languages", "own_models", "dpi", "workers"];
        for (typed, meant) in [
            ("titel", "title"),
            ("Title", "title"),
            ("langauges", "languages"),
            ("own-models", "own_models"),
            ("dip", "dpi"),
            ("worker", "workers"),
        ] {
            assert_eq!(nearest(typed, known), Some(meant), "{typed}");
        }
        for typed in ["", "x", "color", "sprachen", "\u{1f600}"] {
            assert_eq!(nearest(typed, known), None, "{typed}");
        }
    }
}
