//! Running heads and page numbers: what stands at the edge of page after page and is no part of the text.
//!
//! A line at the top or the bottom of a page, set off from the text, is one if it says the same in the same place on several
//! pages near each other, numbers aside, and if such numbers count as pages do. Chapters begin with a line that says the
//! same, too, but larger and not on every other page; a table that goes on repeats its first row, but on the text's own
//! distance and in its columns. Each page is compared with pages near it only.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::page::{PageIndex, PageText};

use candidates::{Candidate, Edge, candidates};

mod candidates;
mod numerals;

/// The lines of each page that are running heads, by their place in [`PageText::lines`], ascending. Pages without any are
/// not there.
pub type RunningHeads = BTreeMap<PageIndex, Vec<usize>>;

/// On so many pages a line has to say the same.
const PAGES: usize = 3;
/// So many are enough where its number counts as pages do.
const NUMBERED_PAGES: usize = 2;
/// And on one in so many of the pages between the first and the last of them.
const ONE_IN: usize = 4;
/// How far up or down the same place may be, in parts of the page's height: paper is not laid on glass twice alike.
const PLACE: f32 = 0.03;
/// The same for a line that says something else.
const SAME_PLACE: f32 = 0.012;
/// Lines of pages so near are compared with each other.
const NEAR: u32 = 4;
/// From this share of common pairs of letters on two lines are the same, badly read.
const ALIKE: f32 = 0.7;
/// A page number that was read as something else has no more characters.
const NUMBER_CHARACTERS: usize = 4;

/// Finds them in the pages of a document, which come in order.
pub fn running_heads<'a>(pages: impl IntoIterator<Item = &'a PageText>) -> RunningHeads {
    let all: Vec<Candidate> = pages.into_iter().flat_map(candidates).collect();
    let mut same: BTreeMap<(Edge, &str), Vec<usize>> = BTreeMap::new();
    for (at, candidate) in all.iter().enumerate() {
        same.entry((candidate.edge, &candidate.pattern)).or_default().push(at);
    }
    let mut found: BTreeSet<usize> = BTreeSet::new();
    for group in same.values() {
        let group = in_one_place(&all, group);
        let counting = counting(&all, &group);
        if counting.len() >= NUMBERED_PAGES && counting.len() * 2 >= group.len() {
            if is_dense(&all, &group) {
                found.extend(&group);
            }
            continue;
        }
        // Numbers that do not count are text: of a chapter, of a contract.
        let mut alike: BTreeMap<&[u32], Vec<usize>> = BTreeMap::new();
        for at in group {
            alike.entry(&all[at].numbers).or_default().push(at);
        }
        for group in alike.values().filter(|group| group.len() >= PAGES && is_dense(&all, group)) {
            // A number that is the same on every page numbers none.
            if group.iter().any(|at| all[*at].has_letters()) {
                found.extend(group);
            }
        }
    }
    let more = followers(&all, &found);
    let mut heads = RunningHeads::new();
    for at in found.union(&more) {
        heads.entry(all[*at].page).or_default().push(all[*at].line);
    }
    for lines in heads.values_mut() {
        lines.sort_unstable();
        lines.dedup();
    }
    heads
}

/// Those of a group that stand where most of it stands.
fn in_one_place(all: &[Candidate], group: &[usize]) -> Vec<usize> {
    let mut places: Vec<f32> = group.iter().map(|at| all[*at].place).collect();
    places.sort_by(f32::total_cmp);
    let usual = places.get(places.len() / 2).copied().unwrap_or_default();
    group.iter().copied().filter(|at| (all[*at].place - usual).abs() <= PLACE).collect()
}

/// Those of a group with a number that counts on, or back, to the next or the one before as the pages do.
fn counting(all: &[Candidate], group: &[usize]) -> BTreeSet<usize> {
    let mut counting = BTreeSet::new();
    for pair in group.windows(2) {
        let [first, second] = [pair[0], pair[1]].map(|at| &all[at]);
        if first.page != second.page && counts_on(first, second) {
            counting.extend(pair);
        }
    }
    counting
}

/// Whether a number of the first becomes that of the second as their pages go on.
fn counts_on(first: &Candidate, second: &Candidate) -> bool {
    let pages = i64::from(second.page.0) - i64::from(first.page.0);
    let mut pairs = first.numbers.iter().zip(&second.numbers);
    pairs.any(|(a, b)| i64::from(*b) - i64::from(*a) == pages)
}

/// Whether a group is on many of the pages from its first to its last.
fn is_dense(all: &[Candidate], group: &[usize]) -> bool {
    let pages: BTreeSet<PageIndex> = group.iter().map(|at| all[*at].page).collect();
    let (Some(first), Some(last)) = (pages.first(), pages.last()) else {
        return false;
    };
    pages.len() * ONE_IN > (last.0 - first.0) as usize
}

/// What says something else in the place of running heads near it, and is one for another reason: it says nearly the same, it
/// has the number that is due, or it stands for one.
fn followers(all: &[Candidate], found: &BTreeSet<usize>) -> BTreeSet<usize> {
    let mut of_page: BTreeMap<PageIndex, Vec<&Candidate>> = BTreeMap::new();
    for candidate in found.iter().map(|at| &all[*at]) {
        of_page.entry(candidate.page).or_default().push(candidate);
    }
    let is_one = |candidate: &Candidate| {
        let from = PageIndex(candidate.page.0.saturating_sub(NEAR));
        let to = PageIndex(candidate.page.0.saturating_add(NEAR));
        let near = of_page.range(from..=to).filter(|(page, _)| **page != candidate.page);
        near.flat_map(|(_, heads)| heads).any(|head| {
            head.edge == candidate.edge
                && (head.place - candidate.place).abs() <= SAME_PLACE
                && (is_alike(&head.pattern, &candidate.pattern)
                    || has_due_number(head, candidate)
                    || (!head.has_letters() && candidate.characters <= NUMBER_CHARACTERS))
        })
    };
    let rest = (0..all.len()).filter(|at| !found.contains(at));
    rest.filter(|at| is_one(&all[*at])).collect()
}

/// Whether the number at an end of a line is the one that the other's lets expect.
fn has_due_number(head: &Candidate, candidate: &Candidate) -> bool {
    let due = |number: &u32| i64::from(*number) + i64::from(candidate.page.0) - i64::from(head.page.0);
    candidate.end_numbers().any(|number| head.end_numbers().any(|of| due(&of) == i64::from(number)))
}

/// Whether two lines have most pairs of neighbouring letters in common.
fn is_alike(a: &str, b: &str) -> bool {
    let pairs = |text: &str| {
        let letters: Vec<char> = text.chars().collect();
        let mut pairs: Vec<(char, char)> = letters.windows(2).map(|pair| (pair[0], pair[1])).collect();
        pairs.sort_unstable();
        pairs
    };
    let (a, b) = (pairs(a), pairs(b));
    let (mut i, mut j, mut common) = (0, 0, 0_usize);
    while let (Some(left), Some(right)) = (a.get(i), b.get(j)) {
        common += usize::from(left == right);
        (i, j) = (i + usize::from(left <= right), j + usize::from(right <= left));
    }
    common > 0 && 2.0 * common as f32 >= ALIKE * (a.len() + b.len()) as f32
}
