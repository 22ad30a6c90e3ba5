//! What another text of the same page says otherwise.

/// A part of a text, with the blanks after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part<'a> {
    /// The text.
    pub text: &'a str,
    /// Whether the other text does not have it.
    pub is_new: bool,
}

/// Comparisons of words that are made at most: texts that differ in more are not followed word by word.
const MOST: usize = 4_000_000;

/// The parts of `after` that `before` has, and those that it has not, word by word and in order; and in how many places the two
/// differ.
pub fn parts<'a>(before: &str, after: &'a str) -> (Vec<Part<'a>>, usize) {
    let words = |text: &'a str| text.split_inclusive(char::is_whitespace).collect::<Vec<&'a str>>();
    let old: Vec<&str> = before.split_whitespace().collect();
    // Blanks in a row stay with the word before them.
    let mut new: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    for piece in words(after) {
        let end = at + piece.len();
        match new.last_mut() {
            Some(last) if piece.trim().is_empty() => last.1 = end,
            _ => new.push((at, end)),
        }
        at = end;
    }
    let said = |place: usize| after[new[place].0..new[place].1].trim();
    let head = (0..old.len().min(new.len())).take_while(|place| old[*place] == said(*place)).count();
    let most = old.len().min(new.len()) - head;
    let is_same_end = |i: &usize| old[old.len() - 1 - i] == said(new.len() - 1 - i);
    let tail = (0..most).take_while(is_same_end).count();
    let (inner_old, inner_new) = (&old[head..old.len() - tail], head..new.len() - tail);
    let kept = common(inner_old, &inner_new.clone().map(said).collect::<Vec<_>>());

    let mut parts: Vec<Part<'a>> = Vec::new();
    let (mut places, mut was_same, mut next_old) = (0, true, head);
    for (place, (start, end)) in new.iter().copied().enumerate() {
        let partner = match place {
            place if place < head => Some(place),
            place if place >= inner_new.end => Some(old.len() - (new.len() - place)),
            place => kept[place - head].map(|partner| partner + head),
        };
        // Words of the old text that are missing here are a difference, too.
        let is_gap = partner.is_some_and(|partner| partner > next_old);
        let is_same = partner.is_some();
        places += usize::from(was_same && (!is_same || is_gap));
        was_same = is_same;
        next_old = partner.map_or(next_old, |partner| partner + 1);
        match parts.last_mut() {
            Some(last) if last.is_new != is_same => {
                let from = start - last.text.len();
                last.text = &after[from..end];
            }
            _ => parts.push(Part { text: &after[start..end], is_new: !is_same }),
        }
    }
    places += usize::from(was_same && next_old < old.len());
    (parts, places)
}

/// For each word of the second text, which one of the first it is, so that as many as possible are.
fn common(old: &[&str], new: &[&str]) -> Vec<Option<usize>> {
    let mut kept = vec![None; new.len()];
    let across = new.len() + 1;
    if old.is_empty() || new.is_empty() || old.len().saturating_mul(new.len()) > MOST {
        return kept;
    }
    // How many words the rests of both texts share, from each pair of places on.
    let mut shared = vec![0_u16; (old.len() + 1) * across];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            shared[i * across + j] = if old[i] == new[j] {
                shared[(i + 1) * across + j + 1] + 1
            } else {
                shared[(i + 1) * across + j].max(shared[i * across + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    while i < old.len() && j < new.len() {
        if old[i] == new[j] {
            kept[j] = Some(i);
            (i, j) = (i + 1, j + 1);
        } else if shared[(i + 1) * across + j] >= shared[i * across + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(before: &str, after: &str) -> (String, usize) {
        let (parts, places) = parts(before, after);
        let shown = |part: &Part<'_>| {
            if part.is_new { format!("[{}]", part.text) } else { part.text.to_owned() }
        };
        (parts.iter().map(shown).collect(), places)
    }

    #[test]
    fn words_that_are_other_are_marked_where_they_stand() {
        assert_eq!(marked("the old dog ran", "the old dog ran"), ("the old dog ran".to_owned(), 0));
        assert_eq!(marked("the o1d dog\nran", "the old dog\nran"), ("the [old ]dog\nran".to_owned(), 1));
        assert_eq!(marked("a b c d", "x b c y z"), ("[x ]b c [y z]".to_owned(), 2));
        assert_eq!(marked("", "all new"), ("[all new]".to_owned(), 1));
        assert_eq!(marked("all gone", ""), (String::new(), 1));
    }

    #[test]
    fn words_that_are_missing_count_as_a_place_though_nothing_can_be_marked() {
        assert_eq!(marked("one two three four", "one four"), ("one four".to_owned(), 1));
        assert_eq!(marked("one two three", "one two"), ("one two".to_owned(), 1));
        assert_eq!(marked("one two three", "two three"), ("two three".to_owned(), 1));
    }

    #[test]
    fn blanks_stay_with_the_words_before_them() {
        assert_eq!(marked("a b", "a \n\n c"), ("a \n\n [c]".to_owned(), 1));
        assert_eq!(marked("same words", "same    words "), ("same    words ".to_owned(), 0));
    }

    #[test]
    fn texts_that_have_little_in_common_are_not_followed_word_by_word() {
        let numbers = |from: u32| (from..from + 3000).map(|n| format!("w{n} ")).collect::<String>();
        let (before, after) = (numbers(0), numbers(5000));
        let (parts, places) = parts(&before, &after);
        assert_eq!((parts.len(), places), (1, 1));
        assert!(parts[0].is_new && parts[0].text == after);
    }
}
