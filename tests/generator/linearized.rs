//! Writes a linearized PDF: the first page and all it needs stand first, with tables of hints where to
//! find the rest (ISO 32000-1, annex F).

use super::pdf::{Object, serialize};
use super::scans::Scan;

/// Objects of a page other than the first: page, content, image.
const PER_PAGE: usize = 3;

/// The pages, each filled by its image, as a linearized file.
pub fn write(scans: &[Scan]) -> Vec<u8> {
    let rest = scans.len() - 1;
    // Numbers 1.. belong to the second section; the first page's section comes after them in number.
    let tree = rest * PER_PAGE + 1;
    let first = tree + 1;
    let (parameters, catalog, hints, page) = (first, first + 1, first + 2, first + 3);
    let size = page + PER_PAGE;
    let number_of = |i: usize| if i == 0 { page } else { (i - 1) * PER_PAGE + 1 };
    let pages: Vec<[Vec<u8>; PER_PAGE]> =
        scans.iter().enumerate().map(|(i, scan)| page_objects(scan, number_of(i), tree)).collect();
    let kids: String = (0..scans.len()).map(|i| format!("{} 0 R ", number_of(i))).collect();
    let tree_text = format!("<< /Type /Pages /Count {} /Kids [{kids}] >>", scans.len());
    let tree_object = serialize(tree, &Object::Plain(tree_text));
    let catalog_object =
        serialize(catalog, &Object::Plain(format!("<< /Type /Catalog /Pages {tree} 0 R >>")));

    // All numbers have a fixed width, so the sizes are known before the offsets are.
    let header = b"%PDF-1.4\n%\xE2\xE3\xCF\xD3\n".to_vec();
    let dictionary = |length: usize, hint: (usize, usize), end: usize, table: usize| {
        let text = format!(
            "<< /Linearized 1 /L {length:010} /H [{:010} {:010}] /O {page} /E {end:010} /N {} /T {table:010} >>",
            hint.0,
            hint.1,
            scans.len()
        );
        serialize(parameters, &Object::Plain(text))
    };
    let first_table = |offsets: &[usize], previous: usize| {
        let rows: String = offsets.iter().map(|offset| format!("{offset:010} 00000 n \n")).collect();
        format!(
            "xref\n{first} {}\n{rows}trailer\n<< /Size {size} /Root {catalog} 0 R /Prev {previous:010} >>\n\
             startxref\n0\n%%EOF\n",
            size - first
        )
        .into_bytes()
    };
    let hint_object = |first_page: usize| {
        let (data, shared) = hint_tables(&pages, first_page);
        serialize(hints, &Object::Stream(format!("/S {shared}"), data))
    };

    let lengths = |objects: &[Vec<u8>]| objects.iter().map(Vec::len).sum::<usize>();
    let parameters_at = header.len();
    let table_at = parameters_at + dictionary(0, (0, 0), 0, 0).len();
    let catalog_at = table_at + first_table(&vec![0; size - first], 0).len();
    let hints_at = catalog_at + catalog_object.len();
    let hints_length = hint_object(0).len();
    let page_at = hints_at + hints_length;
    let first_end = page_at + lengths(&pages[0]);
    let mut offsets = vec![0; size];
    (offsets[parameters], offsets[catalog], offsets[hints]) = (parameters_at, catalog_at, hints_at);
    let mut at = page_at;
    for (i, objects) in pages.iter().enumerate() {
        for (j, object) in objects.iter().enumerate() {
            offsets[number_of(i) + j] = at;
            at += object.len();
        }
    }
    offsets[tree] = at;
    let main_at = at + tree_object.len();
    let mut main = format!("xref\n0 {first}\n");
    // The parameters point at the white space before the first entry.
    let entries_at = main_at + main.len() - 1;
    main.push_str("0000000000 65535 f \n");
    for offset in &offsets[1..first] {
        main.push_str(&format!("{offset:010} 00000 n \n"));
    }
    main.push_str(&format!("trailer\n<< /Size {first} >>\nstartxref\n{table_at}\n%%EOF\n"));

    let mut bytes = header;
    bytes.extend(dictionary(main_at + main.len(), (hints_at, hints_length), first_end, entries_at));
    bytes.extend(first_table(&offsets[first..], main_at));
    bytes.extend(catalog_object);
    // Hints speak of the file as it would be without them.
    bytes.extend(hint_object(page_at - hints_length));
    bytes.extend(pages.iter().flatten().flatten());
    bytes.extend(tree_object);
    bytes.extend(main.into_bytes());
    bytes
}

