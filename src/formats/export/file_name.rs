//! Names for downloads that every file system takes.

/// Most bytes of UTF-8 in a name, extension included. File systems take 255; some room is left for the
/// " (1)" of browsers.
const MAX_BYTES: usize = 200;

/// Used where nothing of the document's own name is left.
const FALLBACK: &str = "document";

/// The name for a download made from a document: `contract.pdf` and `txt` give `contract.txt`. `extension`
/// has no leading dot. Folders, characters that some system forbids, characters that hide or reorder
/// others, device names of Windows and very long names are dealt with.
pub fn file_name(document_name: &str, extension: &str) -> String {
    let base = document_name.rsplit(['/', '\\']).next().unwrap_or_default();
    let room = MAX_BYTES.saturating_sub(extension.len() + 1);
    let stem = safe(without_extension(base), room);
    format!("{stem}.{extension}")
}

/// One part of a path as every file system takes it.
pub(super) fn safe_component(name: &str) -> String {
    safe(name, MAX_BYTES)
}

fn without_extension(name: &str) -> &str {
    match name.rsplit_once('.') {
        Some((stem, extension))
            if !stem.is_empty()
                && (1..=5).contains(&extension.len())
                && extension.bytes().all(|byte| byte.is_ascii_alphanumeric()) =>
        {
            stem
        }
        _ => name,
    }
}

fn safe(name: &str, max_bytes: usize) -> String {
    let mut safe = String::new();
    for c in name.chars() {
        match c {
            '<' | '>' | ':' | '"' | '/' | '\\' | '|' | '?' | '*' => safe.push('_'),
            c if c.is_control() || is_invisible(c) => {}
            c => safe.push(c),
        }
    }
    // A leading dot hides a file, a trailing dot or space cannot be opened on Windows.
    let trimmed = safe.trim_matches(|c: char| c == '.' || c.is_whitespace());
    let mut end = trimmed.len().min(max_bytes);
    while !trimmed.is_char_boundary(end) {
        end -= 1;
    }
    let cut = trimmed[..end].trim_end_matches(|c: char| c == '.' || c.is_whitespace());
    if cut.is_empty() {
        FALLBACK.to_owned()
    } else if is_device(cut) {
        format!("_{cut}")
    } else {
        cut.to_owned()
    }
}

/// Characters that change how others are shown without being seen: `invoice\u{202e}fdp.exe` looks like a PDF.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{e0000}'..='\u{e007f}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_ascii_uppercase();
    match stem.as_str() {
        "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$" => true,
        _ => {
            let number = stem.strip_prefix("COM").or_else(|| stem.strip_prefix("LPT"));
            let digits = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "\u{b9}", "\u{b2}", "\u{b3}"];
            number.is_some_and(|number| digits.contains(&number))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_extension_is_replaced_and_dots_inside_a_name_stay() {
        assert_eq!(file_name("contract.pdf", "txt"), "contract.txt");
        assert_eq!(file_name("minutes 12.05.2024.tiff", "alto.xml"), "minutes 12.05.2024.alto.xml");
        assert_eq!(file_name("no extension", "md"), "no extension.md");
        assert_eq!(file_name("Mr. Smith", "md"), "Mr. Smith.md");
        assert_eq!(file_name("契約書.pdf", "txt"), "契約書.txt");
    }

    #[test]
    fn folders_and_forbidden_characters_do_not_get_through() {
        assert_eq!(file_name("../../etc/passwd", "txt"), "passwd.txt");
        assert_eq!(file_name(r"C:\Users\x\a<b>|c?.pdf", "txt"), "a_b__c_.txt");
        assert_eq!(file_name("in\0vo\nice\u{202e}fdp.exe", "txt"), "invoicefdp.txt");
        assert_eq!(file_name("a\u{61c}b\u{e0041}c.pdf", "txt"), "abc.txt");
        assert_eq!(file_name(".htaccess", "txt"), "htaccess.txt");
    }

    #[test]
    fn empty_and_reserved_names_are_replaced() {
        for name in ["", "...", " . ", "/", ".pdf."] {
            let made = file_name(name, "txt");
            assert!(made == "document.txt" || made == "pdf.txt", "{name:?} gave {made:?}");
        }
        assert_eq!(file_name("con.pdf", "txt"), "_con.txt");
        assert_eq!(file_name("Lpt3.scan.pdf", "txt"), "_Lpt3.scan.txt");
        assert_eq!(file_name("com\u{b9}.pdf", "txt"), "_com\u{b9}.txt");
        assert_eq!(file_name("console.pdf", "txt"), "console.txt");
    }

    #[test]
    fn long_names_are_cut_between_characters() {
        let made = file_name(&"語".repeat(400), "alto.xml");
        assert!(made.len() <= MAX_BYTES && made.len() > MAX_BYTES - 4, "{}", made.len());
        assert!(made.ends_with("語.alto.xml"));
    }
}
