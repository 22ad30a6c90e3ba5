//! Every format against an expected file, a parser that is not ours, and text that means harm.
//!
//! `UPDATE_EXPECTED=1 cargo test --test exporters` rewrites the expected files.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::HashSet;
use std::fs;
use std::io::{Cursor, Read};
use std::path::PathBuf;

use pagewise::formats::export::archive::Archive;
use pagewise::formats::export::structure::BodyHeight;
use pagewise::formats::export::{DocumentInfo, ExportOptions, ExportPage, Format, PageContent, export};
use pagewise::model::correction::Edit;
use pagewise::model::options::TextFlow;
use pagewise::model::page::{PageIndex, PageSize, PageText, Rect};
use roxmltree::{Document, Node, ParsingOptions};

#[path = "exporters/alto_schema.rs"]
mod alto_schema;
#[path = "exporters/document.rs"]
mod document;
#[path = "exporters/flow.rs"]
mod flow;
#[path = "exporters/running_heads.rs"]
mod running_heads;
#[path = "exporters/tables.rs"]
mod tables;

const AS_PRINTED: ExportOptions = ExportOptions { page_headers: false, flow: TextFlow::AsPrinted };
const REASON: &str = "This page is damaged in the file -- and could not be drawn <sorry>.";

fn read_pages() -> [PageText; 4] {
    [document::prose(), document::table(), document::scripts(), document::blank()]
}

/// Four pages that were read, one that failed, one that was skipped.
fn pages(read: &[PageText; 4]) -> Vec<ExportPage<'_>> {
    let size = Some(PageSize { width: 612.0, height: 792.0 });
    let mut pages: Vec<ExportPage<'_>> = read.iter().map(ExportPage::from).collect();
    pages.push(ExportPage { page: PageIndex(4), size, content: PageContent::Failed(REASON), left_out: &[] });
    pages.push(ExportPage { page: PageIndex(5), size: None, content: PageContent::Skipped, left_out: &[] });
    pages
}

fn info(pages: &[ExportPage<'_>]) -> DocumentInfo {
    let mut body = BodyHeight::default();
    pages.iter().filter_map(ExportPage::text).for_each(|text| body.add(text));
    DocumentInfo {
        languages: vec!["eng".to_owned(), "heb".to_owned()],
        version: "1.2.3".to_owned(),
        created: Some("2026-03-01T12:00:00Z".to_owned()),
        body_height: body.points(),
        ..DocumentInfo::new("Alder & <Sons> \"draft\".pdf", pages.len() as u32)
    }
}

fn exported(format: Format, pages: &[ExportPage<'_>]) -> Vec<u8> {
    exported_with(format, ExportOptions::default(), pages)
}

fn exported_with(format: Format, options: ExportOptions, pages: &[ExportPage<'_>]) -> Vec<u8> {
    let mut out = Vec::new();
    export(format, options, &info(pages), pages.iter().copied(), &mut out).unwrap();
    out
}

fn exported_text(format: Format) -> String {
    String::from_utf8(exported(format, &pages(&read_pages()))).unwrap()
}

fn xml(text: &str) -> Document<'_> {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).unwrap_or_else(|error| panic!("{error} in\n{text}"))
}

fn unzip(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|i| {
            let mut file = archive.by_index(i).unwrap();
            let mut content = Vec::new();
            file.read_to_end(&mut content).unwrap();
            (file.name().to_owned(), content)
        })
        .collect()
}

fn part(bytes: &[u8], part: &str) -> String {
    let (_, content) = unzip(bytes).into_iter().find(|(name, _)| name == part).unwrap();
    String::from_utf8(content).unwrap()
}

fn docx_body(bytes: &[u8]) -> String {
    part(bytes, "word/document.xml")
}

fn expect(file: &str, actual: &str) {
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), "tests", "exporters", file].iter().collect();
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        fs::write(&path, actual).unwrap();
        return;
    }
    let expected = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let difference = expected.lines().zip(actual.lines()).position(|(a, b)| a != b);
    assert!(
        expected == actual,
        "{file} differs, first in line {:?}; UPDATE_EXPECTED=1 accepts this output:\n{actual}",
        difference.map(|line| line + 1)
    );
}