fn page_objects(scan: &Scan, id: usize, tree: usize) -> [Vec<u8>; PER_PAGE] {
    let (width, height) = (scan.page.width, scan.page.height);
    let page = format!(
        "<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 {width} {height}] /Contents {} 0 R \
         /Resources << /XObject << /Im0 {} 0 R >> >> >>",
        id + 1,
        id + 2
    );
    let content = format!("q {width} 0 0 {height} 0 0 cm /Im0 Do Q").into_bytes();
    let image = &scan.image;
    let entries = format!(
        "/Type /XObject /Subtype /Image /Width {} /Height {} {}",
        image.width, image.height, image.entries
    );
    [
        serialize(id, &Object::Plain(page)),
        serialize(id + 1, &Object::Stream(String::new(), content)),
        serialize(id + 2, &Object::Stream(entries, image.data.clone())),
    ]
}

/// The page offset table and the shared object table, and where the second begins.
fn hint_tables(pages: &[[Vec<u8>; PER_PAGE]], first_page: usize) -> (Vec<u8>, usize) {
    let lengths: Vec<usize> = pages.iter().map(|objects| objects.iter().map(Vec::len).sum()).collect();
    let least = lengths.iter().copied().min().unwrap_or_default();
    let width = bits_for(lengths.iter().copied().max().unwrap_or_default() - least);
    let mut out = Bits::default();
    for (value, bits) in [
        (PER_PAGE, 32),
        (first_page, 32),
        (0, 16),
        (least, 32),
        (width, 16),
        // Where content streams begin and how long they are: the same as the page, which readers accept.
        (0, 32),
        (0, 16),
        (least, 32),
        (width, 16),
        (0, 16),
        (0, 16),
        (0, 16),
        (4, 16),
    ] {
        out.push(value, bits);
    }
    // Page lengths, then content lengths; every other item takes no bits.
    for _ in 0..2 {
        for length in &lengths {
            out.push(length - least, width);
        }
        out.align();
    }
    let shared = out.bytes.len();
    // Nothing is shared, but the objects of the first page are listed all the same.
    let own: Vec<usize> = pages[0].iter().map(Vec::len).collect();
    let least = own.iter().copied().min().unwrap_or_default();
    let width = bits_for(own.iter().copied().max().unwrap_or_default() - least);
    for (value, bits) in [(0, 32), (0, 32), (PER_PAGE, 32), (PER_PAGE, 32), (0, 16), (least, 32), (width, 16)]
    {
        out.push(value, bits);
    }
    for length in own {
        out.push(length - least, width);
    }
    out.align();
    for _ in 0..PER_PAGE {
        out.push(0, 1);
    }
    out.align();
    (out.bytes, shared)
}

fn bits_for(value: usize) -> usize {
    (usize::BITS - value.leading_zeros()) as usize
}

#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    free: usize,
}

impl Bits {
    fn push(&mut self, value: usize, bits: usize) {
        for i in (0..bits).rev() {
            if self.free == 0 {
                self.bytes.push(0);
                self.free = 8;
            }
            self.free -= 1;
            if let Some(last) = self.bytes.last_mut() {
                *last |= (((value >> i) & 1) as u8) << self.free;
            }
        }
    }

    fn align(&mut self) {
        self.free = 0;
    }
}
