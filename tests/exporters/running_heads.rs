//! Running heads and page numbers, in composed pages of books, contracts and accounts.

use pagewise::formats::export::running_heads::running_heads;
use pagewise::model::page::{Block, BlockKind, PageIndex, PageText};

use super::document::{block, line, page, paragraph};

/// A line at a place across and down the page.
fn at(x: f32, y: f32, text: &str) -> Block {
    sized(x, y, 10.0, text)
}

fn sized(x: f32, y: f32, size: f32, text: &str) -> Block {
    let mut paragraph = paragraph(y, size, &[text]);
    paragraph.lines = vec![line(x, y, size, text)];
    paragraph.rect = paragraph.lines[0].rect;
    block(BlockKind::Text, vec![paragraph])
}

/// Text between the edges, another on each page.
fn body(index: u32) -> Block {
    let lines: Vec<String> =
        (0..40).map(|i| format!("line {i} of what page {index} tells {}", index * 31 + i)).collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    block(BlockKind::Text, vec![paragraph(110.0, 10.0, &lines)])
}

/// A page of text with these lines at its edges.
fn with(index: u32, edges: Vec<Block>) -> PageText {
    let mut blocks = vec![body(index)];
    blocks.extend(edges);
    page(index, blocks)
}

/// What is left out of each page, in its words.
fn left_out(pages: &[PageText]) -> Vec<Vec<String>> {
    let heads = running_heads(pages);
    let lines = |page: &PageText| {
        let lines: Vec<String> = page.lines().map(ToString::to_string).collect();
        let heads = heads.get(&page.page).map_or(&[][..], Vec::as_slice);
        heads.iter().map(|line| lines[*line].clone()).collect()
    };
    pages.iter().map(lines).collect()
}

fn expect_all(pages: &[PageText], expected: impl Fn(u32) -> Vec<String>) {
    for (page, found) in pages.iter().zip(left_out(pages)) {
        let mut found = found;
        let mut expected = expected(page.page.0);
        found.sort();
        expected.sort();
        assert_eq!(found, expected, "page {}", page.page);
    }
}

/// Paper that never lies on the glass in the same way.
fn askew(index: u32) -> f32 {
    (index * 7 % 11) as f32
}

#[test]
fn a_book_has_its_title_on_the_left_and_its_chapters_on_the_right() {
    let chapter = |index: u32| ["The Harbour", "The Ropes", "The Crane"][index as usize / 14 % 3];
    let head = |index: u32| match index {
        // A chapter begins without any.
        0 | 14 | 28 => None,
        index if index % 2 == 0 => Some(format!("{} A Life by the Sea", index + 1)),
        index => Some(format!("{} {}", chapter(index), index + 1)),
    };
    let pages: Vec<PageText> = (0..42)
        .map(|index| {
            let mut edges: Vec<Block> = head(index)
                .map(|text| at(72.0 + askew(index), 60.0 + askew(index), &text))
                .into_iter()
                .collect();
            if index % 14 == 0 {
                edges.push(sized(72.0, 70.0, 20.0, &format!("Chapter {}", index / 14 + 1)));
            }
            with(index, edges)
        })
        .collect();
    expect_all(&pages, |index| head(index).into_iter().collect());
}

#[test]
fn numbers_count_in_roman_and_in_arabic_and_may_be_badly_read() {
    let number = |index: u32| match index {
        0..6 => ["i", "ii", "iii", "iv", "v", "vi"][index as usize].to_owned(),
        10 => "S".to_owned(),
        index => format!("- {} -", index - 5),
    };
    let pages: Vec<PageText> = (0..20)
        .map(|index| with(index, vec![at(290.0, 790.0 - askew(index) / 2.0, &number(index))]))
        .collect();
    expect_all(&pages, |index| vec![number(index)]);
}

