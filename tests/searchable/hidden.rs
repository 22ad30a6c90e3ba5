//! Text that nobody sees is replaced or taken out, and all else stays.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Object, ObjectId};
use pagewise::formats::pdf::{Layered, LeftBecause, PdfError, SearchablePdf, StaysBecause};
use pagewise::model::page::{PageIndex, PageText};

use super::generator::pdf::{Form, Pdf};
use super::{Document, add, layers_of, load, made, on_all_pages, text};

const DOCUMENTS: [&str; 3] = ["hidden-text.pdf", "hidden-text-packed.pdf", "hidden-text-encrypted.pdf"];
/// In whichever way it is written in them.
const GHOST: [&str; 4] = ["(ghost)", "(gh)", "gh0st", "ActualText (ghost)"];

/// Gives pages to a PDF, each in its own way; the whole file and what became of each page.
fn change<'a>(
    document: &'a Document,
    pages: &[PageText],
    how: impl Fn(&mut SearchablePdf<&'a [u8]>, &PageText) -> Result<Layered, PdfError>,
) -> (Vec<u8>, Vec<Layered>) {
    let mut pdf = SearchablePdf::open(document.bytes.as_slice(), document.password.as_deref()).unwrap();
    let outcomes = pages.iter().map(|page| how(&mut pdf, page).unwrap()).collect();
    let bytes = [document.bytes.clone(), pdf.finish().unwrap()].concat();
    (bytes, outcomes)
}

fn strip(pdf: &mut SearchablePdf<&[u8]>, page: &PageText) -> Result<Layered, PdfError> {
    pdf.strip_page(page.page)
}

/// What a page shows: its streams, layers of ours aside, and the forms that it refers to.
fn shown(pdf: &lopdf::Document, page: u32) -> String {
    let id = pdf.get_pages()[&page];
    let mut contents = Vec::new();
    for part in pdf.get_page_contents(id) {
        let stream = pdf.get_object(part).unwrap().as_stream().unwrap();
        if !stream.dict.has(b"PagewiseLayer") {
            contents.extend(stream.get_plain_content().unwrap());
            contents.push(b'\n');
        }
    }
    let page = pdf.get_dictionary(id).unwrap();
    forms(pdf, page, &mut BTreeSet::new(), &mut contents);
    String::from_utf8_lossy(&contents).into_owned()
}

fn forms(pdf: &lopdf::Document, of: &Dictionary, seen: &mut BTreeSet<ObjectId>, contents: &mut Vec<u8>) {
    let dict = |object: &Object| pdf.dereference(object).ok()?.1.as_dict().ok().cloned();
    let Some(objects) = of.get(b"Resources").ok().and_then(dict) else { return };
    let Some(objects) = objects.get(b"XObject").ok().and_then(dict) else { return };
    for (_, object) in &objects {
        let id = object.as_reference().unwrap();
        let stream = pdf.get_object(id).unwrap().as_stream().unwrap();
        if stream.dict.get(b"Subtype").unwrap().as_name().unwrap() == b"Form" && seen.insert(id) {
            contents.extend(stream.get_plain_content().unwrap());
            forms(pdf, &stream.dict, seen, contents);
        }
    }
}

fn has_ghost(content: &str) -> bool {
    GHOST.iter().any(|ghost| content.contains(ghost))
}

#[test]
fn what_nobody_sees_gives_way_to_what_was_read() {
    for name in DOCUMENTS {
        let document = made(name);
        let pages = on_all_pages(&document, &["tide"]);
        let (bytes, outcomes) = change(&document, &pages, SearchablePdf::replace_page);
        assert!(bytes.starts_with(&document.bytes), "{name}");
        let (before, after) =
            (load(&document.bytes, document.password.as_deref()), load(&bytes, document.password.as_deref()));
        for (number, page) in (1..).zip(&document.pages) {
            assert_eq!(outcomes[number as usize - 1], Layered::Exchanged, "{name}, page {number}");
            let (old, new) = (shown(&before, number), shown(&after, number));
            assert!(has_ghost(&old), "{name}, page {number}: {old}");
            assert!(!has_ghost(&new), "{name}, page {number}: {new}");
            for word in page.text.split(' ').filter(|word| *word != "a" && !word.is_empty()) {
                assert!(new.contains(&format!("{word})")), "{name}, page {number}: {word} in {new}");
            }
            let layers = layers_of(&after, number);
            assert_eq!(layers.len(), 1, "{name}, page {number}");
            assert!(String::from_utf8_lossy(&layers[0]).contains("<0074006900640065>"));
        }
    }
}

