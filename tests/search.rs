//! Searching held against a search of the plainest kind, on pages of chance.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use pagewise::model::page::{
    Baseline, Block, BlockKind, Confidence, Direction, Dpi, Line, PageIndex, PageSize, PageText, Paragraph,
    Rect, Word,
};
use pagewise::search::{FoldedPage, Hit, Place, Query, folded};

mod support;

use support::Chance;

/// A page of these lines.
fn page(lines: &[Vec<String>]) -> PageText {
    let rect = Rect { x: 0.0, y: 0.0, width: 10.0, height: 10.0 };
    let word = |text: &String| Word {
        text: text.clone(),
        rect,
        confidence: Confidence(90.0),
        direction: Direction::LeftToRight,
        is_native: false,
        corrected: None,
    };
    let line = |words: &Vec<String>| Line {
        rect,
        baseline: Baseline { x0: 0.0, y0: 10.0, x1: 10.0, y1: 10.0 },
        row_height: 10.0,
        words: words.iter().map(word).collect(),
    };
    let paragraphs = lines.chunks(3).map(|lines| Paragraph { rect, lines: lines.iter().map(line).collect() });
    PageText {
        page: PageIndex(0),
        size: PageSize { width: 595.0, height: 842.0 },
        dpi: Dpi::BEST,
        blocks: vec![Block { kind: BlockKind::Text, rect, paragraphs: paragraphs.collect() }],
        languages: Vec::new(),
        corrections: Vec::new(),
    }
}

fn lines(text: &str) -> Vec<Vec<String>> {
    text.lines().map(|line| line.split_whitespace().map(str::to_owned).collect()).collect()
}

/// The page's words from where a find begins to where it ends, spaces between them.
fn between(page: &PageText, place: &Place) -> String {
    let mut text = String::new();
    for (i, word) in page.words().enumerate().filter(|(i, _)| place.words.contains(i)) {
        let units: Vec<u16> = word.text.encode_utf16().collect();
        let start = if i == place.words.start { place.start as usize } else { 0 };
        let end = if i + 1 == place.words.end { place.end as usize } else { units.len() };
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&String::from_utf16(&units[start..end]).unwrap());
    }
    text
}

/// What is found in a text: the find as it stands there, with what is before and after it.
fn found(text: &str, query: &str) -> Vec<(String, String, String)> {
    let page = page(&lines(text));
    let folded = FoldedPage::new(&page);
    let hit = |found| Hit::new(folded.place(found, &page), &page);
    let hits = folded.find(&Query::new(query)).into_iter().map(hit);
    hits.map(|hit| (hit.before, hit.found, hit.after)).collect()
}

#[test]
fn one_finds_what_one_sees() {
    let only = |text: &str, query: &str| {
        let found = found(text, query);
        assert_eq!(found.len(), 1, "{query} in {text}: {found:?}");
        found.into_iter().next().unwrap().1
    };
    assert_eq!(only("The con-\ntract was signed", "CONTRACT"), "contract");
    assert_eq!(only("the  harbour\noffice", "harbour office"), "harbour office");
    assert_eq!(only("Die Straße nach Köln", "strasse"), "Straße");
    assert_eq!(only("Die Straße nach Köln", "koln"), "Köln");
    assert_eq!(only("nai\u{308}ve", "naive"), "nai\u{308}ve");
    assert_eq!(only("the e\u{301}tude", "e e"), "e e\u{301}", "with the marks that belong to it");
    assert_eq!(only("ein Oﬃzier", "offizier"), "Oﬃzier");
    assert_eq!(only("1914-\n1918", "1914–1918"), "1914-1918");
    assert_eq!(only("a well-known fact", "wellknown"), "well-known");
    assert_eq!(only("用 PDF 文件\n日本 語 です", "文件日本語"), "文件日本語");
    assert_eq!(only("第 3\n章", "第3章"), "第 3章");
    assert_eq!(only("😀😀x", "x"), "x");
    assert!(found("a - b", "-").is_empty());
    assert!(found("a b", " ").is_empty());
    assert_eq!(found("aaaa", "aa").len(), 2);
}

#[test]
fn a_find_is_shown_with_what_stands_around_it() {
    let text = "one two three four five six seven eight nine ten eleven twelve thirteen four-\n\
                teen fifteen sixteen seventeen eighteen nineteen twenty";
    let [(before, found, after)] = found(text, "rteen fif").try_into().unwrap();
    assert_eq!(
        (before.as_str(), found.as_str(), after.as_str()),
        ("nine ten eleven twelve thirteen fou", "rteen fif", "teen sixteen seventeen eighteen nineteen")
    );
    assert!(before.chars().count() <= 40 && after.chars().count() <= 40);
}

/// Lines of such words, with what makes searching hard at every turn.
fn by_chance(chance: &mut Chance) -> Vec<Vec<String>> {
    const PIECES: [&str; 20] = [
        "a", "ab", "ba", "é", "ß", "ss", "e\u{301}", "-", "ﬁ", "fi", "I", "ı", "😀", "日本", "語", "1914-",
        "ab-", "B", "Æ", "\u{ad}",
    ];
    let word = |chance: &mut Chance| {
        (0..=chance.below(2)).map(|_| PIECES[chance.index(PIECES.len())]).collect::<String>()
    };
    (0..=chance.below(6)).map(|_| (0..=chance.below(5)).map(|_| word(chance)).collect()).collect()
}

#[test]
fn finds_are_those_of_a_plain_search() {
    let mut chance = Chance::new(11);
    let mut finds = 0;
    for round in 0..4000 {
        let page = page(&by_chance(&mut chance));
        let index = FoldedPage::new(&page);
        let query = by_chance(&mut chance).concat().join(" ");
        let query: String = query.chars().take(1 + chance.index(4)).collect();
        let wanted = folded(&query);
        // Lines are joined as in flowing text, which one look at their ends tells; then nothing but folded text counts.
        let mut plain = String::new();
        let texts: Vec<_> = page.lines().collect();
        for (i, line) in texts.iter().enumerate() {
            let words: Vec<&str> = line.words.iter().map(|word| word.text.as_str()).collect();
            plain.push_str(&words.join(" "));
            let next = texts.get(i + 1).and_then(|next| next.words.first()).map_or("", |word| &word.text);
            let last = words.last().copied().unwrap_or_default();
            let stem = last.strip_suffix(['-', '\u{ad}']).and_then(|stem| stem.chars().next_back());
            let is_divided = stem.is_some_and(char::is_alphanumeric)
                && next.chars().next().is_some_and(char::is_alphanumeric);
            plain.push_str(if is_divided { "" } else { "\n" });
        }
        let expected = if wanted.is_empty() { 0 } else { folded(&plain).matches(&wanted).count() };
        let places: Vec<Place> =
            index.find(&Query::new(&query)).into_iter().map(|found| index.place(found, &page)).collect();
        assert_eq!(places.len(), expected, "round {round}: {query:?} ({wanted:?}) in {plain:?}");
        for place in &places {
            let text = between(&page, place);
            let squeezed = |text: &str| folded(text).replace(' ', "");
            assert!(
                squeezed(&text).contains(&squeezed(&query)),
                "round {round}: {query:?} was to be found in {text:?}"
            );
            assert!(place.words.end - place.words.start <= text.split(' ').count());
        }
        assert!(
            places.is_sorted_by(|a, b| (a.words.start, a.start) <= (b.words.start, b.start)),
            "round {round}: in reading order"
        );
        finds += places.len();
    }
    assert!(finds > 2000, "only {finds} finds say little");
}