#[test]
fn a_contract_says_page_3_of_44_below_and_its_number_above() {
    let pages: Vec<PageText> = (0..44)
        .map(|index| {
            let foot = at(260.0, 800.0, &format!("Page {} of 44", index + 1));
            // Badly read once.
            let head = if index == 20 { "Contract N0. 1234-A" } else { "Contract No. 1234-A" };
            with(index, vec![at(72.0, 50.0, head), at(430.0, 50.0, "Alder & Sons"), foot])
        })
        .collect();
    expect_all(&pages, |index| {
        let head = if index == 20 { "Contract N0. 1234-A" } else { "Contract No. 1234-A" };
        vec![head.to_owned(), "Alder & Sons".to_owned(), format!("Page {} of 44", index + 1)]
    });
    let two: Vec<PageText> = (0..2)
        .map(|index| with(index, vec![at(260.0, 800.0, &format!("Page {} of 2", index + 1))]))
        .collect();
    expect_all(&two, |index| vec![format!("Page {} of 2", index + 1)]);
}

#[test]
fn tables_that_go_on_keep_their_first_row() {
    let table = |index: u32, kind: BlockKind, after_head: f32| {
        let rows = (0..30).map(|i| {
            let y = 60.0 + i as f32 * 20.0 + if i > 0 { after_head } else { 0.0 };
            let cells = if i == 0 {
                ["Date".to_owned(), "Item".to_owned(), "Amount".to_owned()]
            } else {
                [format!("{i}.{}.", index + 1), format!("Rope{}", i * 7 + index), format!("{}.50", i * index)]
            };
            let mut row = line(72.0, y, 10.0, &cells[0]);
            row.words.extend(line(220.0, y, 10.0, &cells[1]).words);
            row.words.extend(line(400.0, y, 10.0, &cells[2]).words);
            row.rect.width = 400.0;
            row
        });
        let mut paragraph = paragraph(60.0, 10.0, &["x"]);
        paragraph.lines = rows.collect();
        page(index, vec![block(kind, vec![paragraph])])
    };
    for (kind, after_head) in
        [(BlockKind::Table, 0.0), (BlockKind::Table, 12.0), (BlockKind::Text, 0.0), (BlockKind::Text, 12.0)]
    {
        let pages: Vec<PageText> = (0..12).map(|index| table(index, kind, after_head)).collect();
        expect_all(&pages, |_| Vec::new());
    }
}

#[test]
fn what_begins_pages_without_being_set_off_stays() {
    // Verses that begin alike, and questions that do not count as pages do.
    let refrain: Vec<PageText> = (0..10)
        .map(|index| {
            let own = format!("and this is verse {index}");
            let lines = [
                "Row, row, row your boat",
                own.as_str(),
                "gently down the stream",
                "merrily",
                "merrily",
                "life",
                "is but",
            ];
            page(index, vec![block(BlockKind::Text, vec![paragraph(60.0, 10.0, &lines)])])
        })
        .collect();
    expect_all(&refrain, |_| Vec::new());
    let sections: Vec<PageText> = (0..30)
        .map(|index| {
            let edges = if index % 5 == 0 {
                vec![at(72.0, 60.0, &format!("Section {}", index / 5 + 1))]
            } else {
                vec![]
            };
            with(index, edges)
        })
        .collect();
    expect_all(&sections, |_| Vec::new());
    assert!(running_heads(&[]).is_empty());
    assert!(running_heads(&[with(0, vec![at(290.0, 800.0, "1")])]).is_empty(), "one page repeats nothing");
}

#[test]
fn a_long_book_takes_time_by_its_length_only() {
    let head = |index: u32| format!("{} Of Ships {}", index + 1, index / 9);
    let pages: Vec<PageText> =
        (0..2000).map(|index| with(index, vec![at(72.0, 50.0, &head(index))])).collect();
    let heads = running_heads(&pages);
    assert_eq!(heads.len(), 2000);
    assert_eq!(heads[&PageIndex(1999)], [40]);
}