#[test]
fn every_format_is_as_expected() {
    for format in Format::ALL {
        let bytes = exported(format, &pages(&read_pages()));
        match format {
            // One element per line, so that a difference can be found.
            Format::Xlsx => {
                expect("expected.sheet.xml", &part(&bytes, "xl/worksheets/sheet1.xml").replace("><", ">\n<"))
            }
            Format::Docx => expect("expected.document.xml", &docx_body(&bytes).replace("><", ">\n<")),
            _ => expect(&format!("expected.{}", format.extension()), &String::from_utf8(bytes).unwrap()),
        }
    }
}

#[test]
fn as_many_pages_come_out_as_go_in() {
    let text = exported_text(Format::Text);
    assert_eq!(text.split('\u{c}').count(), 6);
    assert_eq!(exported_text(Format::Markdown).matches("<!-- page ").count(), 6);
    let hocr = exported_text(Format::Hocr);
    assert_eq!(with_class(&xml(&hocr), "ocr_page").len(), 6);
    let alto = exported_text(Format::Alto);
    assert_eq!(
        xml(&alto).descendants().filter(|node| node.has_tag_name((alto_schema::NAMESPACE, "Page"))).count(),
        6
    );
    let tsv = exported_text(Format::Tsv);
    assert_eq!(tsv.lines().filter(|row| row.starts_with("1\t")).count(), 6);
    let json: serde_json::Value = serde_json::from_str(&exported_text(Format::Json)).unwrap();
    assert_eq!(json["pages"].as_array().unwrap().len(), 6);
    let docx = docx_body(&exported(Format::Docx, &pages(&read_pages())));
    assert_eq!(docx.matches("<w:pageBreakBefore").count(), 5);
}

#[test]
fn each_page_is_handed_on_before_the_next() {
    let read = read_pages();
    let pages = pages(&read);
    for format in Format::ALL.into_iter().filter(|format| *format != Format::Docx && !format.is_of_tables()) {
        let mut out = Vec::new();
        let mut exporter = format.exporter(ExportOptions::default());
        exporter.begin(&info(&pages), &mut out).unwrap();
        for page in pages.iter().take(3) {
            let before = out.len();
            exporter.page(page, &mut out).unwrap();
            let last = page.text().unwrap().words().last().unwrap().text.clone();
            let written = String::from_utf8_lossy(&out[before..]).into_owned();
            assert!(written.contains(&last), "{format:?} holds back {last:?} of page {}", page.page);
        }
    }
}

#[test]
fn a_docx_is_handed_on_while_it_grows() {
    // The compressor waits for some tens of kilobytes, so the pages must not be alike.
    let mut state = 1_u64;
    let mut number = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 20).to_string()
    };
    let read: Vec<PageText> = (0..200).map(|i| document::lines(i, (0..60).map(|_| number()))).collect();
    let pages: Vec<ExportPage<'_>> = read.iter().map(ExportPage::from).collect();
    let mut out = Vec::new();
    let mut exporter = Format::Docx.exporter(ExportOptions::default());
    exporter.begin(&info(&pages), &mut out).unwrap();
    let sizes: Vec<usize> = pages
        .chunks(50)
        .map(|pages| {
            pages.iter().for_each(|page| exporter.page(page, &mut out).unwrap());
            out.len()
        })
        .collect();
    assert!(
        sizes.is_sorted_by(|before, after| before < after),
        "nothing of 50 pages was handed on: {sizes:?}"
    );
    exporter.end(&mut out).unwrap();
    assert_eq!(docx_body(&out).matches("<w:pageBreakBefore").count(), 199);
}

#[test]
fn plain_text_as_printed_is_what_the_page_displays() {
    let read = read_pages();
    let text = String::from_utf8(exported_with(Format::Text, AS_PRINTED, &pages(&read))).unwrap();
    let parts: Vec<&str> = text.split('\u{c}').collect();
    for (part, page) in parts.iter().zip(read_pages()) {
        assert_eq!(part.trim_end_matches('\n'), page.to_string());
    }
    assert!(parts[4].contains("could not be read"));
    assert_eq!(parts[5], "");
}

