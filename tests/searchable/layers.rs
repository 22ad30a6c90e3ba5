//! Layers are added, replaced, left out.

use pagewise::formats::pdf::{Layered, LeftBecause, PdfError, SearchablePdf};
use pagewise::model::page::PageIndex;

use super::generator::structure::{OWNER, USER};
use super::{add, layers_of, load, made, on_all_pages, text};

const WORDS: [&str; 3] = ["tide", "日本", "😀"];

#[test]
fn every_structure_keeps_its_bytes_and_gets_a_layer_on_every_page() {
    for name in [
        "xref-table.pdf",
        "xref-stream.pdf",
        "object-streams.pdf",
        "hybrid.pdf",
        "updated-table.pdf",
        "updated-stream.pdf",
        "linearized.pdf",
        "signed.pdf",
        "rotated.pdf",
        "inherited.pdf",
        "contents-array.pdf",
        "shared-resources.pdf",
    ] {
        let document = made(name);
        let (bytes, outcomes) = add(&document.bytes, None, &on_all_pages(&document, &WORDS)).unwrap();
        assert!(outcomes.iter().all(|outcome| *outcome == Layered::Added), "{name}: {outcomes:?}");
        assert!(bytes.starts_with(&document.bytes), "{name}");
        let pdf = load(&bytes, None);
        assert_eq!(pdf.get_pages().len(), document.pages.len(), "{name}");
        for page in 1..=document.pages.len() as u32 {
            let layers = layers_of(&pdf, page);
            assert_eq!(layers.len(), 1, "{name}, page {page}");
            let layer = String::from_utf8_lossy(&layers[0]);
            assert!(layer.contains("3 Tr") && layer.contains("<0074006900640065>"), "{name}: {layer}");
        }
    }
}

#[test]
fn words_that_the_page_has_itself_are_left_out() {
    let document = made("xref-table.pdf");
    let size = (document.pages[0].width, document.pages[0].height);
    let mut page = text(0, size, &WORDS);
    let everything = page.clone();
    let second = everything.words().nth(1).unwrap().clone();
    let mut own = everything.clone();
    own.blocks.truncate(1);
    own.blocks[0].paragraphs.truncate(1);
    own.blocks[0].paragraphs[0].lines.truncate(1);
    own.blocks[0].paragraphs[0].lines[0].words = vec![second];
    page.mark_native(&own);
    let (bytes, outcomes) = add(&document.bytes, None, std::slice::from_ref(&page)).unwrap();
    assert_eq!(outcomes, [Layered::Added]);
    let layer = String::from_utf8(layers_of(&load(&bytes, None), 1).remove(0)).unwrap();
    assert!(layer.contains("<0074006900640065>"), "{layer}");
    assert_eq!(layer.matches("Tj").count(), 3, "two words, and the space that ends the layer: {layer}");

    page.mark_native(&everything);
    let (bytes, outcomes) = add(&document.bytes, None, &[page]).unwrap();
    assert_eq!(outcomes, [Layered::Left(LeftBecause::NoWords)]);
    assert_eq!(bytes, document.bytes);
}

#[test]
fn encrypted_files_take_either_password_and_encrypt_what_is_added() {
    for kind in ["rc4-40", "rc4-128", "aes-128", "aes-256"] {
        let document = made(&format!("encrypted-{kind}.pdf"));
        let pages = on_all_pages(&document, &WORDS);
        for password in [USER, OWNER] {
            let (bytes, _) = add(&document.bytes, Some(password), &pages).unwrap();
            let layers = layers_of(&load(&bytes, Some(USER)), 2);
            assert!(layers[0].starts_with(b"q ") && layers[0].ends_with(b"ET Q\n"), "{kind}");
        }
        for wrong in [None, Some(""), Some("neap-tide")] {
            let error = SearchablePdf::open(document.bytes.as_slice(), wrong).err();
            assert_eq!(error, Some(PdfError::PasswordWrong), "{kind}: {wrong:?}");
        }
    }
    let document = made("owner-password.pdf");
    let pdf = SearchablePdf::open(document.bytes.as_slice(), None).unwrap();
    assert!(pdf.facts().is_encrypted);
}

