//! Pages on which something was put that is not of their content: values of form fields, notes, stamps.

use super::Case;
use super::document::{Document, TruePage};
use super::pdf::{Form, Id, Pdf};
use super::sheet::A4;

/// The documents of this kind.
pub const CASES: &[Case] = &[("filled-form.pdf", filled_form)];

/// What the first page prints, each line 60 points below the one before,
const PRINTED: [&str; 6] = [
    "Application for a permit to keep bees in the garden",
    "Please fill in every field of this form with care and sign it",
    "The office answers within fourteen days of the receipt",
    "Name of the applicant",
    "Street and number",
    "Remarks of the office",
];
/// and what was put beside the last lines of it.
const NAME: &str = "Wilhelmina Harrington";
const STREET: &str = "Kingfisher Lane";
const REMARK: &str = "Approved by the council";

const LEFT: f32 = 72.0;
const TOP: f32 = 740.0;
const LEADING: f32 = 60.0;

/// Where something is put beside a line.
fn beside(line: usize) -> [f32; 4] {
    let bottom = TOP - LEADING * line as f32 - 5.0;
    [220.0, bottom, 420.0, bottom + 20.0]
}

/// The parts that pages have in common.
struct Shared {
    tree: Id,
    font: Id,
}

impl Shared {
    fn page(&self, pdf: &mut Pdf, annotations: &[Id]) -> Id {
        let mut content = "BT /F 12 Tf".to_owned();
        for (i, line) in PRINTED.iter().enumerate() {
            content.push_str(&format!(" 1 0 0 1 {LEFT} {} Tm ({line}) Tj", TOP - LEADING * i as f32));
        }
        let content = pdf.stream("", format!("{content} ET"));
        let annotations: Vec<_> = annotations.iter().map(|id| format!("{id} 0 R")).collect();
        pdf.plain(format!(
            "<< /Type /Page /Parent {} 0 R /MediaBox [0 0 {} {}] /Contents {content} 0 R /Annots [{}] \
             /Resources << /Font << /F {} 0 R >> >> >>",
            self.tree,
            A4.0,
            A4.1,
            annotations.join(" "),
            self.font,
        ))
    }

    /// How something looks, as large as [`beside`] says.
    fn look(&self, pdf: &mut Pdf, content: &str) -> Id {
        let entries = format!(
            "/Type /XObject /Subtype /Form /BBox [0 0 200 20] /Resources << /Font << /F {} 0 R >> >>",
            self.font
        );
        pdf.stream(&entries, content)
    }
}

fn annotation(pdf: &mut Pdf, kind: &str, [left, bottom, right, top]: [f32; 4], entries: &str) -> Id {
    pdf.plain(format!("<< /Type /Annot /Subtype /{kind} /Rect [{left} {bottom} {right} {top}] {entries} >>"))
}

fn filled_form() -> Document {
    let mut pdf = Pdf::default();
    let tree = pdf.reserve();
    let font = pdf.plain("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
    let shared = Shared { tree, font };
    let written = |text: &str| format!("BT /F 12 Tf 2 5 Td ({text}) Tj ET");
    let name = shared.look(&mut pdf, &format!("/Tx BMC {} EMC", written(NAME)));
    let remark = shared.look(&mut pdf, &written(REMARK));
    let tick = shared.look(&mut pdf, "0.5 0.5 10 10 re S 2 2 m 9 9 l 2 9 m 9 2 l S");
    let style = "/DA (/F 12 Tf 0 g)";
    let value = |text: &str| format!("/FT /Tx /T ({text}) /V ({text}) {style}");
    let link = "/Border [0 0 0] /A << /S /URI /URI (http://example.org) >>";
    let ticked = format!("/FT /Btn /T (bees) /V /On /AS /On /AP << /N << /On {tick} 0 R >> >>");
    let fields = [
        annotation(&mut pdf, "Widget", beside(3), &format!("{} /AP << /N {name} 0 R >>", value(NAME))),
        // Its look is left to whoever shows it.
        annotation(&mut pdf, "Widget", beside(4), &value(STREET)),
        annotation(&mut pdf, "Widget", beside(2), &ticked),
    ];
    let note = annotation(
        &mut pdf,
        "FreeText",
        beside(5),
        &format!("/Contents ({REMARK}) {style} /AP << /N {remark} 0 R >>"),
    );
    let link = annotation(&mut pdf, "Link", [LEFT, TOP - 5.0, 300.0, TOP + 15.0], link);
    let hidden = annotation(&mut pdf, "Stamp", beside(0), &format!("/F 2 /AP << /N {remark} 0 R >>"));
    let filled = shared.page(&mut pdf, &[fields[0], fields[1], note, link]);
    // Of this page nothing is to be read but what it prints.
    let ticked = shared.page(&mut pdf, &[fields[2], link, hidden]);
    pdf.finish(tree, &[filled, ticked], "");
    let list = fields.map(|id| format!("{id} 0 R")).join(" ");
    pdf.set(
        pdf.root,
        format!(
            "<< /Type /Catalog /Pages {tree} 0 R /AcroForm << /Fields [{list}] /DR << /Font << /F {font} 0 R >> >> \
             {style} >> >>"
        ),
    );
    let page = |put: [&str; 3]| TruePage {
        width: A4.0,
        height: A4.1,
        user_unit: 1.0,
        text: PRINTED
            .iter()
            .zip(["", "", ""].into_iter().chain(put))
            .map(|(line, put)| format!("{line} {put}").trim_end().to_owned())
            .collect::<Vec<_>>()
            .join("\n"),
        ..TruePage::default()
    };
    let pages = vec![page([NAME, STREET, REMARK]), page(["", "", ""])];
    let description =
        "A form with two values and a note; the same with a tick, a link and a stamp that is hidden";
    Document::new("filled-form.pdf", description, pdf.write(Form::Table), pages)
}