#[test]
fn page_headers_are_written_when_asked_for() {
    let read = read_pages();
    let pages = pages(&read);
    for format in [Format::Text, Format::Markdown] {
        let mut out = Vec::new();
        let options = ExportOptions { page_headers: true, ..ExportOptions::default() };
        export(format, options, &info(&pages), pages.iter().copied(), &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        for number in 1..=6 {
            assert_eq!(text.matches(&format!("\u{2014} Page {number} \u{2014}")).count(), 1, "{format:?}");
        }
    }
}

#[test]
fn json_gives_the_same_pages_back() {
    let json: serde_json::Value = serde_json::from_str(&exported_text(Format::Json)).unwrap();
    assert_eq!(json["version"], pagewise::model::page::MODEL_VERSION);
    for (i, page) in read_pages().into_iter().enumerate() {
        let back: PageText = serde_json::from_value(json["pages"][i]["text"].clone()).unwrap();
        assert_eq!(back, page);
        assert_eq!(json["pages"][i]["number"], i + 1);
    }
    assert_eq!(json["pages"][4]["outcome"], "failed");
    assert_eq!(json["pages"][4]["error"], REASON);
}

fn with_class<'a>(document: &'a Document<'_>, class: &str) -> Vec<Node<'a, 'a>> {
    document.descendants().filter(|node| node.attribute("class") == Some(class)).collect()
}

fn bbox(node: &Node<'_, '_>) -> [u32; 4] {
    let title = node.attribute("title").unwrap();
    let numbers = title.split(';').find_map(|part| part.trim().strip_prefix("bbox ")).unwrap();
    let numbers: Vec<u32> = numbers.split(' ').map(|number| number.parse().unwrap()).collect();
    numbers.try_into().unwrap()
}

#[test]
fn hocr_has_what_its_specification_asks_for() {
    let hocr = exported_text(Format::Hocr);
    let document = xml(&hocr);
    for name in ["ocr-system", "ocr-capabilities", "ocr-number-of-pages", "ocr-langs"] {
        assert!(document.descendants().any(|node| node.attribute("name") == Some(name)), "{name} is missing");
    }
    let capabilities = document.descendants().find(|node| node.attribute("name") == Some("ocr-capabilities"));
    let capabilities: HashSet<&str> =
        capabilities.unwrap().attribute("content").unwrap().split(' ').collect();
    let mut ids = HashSet::new();
    for node in document.descendants().filter(|node| node.attribute("class").is_some()) {
        let class = node.attribute("class").unwrap();
        assert!(capabilities.contains(class), "{class} is not announced");
        assert!(ids.insert(node.attribute("id").unwrap()), "{:?} occurs twice", node.attribute("id"));
        let [left, top, right, bottom] = bbox(&node);
        assert!(
            class == "ocr_page" || (left < right && top < bottom),
            "{:?} is empty",
            node.attribute("title")
        );
        let Some(parent) = node.parent_element().filter(|parent| parent.attribute("class").is_some()) else {
            continue;
        };
        let [l, t, r, b] = bbox(&parent);
        assert!(
            l <= left && t <= top && right <= r && bottom <= b,
            "{:?} leaves its parent",
            node.attribute("id")
        );
    }
    let words: Vec<&str> = with_class(&document, "ocrx_word").iter().filter_map(Node::text).collect();
    let read = read_pages();
    let expected: Vec<&str> = read.iter().flat_map(PageText::words).map(|word| word.text.as_str()).collect();
    assert_eq!(words, expected);
    assert_eq!(
        with_class(&document, "ocr_par").iter().filter(|par| par.attribute("dir") == Some("rtl")).count(),
        2
    );
}

#[test]
fn alto_keeps_to_its_schema() {
    let alto = exported_text(Format::Alto);
    let document = xml(&alto);
    alto_schema::check(&document);
    let strings = |name: &str, attribute: &str| -> Vec<String> {
        document
            .descendants()
            .filter(|node| node.has_tag_name((alto_schema::NAMESPACE, name)))
            .filter_map(|node| node.attribute(attribute).map(str::to_owned))
            .collect()
    };
    let read = read_pages();
    let expected: String = read.iter().flat_map(PageText::words).map(|word| word.text.as_str()).collect();
    let mut content = String::new();
    for node in document.descendants() {
        content.push_str(node.attribute("CONTENT").unwrap_or_default());
    }
    assert_eq!(content, expected);
    assert_eq!(strings("HYP", "CONTENT"), ["-"]);
    assert_eq!(strings("String", "SUBS_CONTENT"), ["harbour", "harbour"]);
    assert_eq!(strings("TextBlock", "BASEDIRECTION"), ["rtl", "rtl"]);
    assert_eq!(strings("Page", "QUALITY_DETAIL"), [REASON, "not read"]);
}