#[test]
fn operators_keep_what_they_do_besides_and_all_else_its_bytes() {
    let document = made("hidden-text.pdf");
    let (bytes, outcomes) = change(&document, &on_all_pages(&document, &[]), strip);
    assert!(outcomes.iter().all(|outcome| *outcome == Layered::TakenOut), "{outcomes:?}");
    let (before, after) = (load(&document.bytes, None), load(&bytes, None));
    let page = |number| shown(&after, number);
    assert!(page(2).contains("(stamp) Tj 3 Tr  T*  3 Tw 1.5 Tc T*  0 Tr T* (a seal) Tj ET"), "{}", page(2));
    assert!(page(8).contains("ID (3 Tr EIghost)Tj  0 \nEI Q BT 3 Tr /F 12 Tf 60 90 Td   ET"), "{}", page(8));
    let marked = page(9);
    assert!(marked.contains("/Span<</MCID 0>>BDC") && marked.contains("/Span<</Lang(en)>>BDC"), "{marked}");
    assert!(marked.contains("/ActualText (stamp)"), "{marked}");
    // Streams without it are the objects that they were.
    let parts = |pdf: &lopdf::Document, number: u32| pdf.get_page_contents(pdf.get_pages()[&number]);
    assert_eq!(parts(&before, 1)[0], parts(&after, 1)[0]);
    assert_ne!(parts(&before, 1)[1], parts(&after, 1)[1]);
    assert_eq!(parts(&before, 3), parts(&after, 3), "only the form is another");
    // Both pages that show the form have the same copy of it.
    let form = |number: u32| {
        let page = after.get_dictionary(after.get_pages()[&number]).unwrap();
        let resources = page.get(b"Resources").unwrap().as_dict().unwrap();
        resources.get(b"XObject").unwrap().as_dict().unwrap().get(b"Layer").unwrap().as_reference().unwrap()
    };
    assert_eq!(form(3), form(4));
    let (twice, outcomes) =
        change(&Document { bytes, ..document.clone() }, &on_all_pages(&document, &[]), strip);
    assert!(
        outcomes.iter().all(|outcome| *outcome == Layered::Left(LeftBecause::NothingHidden)),
        "{outcomes:?}"
    );
    assert_eq!(load(&twice, None).objects.len(), after.objects.len());
}

#[test]
fn pages_that_share_a_form_keep_it_while_they_are_not_asked_for() {
    let document = made("hidden-text.pdf");
    let page = &on_all_pages(&document, &[])[2..3];
    let (bytes, _) = change(&document, page, strip);
    let after = load(&bytes, None);
    assert!(!has_ghost(&shown(&after, 3)) && has_ghost(&shown(&after, 4)));
}

#[test]
fn a_layer_of_ours_is_taken_out_too() {
    let document = made("xref-table.pdf");
    let (layered, _) = add(&document.bytes, None, &on_all_pages(&document, &["word"])).unwrap();
    let document = Document { bytes: layered, ..document };
    let (bytes, outcomes) = change(&document, &on_all_pages(&document, &[])[..1], strip);
    assert_eq!(outcomes, [Layered::TakenOut]);
    let after = load(&bytes, None);
    assert_eq!((layers_of(&after, 1).len(), layers_of(&after, 2).len()), (0, 1));
}

/// A document of pages of these contents.
fn pages_of(contents: &[&str]) -> Document {
    let mut pdf = Pdf::default();
    let tree = pdf.reserve();
    let font = pdf.plain("<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>");
    let type3 = pdf.plain("<< /Type /Font /Subtype /Type3 /CharProcs << >> >>");
    let image = pdf.stream(
        "/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray",
        [128_u8],
    );
    let mask = pdf.stream(
        "/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 1 /ImageMask true",
        [0_u8],
    );
    let form = pdf.stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9]", "BT /F 9 Tf (ghost) Tj ET");
    let resources = format!(
        "/Font << /F {font} 0 R /T {type3} 0 R >> \
         /XObject << /Im {image} 0 R /Mask {mask} 0 R /Plain {form} 0 R >> /ExtGState << /Faint << /ca 0.5 >> >>"
    );
    let pages: Vec<_> = contents
        .iter()
        .map(|content| {
            let content = pdf.stream("", *content);
            pdf.plain(format!(
                "<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 300 200] /Contents {content} 0 R \
                 /Resources << {resources} >> >>"
            ))
        })
        .collect();
    pdf.finish(tree, &pages, "");
    Document::new("pages.pdf", "", pdf.write(Form::Table), Vec::new())
}

fn became(content: &str) -> Layered {
    let document = pages_of(&[content]);
    change(&document, &[text(0, (300.0, 200.0), &["word"])], SearchablePdf::replace_page).1[0]
}

