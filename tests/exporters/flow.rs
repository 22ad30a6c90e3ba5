//! The text of a page, flowing and as printed: the same in every format, and where its words stand.

use pagewise::formats::export::structure::{Arrangement, Element, Passage, elements, plain_text};
use pagewise::formats::export::{ExportOptions, ExportPage, Format};
use pagewise::model::options::TextFlow;
use pagewise::model::page::PageText;

use super::{AS_PRINTED, document, docx_body, exported_with, read_pages, xml};

fn passages(element: &Element) -> Vec<&Passage> {
    match element {
        Element::Heading { passage, .. } | Element::Item { passage, .. } => vec![passage],
        Element::Paragraph(passage) | Element::Lines(passage) => vec![passage],
        Element::Table(table) => table.rows.iter().flatten().collect(),
    }
}

fn of(page: &PageText, flow: TextFlow) -> Vec<Element> {
    elements(page, Arrangement { flow, ..Arrangement::default() })
}

#[test]
fn every_word_stands_once_where_it_is_said_to_be() {
    for page in read_pages().into_iter().chain([document::hostile()]) {
        let words: Vec<&str> = page.words().map(|word| word.text.as_str()).collect();
        for flow in [TextFlow::Flowing, TextFlow::AsPrinted] {
            let mut seen = vec![0; words.len()];
            for element in of(&page, flow) {
                if let Element::Item { marker_word, .. } = &element {
                    seen[*marker_word] += 1;
                }
                for passage in passages(&element) {
                    let units: Vec<u16> = passage.text.encode_utf16().collect();
                    let mut end = 0;
                    for place in &passage.words {
                        assert!(place.start >= end, "words do not overlap: {passage:?}");
                        end = place.end;
                        seen[place.word] += 1;
                        let there = String::from_utf16(&units[place.start as usize..end as usize]).unwrap();
                        let word = words[place.word];
                        let is_same = there.chars().count() == word.chars().count();
                        assert!(is_same || word.strip_suffix('-') == Some(&there), "{word:?} is {there:?}");
                    }
                }
            }
            assert!(seen.iter().all(|times| *times == 1), "{flow:?}: {seen:?}");
        }
    }
}

#[test]
fn as_printed_is_what_the_page_displays() {
    for page in read_pages() {
        assert_eq!(plain_text(&of(&page, TextFlow::AsPrinted)), page.to_string());
    }
}

#[test]
fn lines_stay_lines_where_they_are_wanted_as_printed() {
    let read = document::prose();
    let pages = [ExportPage::from(&read)];
    let markdown = String::from_utf8(exported_with(Format::Markdown, AS_PRINTED, &pages)).unwrap();
    assert!(
        markdown.contains("Alder & Sons and the har-\\\nbour office, for the state-of-the-\\\nart crane"),
        "{markdown}"
    );
    assert!(
        markdown.contains("\n\\- ") || !markdown.contains("\n- "),
        "no lists are made of lines: {markdown}"
    );
    let docx = docx_body(&exported_with(Format::Docx, AS_PRINTED, &pages));
    let document = xml(&docx);
    let paragraphs = document.descendants().filter(|node| node.tag_name().name() == "p");
    let texts: Vec<String> = paragraphs
        .map(|paragraph| {
            let parts = paragraph.descendants().filter_map(|node| match node.tag_name().name() {
                "br" => Some("\n"),
                "t" => node.text(),
                _ => None,
            });
            parts.collect()
        })
        .collect();
    assert_eq!(texts.join("\n\n"), read.to_string());
}

#[test]
fn lines_that_are_left_out_are_missing_in_flowing_text_only() {
    let read = document::prose();
    // The second line is half of the heading.
    let pages = [ExportPage { left_out: &[1], ..ExportPage::from(&read) }];
    for format in [Format::Text, Format::Markdown, Format::Docx] {
        let texts = [ExportOptions::default(), AS_PRINTED].map(|options| {
            let bytes = exported_with(format, options, &pages);
            if format == Format::Docx { docx_body(&bytes) } else { String::from_utf8(bytes).unwrap() }
        });
        assert_eq!(texts.map(|text| text.contains("the Harbour")), [false, true], "{format:?}");
    }
}