/// The first page with a word put right, one divided, one taken out, and a line that was missed.
fn corrected() -> PageText {
    let mut text = document::prose();
    let words = |first, text: &str| Edit::Words { first, count: 1, text: text.to_owned() };
    let rect = Rect { x: 72.0, y: 700.0, width: 200.0, height: 12.0 };
    for edit in [
        words(3, "put<right"),
        words(1, "di vided"),
        words(0, ""),
        Edit::Line { rect, text: "at the foot".to_owned() },
    ] {
        text.edit(&edit).unwrap();
    }
    text
}

#[test]
fn every_format_has_what_a_person_wrote_and_marks_it_as_it_can() {
    let text = corrected();
    let (before, first) = (document::prose(), document::prose().words().next().unwrap().text.clone());
    let [divided, right] = [1, 3].map(|i| before.words().nth(i).unwrap().text.clone());
    let pages = [ExportPage::from(&text)];
    let written = |format| String::from_utf8(exported(format, &pages)).unwrap();

    let alto = written(Format::Alto);
    let document = xml(&alto);
    alto_schema::check(&document);
    let marked: Vec<_> = document.descendants().filter(|node| node.attribute("CS") == Some("true")).collect();
    let content: Vec<_> = marked.iter().filter_map(|node| node.attribute("CONTENT")).collect();
    assert_eq!(content, ["di", "vided", "put<right", "at", "the", "foot"]);
    assert!(marked.iter().all(|node| node.attribute("WC") == Some("1.0000")));
    let read: Vec<_> = marked.iter().filter_map(|node| node.first_element_child()?.text()).collect();
    assert_eq!(read, [&divided, &divided, &right]);

    let hocr = written(Format::Hocr);
    assert_eq!(hocr.matches("; x_wconf 100; x_corrected 1\"").count(), 6);
    let json: serde_json::Value = serde_json::from_str(&written(Format::Json)).unwrap();
    let page = &json["pages"][0];
    let back: PageText = serde_json::from_value(page["text"].clone()).unwrap();
    assert_eq!(back, text);
    assert_eq!(page["mean_confidence"].as_f64().unwrap() as f32, before.mean_confidence().unwrap().0);
    let tsv = written(Format::Tsv);
    assert_eq!(tsv.matches("\t100.000000\t").count(), 6);
    for format in [Format::Text, Format::Markdown, Format::Tsv] {
        let written = written(format);
        assert!(written.contains("vided") && written.contains("foot"), "{written}");
        assert!(!written.contains(&format!("{first} {divided}")), "{written}");
    }
    assert!(docx_body(&exported(Format::Docx, &pages)).contains("put&lt;right"));
}

#[test]
fn tsv_has_the_columns_and_levels_of_tesseract() {
    let tsv = exported_text(Format::Tsv);
    let mut rows = tsv.lines().map(|row| row.split('\t').collect::<Vec<_>>());
    let header = rows.next().unwrap();
    assert_eq!(
        header.join(" "),
        "level page_num block_num par_num line_num word_num left top width height conf text"
    );
    let mut before = [0_u32; 5];
    let mut words = Vec::new();
    for row in rows {
        assert_eq!(row.len(), 12, "{row:?}");
        let level: usize = row[0].parse().unwrap();
        let place: Vec<u32> = row[1..6].iter().map(|number| number.parse().unwrap()).collect();
        assert_eq!(
            place[level - 1],
            if level == 1 { before[0] + 1 } else { before[level - 1] + 1 },
            "{row:?}"
        );
        assert!(place[level..].iter().all(|number| *number == 0), "{row:?}");
        before[..level].copy_from_slice(&place[..level]);
        before[level..].fill(0);
        if level == 5 {
            assert!((0.0..=100.0).contains(&row[10].parse::<f32>().unwrap()));
            words.push(row[11].to_owned());
        } else {
            assert_eq!((row[10], row[11]), ("-1", ""));
        }
    }
    let read = read_pages();
    let expected: Vec<&str> = read.iter().flat_map(PageText::words).map(|word| word.text.as_str()).collect();
    assert_eq!(words, expected);
}