#[test]
fn pages_on_which_it_cannot_be_done_stay_as_they_are() {
    use StaysBecause::{Entangled, Unclear};
    for (content, why) in [
        // Visible text goes on where invisible text ends.
        ("BT /F 9 Tf 3 Tr (ghost) Tj 0 Tr (stamp) Tj ET", Entangled),
        // Which of both is the page's own?
        ("BT /F 9 Tf (ghost) Tj ET 300 0 0 200 0 0 cm /Im Do BT (stamp) Tj ET", Entangled),
        ("BT /F 9 Tf 3 Tr (ghost) Tj ET (open", Unclear),
        ("BT /F 9 Tf 3 Tr (ghost) Tj ET ] q", Unclear),
        ("BT /F 9 Tf 9 Tr (ghost) Tj ET", Unclear),
        ("BT /T 9 Tf 3 Tr (ghost) Tj ET", Unclear),
        // One form, seen and not seen.
        ("/Plain Do 3 Tr /Plain Do", Unclear),
    ] {
        assert_eq!(became(content), Layered::Left(LeftBecause::Stays(why)), "{content}");
    }
}

#[test]
fn an_image_hides_what_is_beneath_it_only_if_all_of_it_is_hidden() {
    let beneath = |image: &str| became(&format!("BT /F 9 Tf (ghost) Tj ET {image}"));
    for image in [
        "300 0 0 200 0 0 cm /Im Do",
        "q 0 200 -300 0 300 0 cm /Im Do Q",
        "q -9 -9 400 400 re W n 2 0 0 2 0 0 cm 150.01 0 0 100 -0.01 0 cm /Im Do Q",
    ] {
        assert_eq!(beneath(image), Layered::Exchanged, "{image}");
    }
    for image in [
        "290 0 0 200 0 0 cm /Im Do",
        "310 20 -20 210 0 0 cm /Im Do",
        "300 0 0 200 0 0 cm /Mask Do",
        "/Faint gs 300 0 0 200 0 0 cm /Im Do",
        "0 0 300 100 re W n 300 0 0 200 0 0 cm /Im Do",
        "/OC /Off BDC 300 0 0 200 0 0 cm /Im Do EMC",
        "q 300 0 0 200 0 0 cm Q /Im Do",
        "BT 7 Tr (x) Tj ET 300 0 0 200 0 0 cm /Im Do",
    ] {
        assert_eq!(beneath(image), Layered::Added, "{image}");
    }
    assert_eq!(became("300 0 0 200 0 0 cm /Im Do BT /F 9 Tf (stamp) Tj ET"), Layered::Added);
}

#[test]
fn words_taken_for_the_pages_own_are_added_where_it_has_none_left() {
    let mut page = text(0, (300.0, 200.0), &["tide"]);
    page.mark_native(&page.clone());
    assert!(page.words().all(|word| word.is_native));
    let beneath = pages_of(&["BT /F 9 Tf (tide) Tj ET 300 0 0 200 0 0 cm /Im Do"]);
    let (bytes, outcomes) = change(&beneath, std::slice::from_ref(&page), SearchablePdf::replace_page);
    assert_eq!(outcomes, [Layered::Exchanged]);
    assert_eq!(layers_of(&load(&bytes, None), 1).len(), 1);
    let both = pages_of(&["BT /F 9 Tf (tide) Tj ET BT 3 Tr (tied) Tj ET"]);
    let (bytes, outcomes) = change(&both, &[page], SearchablePdf::replace_page);
    assert_eq!(outcomes, [Layered::TakenOut], "the page has the word, and seen");
    assert!(shown(&load(&bytes, None), 1).contains("(tide)"));
}

#[test]
fn where_nothing_was_read_the_old_text_stays() {
    let form = "3 Tr /Plain Do";
    let document = pages_of(&[form, form, "0 0 9 9 re f"]);
    let page = |index, words| text(index, (300.0, 200.0), words);
    let pages = [page(0, &[]), page(1, &["word"]), page(2, &[])];
    let (bytes, outcomes) = change(&document, &pages, SearchablePdf::replace_page);
    let [nothing, exchanged, none] = outcomes[..] else { panic!("{outcomes:?}") };
    assert_eq!(nothing, Layered::Left(LeftBecause::NothingRead));
    assert_eq!(exchanged, Layered::Exchanged);
    assert_eq!(none, Layered::Left(LeftBecause::NoWords));
    let after = load(&bytes, None);
    assert!(shown(&after, 1).contains("(ghost)") && !shown(&after, 2).contains("(ghost)"));
    let (_, outcomes) = change(&document, &[page(7, &[])], |pdf, _| pdf.strip_page(PageIndex(7)));
    assert_eq!(outcomes, [Layered::Left(LeftBecause::NoPage)]);
}