#[test]
fn a_layer_is_replaced_and_its_font_used_again() {
    for name in ["xref-table.pdf", "object-streams.pdf", "inherited.pdf", "encrypted-aes-256.pdf"] {
        let document = made(name);
        let password = document.password.as_deref();
        let (once, _) = add(&document.bytes, password, &on_all_pages(&document, &["first", "𠀋"])).unwrap();
        let opened = SearchablePdf::open(once.as_slice(), password).unwrap();
        let all: Vec<PageIndex> = (0..document.pages.len() as u32).map(PageIndex).collect();
        assert_eq!(opened.facts().layered, all, "{name}");
        let (twice, outcomes) = add(&once, password, &on_all_pages(&document, &["second", "😀"])).unwrap();
        assert!(outcomes.iter().all(|outcome| *outcome == Layered::Replaced), "{name}: {outcomes:?}");
        let pdf = load(&twice, password);
        let layers = layers_of(&pdf, 1);
        assert_eq!(layers.len(), 1, "{name}");
        // The new emoji has a code of its own after that of the old character.
        let layer = String::from_utf8_lossy(&layers[0]);
        assert!(layer.contains("<007300650063006F006E0064>") && layer.contains("<D801>"), "{name}: {layer}");
        let programs = pdf.objects.values().filter_map(|object| object.as_stream().ok());
        assert_eq!(programs.filter(|stream| stream.dict.has(b"Length1")).count(), 1, "{name}: fonts");
    }
}

#[test]
fn the_catalog_names_the_language_and_pages_that_differ_name_theirs() {
    for name in ["xref-table.pdf", "object-streams.pdf", "hybrid.pdf", "encrypted-aes-256.pdf"] {
        let document = made(name);
        let password = document.password.as_deref();
        let mut pages = on_all_pages(&document, &["Wort"]);
        pages[0].languages = vec!["frk".to_owned(), "eng".to_owned()];
        let catalog_and_layers = |bytes: &[u8]| {
            let pdf = load(bytes, password);
            let language = pdf.catalog().unwrap().get(b"Lang").unwrap().as_str().unwrap().to_vec();
            let layers = [1, 2].map(|page| layers_of(&pdf, page).remove(0));
            (String::from_utf8(language).unwrap(), layers.map(|layer| String::from_utf8(layer).unwrap()))
        };
        let (once, _) = add(&document.bytes, password, &pages).unwrap();
        let (language, [first, second]) = catalog_and_layers(&once);
        assert_eq!(language, "de-Latf", "{name}");
        assert!(
            first.starts_with("q ") && second.starts_with("/Span <</Lang(en)>> BDC q "),
            "{name}: {second}"
        );
        // A language that the file names stays.
        pages[1].languages = vec!["deu".to_owned()];
        let (twice, _) = add(&once, password, &pages[1..2]).unwrap();
        let (language, [first, second]) = catalog_and_layers(&twice);
        assert_eq!(language, "de-Latf", "{name}");
        assert!(first.starts_with("q ") && second.starts_with("q "), "{name}: {second}");
    }
}

#[test]
fn a_page_without_words_loses_its_layer_or_stays_as_it_is() {
    let document = made("xref-table.pdf");
    let size = (document.pages[0].width, document.pages[0].height);
    let empty = [text(0, size, &[])];
    let (same, outcomes) = add(&document.bytes, None, &empty).unwrap();
    assert_eq!(outcomes, [Layered::Left(LeftBecause::NoWords)]);
    assert!(same == document.bytes);
    let (once, _) = add(&document.bytes, None, &[text(0, size, &["word"])]).unwrap();
    let (bytes, outcomes) = add(&once, None, &empty).unwrap();
    assert_eq!(outcomes, [Layered::Replaced]);
    assert_eq!(layers_of(&load(&bytes, None), 1).len(), 0);
}

#[test]
fn pages_that_are_missing_or_one_object_are_left() {
    let document = made("xref-table.pdf");
    let size = (document.pages[0].width, document.pages[0].height);
    let (_, outcomes) = add(&document.bytes, None, &[text(7, size, &["word"])]).unwrap();
    assert_eq!(outcomes, [Layered::Left(LeftBecause::NoPage)]);
    let document = made("shared-page.pdf");
    let (_, outcomes) = add(&document.bytes, None, &on_all_pages(&document, &["word"])).unwrap();
    assert_eq!(outcomes, [Layered::Added, Layered::Added, Layered::Left(LeftBecause::SameObject)]);
}

#[test]
fn what_cannot_be_trusted_is_to_be_written_anew() {
    for name in ["damaged-startxref.pdf", "damaged-xref.pdf", "no-trailer.pdf"] {
        let document = made(name);
        let result = add(&document.bytes, None, &[text(0, (420.0, 595.0), &["word"])]);
        assert!(matches!(result, Err(PdfError::NeedsRewrite { .. })), "{name}: {result:?}");
    }
    // A page of another shape is not the page that was read.
    let document = made("xref-table.pdf");
    let result = add(&document.bytes, None, &[text(0, (595.0, 420.0), &["word"])]);
    assert!(matches!(result, Err(PdfError::NeedsRewrite { .. })), "{result:?}");
}

#[test]
fn a_signature_is_seen() {
    let signed =
        |name: &str| SearchablePdf::open(made(name).bytes.as_slice(), None).unwrap().facts().is_signed;
    assert!(signed("signed.pdf"));
    assert!(!signed("xref-table.pdf"));
}