#[test]
fn packages_are_whole() {
    for format in [Format::Docx, Format::Xlsx] {
        expect_package(&exported(format, &pages(&read_pages())));
    }
    let docx = unzip(&exported(Format::Docx, &pages(&read_pages())));
    assert_eq!(docx[0].0, "[Content_Types].xml");
}

fn expect_package(bytes: &[u8]) {
    let files = unzip(bytes);
    let names: HashSet<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    for (name, content) in &files {
        let text = std::str::from_utf8(content).unwrap();
        let document = xml(text);
        if name.ends_with(".rels") {
            let folder = name.split_once("_rels/").map_or("", |(folder, _)| folder);
            for target in document.descendants().filter_map(|node| node.attribute("Target")) {
                assert!(
                    names.contains(format!("{folder}{target}").as_str()),
                    "{name} points to missing {target}"
                );
            }
        }
        if name == "[Content_Types].xml" {
            for part in document.descendants().filter_map(|node| node.attribute("PartName")) {
                assert!(names.contains(part.trim_start_matches('/')), "{part} is announced and missing");
            }
        }
    }
}

#[test]
fn hostile_words_stay_words() {
    let read = document::hostile();
    let mut pages = vec![ExportPage::from(&read)];
    pages.push(ExportPage {
        page: PageIndex(1),
        size: None,
        content: PageContent::Failed("a\u{c}b -->\n<x>\0"),
        left_out: &[],
    });
    let text = |format| String::from_utf8(exported(format, &pages)).unwrap();

    assert_eq!(text(Format::Text).split('\u{c}').count(), 2);
    assert!(text(Format::Tsv).lines().all(|row| row.split('\t').count() == 12));
    assert!(text(Format::Tsv).contains("\t=1+1\n"));
    assert_eq!(
        text(Format::Markdown).matches("<!--").count() - text(Format::Markdown).matches("\\<!--").count(),
        2
    );
    let json: serde_json::Value = serde_json::from_str(&text(Format::Json)).unwrap();
    assert_eq!(serde_json::from_value::<PageText>(json["pages"][0]["text"].clone()).unwrap(), read);

    let hocr = text(Format::Hocr);
    let document = xml(&hocr);
    let words: Vec<&str> = with_class(&document, "ocrx_word").iter().filter_map(Node::text).collect();
    let fffd = "\u{fffd}";
    let expected =
        ["a b", "c d", "e f", fffd, "\u{fffd}[31m", fffd, "-->", "<!--", "]]>", "&#0;", "</script>", "=1+1"];
    assert_eq!(words, expected);
    let alto = text(Format::Alto);
    alto_schema::check(&xml(&alto));
    let docx = docx_body(&exported(Format::Docx, &pages));
    let document = xml(&docx);
    let paragraph = document.descendants().find_map(|node| node.text().filter(|text| text.contains("a b")));
    assert_eq!(paragraph.unwrap(), expected.join(" "));
}

#[test]
fn an_archive_holds_every_format_and_other_files() {
    let read = read_pages();
    let pages = pages(&read);
    let document = info(&pages);
    let mut archive = Archive::new(Vec::new());
    let mut names = Vec::new();
    for format in Format::ALL {
        let pages = pages.iter().copied();
        names.push(archive.add_format("", format, ExportOptions::default(), &document, pages).unwrap());
    }
    for name in ["../../evil.txt", "EVIL.txt", "second/con.pdf", "second//con.pdf"] {
        names.push(archive.start_file(name).unwrap());
        std::io::Write::write_all(&mut archive, name.as_bytes()).unwrap();
    }
    let bytes = archive.finish().unwrap();
    let files = unzip(&bytes);
    assert_eq!(files.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>(), names);
    let lower: HashSet<String> = names.iter().map(|name| name.to_lowercase()).collect();
    assert_eq!(lower.len(), names.len(), "{names:?}");
    assert!(names.iter().all(|name| !name.starts_with(['/', '.']) && !name.contains("..")), "{names:?}");
    for (format, (name, content)) in Format::ALL.into_iter().zip(&files) {
        assert!(name.ends_with(format.extension()), "{name}");
        assert_eq!(*content, exported(format, &pages), "{name}");
    }
    assert_eq!(files.last().unwrap().1, b"second//con.pdf");
}
