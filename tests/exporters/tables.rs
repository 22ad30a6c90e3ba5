//! Tables as CSV and as a workbook.

use pagewise::formats::export::{ExportPage, Format};
use pagewise::model::page::{BlockKind, PageText};

use super::document::{block, line, page, paragraph};
use super::{document, exported, part, unzip, xml};

/// A page with a table of these rows, read in a language.
fn table(index: u32, language: &str, rows: &[[&str; 3]]) -> PageText {
    let mut paragraph = paragraph(100.0, 10.0, &["x"]);
    let row = |(i, cells): (usize, &[&str; 3])| {
        let mut row = line(72.0, 100.0 + i as f32 * 16.0, 10.0, cells[0]);
        row.words.extend(line(222.0, row.rect.y, 10.0, cells[1]).words);
        row.words.extend(line(372.0, row.rect.y, 10.0, cells[2]).words);
        row
    };
    paragraph.lines = rows.iter().enumerate().map(row).collect();
    let languages = vec![language.to_owned()];
    PageText { languages, ..page(index, vec![block(BlockKind::Table, vec![paragraph])]) }
}

/// The cells of a sheet: where each is, whether it is a number, and what it says.
fn cells(sheet: &str) -> Vec<(String, bool, String)> {
    let cell = |node: roxmltree::Node<'_, '_>| {
        let is_number = node.attribute("t").is_none();
        let text = node.descendants().filter_map(|node| node.text()).next().unwrap();
        (node.attribute("r").unwrap().to_owned(), is_number, text.to_owned())
    };
    let document = xml(sheet);
    document.descendants().filter(|node| node.tag_name().name() == "c").map(cell).collect()
}

#[test]
fn a_workbook_has_a_sheet_for_a_table_and_numbers_are_numbers() {
    let read = [
        table(2, "deu", &[["Posten", "Betrag", "Nr"], ["Seil", "1.200,50", "007"], ["=1+1", "-3", "<&>"]]),
        table(4, "eng", &[["Item", "Due", "On"], ["Rope", "1,200.50", "1.2.2024"]]),
        document::prose(),
    ];
    let pages: Vec<ExportPage<'_>> = read.iter().map(ExportPage::from).collect();
    let bytes = exported(Format::Xlsx, &pages);
    let workbook = part(&bytes, "xl/workbook.xml");
    let names: Vec<String> = xml(&workbook)
        .descendants()
        .filter(|node| node.tag_name().name() == "sheet")
        .map(|sheet| sheet.attribute("name").unwrap().to_owned())
        .collect();
    assert_eq!(names, ["Page 3", "Page 5"]);
    let found = cells(&part(&bytes, "xl/worksheets/sheet1.xml"));
    let of = |place: &str, is_number: bool, text: &str| (place.to_owned(), is_number, text.to_owned());
    assert_eq!(
        found,
        [
            of("A1", false, "Posten"),
            of("B1", false, "Betrag"),
            of("C1", false, "Nr"),
            of("A2", false, "Seil"),
            of("B2", true, "1200.50"),
            of("C2", false, "007"),
            of("A3", false, "=1+1"),
            of("B3", true, "-3"),
            of("C3", false, "<&>"),
        ]
    );
    let second = cells(&part(&bytes, "xl/worksheets/sheet2.xml"));
    assert_eq!(second[4..], [of("B2", true, "1200.50"), of("C2", false, "1.2.2024")]);
    assert!(unzip(&bytes).iter().all(|(_, content)| !String::from_utf8_lossy(content).contains("<f>")));
}

#[test]
fn tables_stand_apart_in_csv_and_compute_nothing() {
    let read = [
        table(0, "eng", &[["Item", "Due", "On"], ["Rope,long", "1,200.50", "say \"x\""]]),
        table(1, "eng", &[["=1+1", "@x", "-5"], ["a", "b", "c"]]),
    ];
    let pages: Vec<ExportPage<'_>> = read.iter().map(ExportPage::from).collect();
    let csv = String::from_utf8(exported(Format::Csv, &pages)).unwrap();
    let expected = "\u{feff}Item,Due,On\r\n\"Rope,long\",\"1,200.50\",\"say \"\"x\"\"\"\r\n\r\n'=1+1,'@x,-5\r\na,b,c\r\n";
    assert_eq!(csv, expected);
}

#[test]
fn a_document_without_tables_makes_a_workbook_that_opens() {
    let read = document::prose();
    let bytes = exported(Format::Xlsx, &[ExportPage::from(&read)]);
    assert_eq!(cells(&part(&bytes, "xl/worksheets/sheet1.xml")), []);
}
