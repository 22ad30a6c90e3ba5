//! One character as it is compared: without case, accents and the forms that only its place gives it.
//!
//! Canonical forms are Unicode's, by their crate. Its table of compatible forms takes 31 KB to download, of which text on
//! paper needs what stands here.

use unicode_normalization::char::decompose_canonical;

/// Letters of Latin-1 from U+00C0 on; 0 where there is no such letter.
const LATIN_1: &[u8; 64] = b"aaaaaa\0ceeeeiiiidnooooo\0ouuuuy\0\0aaaaaa\0ceeeeiiiidnooooo\0ouuuuy\0y";

/// Half as wide, from U+FF66 on; marks for voiced sounds stand by themselves.
const HALF_WIDTH: &str = "ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン";

/// Arabic letters as fonts join them, from U+FE80 on: each with as many forms as it has.
const ARABIC_FORMS: [(&str, usize); 40] = [
    ("ء", 1),
    ("آ", 2),
    ("أ", 2),
    ("ؤ", 2),
    ("إ", 2),
    ("ئ", 4),
    ("ا", 2),
    ("ب", 4),
    ("ة", 2),
    ("ت", 4),
    ("ث", 4),
    ("ج", 4),
    ("ح", 4),
    ("خ", 4),
    ("د", 2),
    ("ذ", 2),
    ("ر", 2),
    ("ز", 2),
    ("س", 4),
    ("ش", 4),
    ("ص", 4),
    ("ض", 4),
    ("ط", 4),
    ("ظ", 4),
    ("ع", 4),
    ("غ", 4),
    ("ف", 4),
    ("ق", 4),
    ("ك", 4),
    ("ل", 4),
    ("م", 4),
    ("ن", 4),
    ("ه", 4),
    ("و", 2),
    ("ى", 2),
    ("ي", 4),
    ("لآ", 2),
    ("لأ", 2),
    ("لإ", 2),
    ("لا", 2),
];

/// Writes what the characters of a word are compared by.
pub(super) fn fold_all(word: &str, out: &mut String) {
    // Most words have nothing but plain letters, which takes a fraction of the time.
    if word.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'-') {
        let start = out.len();
        out.push_str(word);
        return out[start..].make_ascii_lowercase();
    }
    word.chars().for_each(|c| fold(c, out));
}

/// Writes what a character is compared by: one or several characters, or nothing.
pub(super) fn fold(c: char, out: &mut String) {
    if c.is_ascii() {
        if c != '-' && !c.is_ascii_control() {
            out.push(c.to_ascii_lowercase());
        }
        return;
    }
    if let Some(plain) =
        (c as usize).checked_sub(0xc0).and_then(|place| LATIN_1.get(place)).filter(|plain| **plain > 0)
    {
        return out.push(char::from(*plain));
    }
    if let Some(several) = several(c) {
        return several.chars().for_each(|c| fold(c, out));
    }
    // In Cyrillic, short i is a letter of its own.
    if matches!(c, 'й' | 'Й') {
        return out.push('й');
    }
    let meant = single(c);
    if meant != c {
        return fold(meant, out);
    }
    decompose_canonical(c, |part| {
        if part != c {
            fold(part, out);
        } else if !is_passed_over(c) {
            c.to_lowercase().for_each(|c| lower(c, out));
        }
    });
}

/// Small letters that mean the same as others.
fn lower(c: char, out: &mut String) {
    match c {
        'đ' => out.push('d'),
        'ħ' => out.push('h'),
        'ł' => out.push('l'),
        'ŧ' => out.push('t'),
        'ı' => out.push('i'),
        'ς' => out.push('σ'),
        c if is_passed_over(c) => {}
        c => out.push(c),
    }
}

/// What is written with one character and read as several.
fn several(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' | 'ẞ' => "ss",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'ĳ' | 'Ĳ' => "ij",
        'ﬀ' => "ff",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        'ﬃ' => "ffi",
        'ﬄ' => "ffl",
        'ﬅ' | 'ﬆ' => "st",
        '…' => "...",
        'ŉ' => "'n",
        '№' => "no",
        '½' => "1/2",
        '¼' => "1/4",
        '¾' => "3/4",
        'ǆ' | 'ǅ' | 'Ǆ' => "dz",
        'ǉ' | 'ǈ' | 'Ǉ' => "lj",
        'ǌ' | 'ǋ' | 'Ǌ' => "nj",
        '\u{fe80}'..='\u{fefc}' => {
            let mut place = c as usize - 0xfe80;
            let letter = ARABIC_FORMS.iter().find(|(_, forms)| {
                let is_it = place < *forms;
                place = place.saturating_sub(*forms);
                is_it
            });
            letter?.0
        }
        _ => return None,
    })
}

/// The character that is meant, where another form of it was taken.
fn single(c: char) -> char {
    let shifted = |by: u32| char::from_u32(c as u32 - by).unwrap_or(c);
    match c {
        '\u{ff01}'..='\u{ff5e}' => shifted(0xfee0),
        '\u{ff66}'..='\u{ff9d}' => HALF_WIDTH.chars().nth(c as usize - 0xff66).unwrap_or(c),
        '\u{ff9e}' => '\u{3099}',
        '\u{ff9f}' => '\u{309a}',
        '²' | '³' => shifted(0x80),
        '¹' => '1',
        '\u{2070}' | '\u{2074}'..='\u{2079}' => shifted(0x2040),
        '\u{2080}'..='\u{2089}' => shifted(0x2050),
        'ª' => 'a',
        'º' => 'o',
        'ſ' => 's',
        '\u{b5}' => 'μ',
        '\u{2018}'..='\u{201b}' | '\u{b4}' | '\u{2032}' | '\u{2bc}' => '\'',
        '\u{201c}'..='\u{201f}' | '«' | '»' | '\u{2033}' => '"',
        '‹' | '›' => '\'',
        c => c,
    }
}

/// Accents and vowel points, hyphens and dashes within words, and what nobody sees.
fn is_passed_over(c: char) -> bool {
    is_mark(c)
        || c.is_control()
        || matches!(c,
            '-' | '\u{ad}' | '\u{2010}'..='\u{2013}' | '\u{2212}' | '\u{2e17}' | '\u{640}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Marks without which a letter is still what one looks for: accents, Hebrew and Arabic points. Vowel signs of Indic scripts
/// and the marks of voiced kana are more than that.
pub(super) fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}'..='\u{5c2}'
        | '\u{5c4}'..='\u{5c5}' | '\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}'
        | '\u{6d6}'..='\u{6dc}' | '\u{6df}'..='\u{6e4}' | '\u{6e7}'..='\u{6e8}' | '\u{6ea}'..='\u{6ed}'
        | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> String {
        let mut out = String::new();
        text.chars().for_each(|c| fold(c, &mut out));
        out
    }

    #[test]
    fn case_accents_and_forms_are_passed_over() {
        for (text, expected) in [
            ("Naïve", "naive"),
            ("e\u{301}tude", "etude"),
            ("STRASSE", "strasse"),
            ("Straße", "strasse"),
            ("GROẞ", "gross"),
            ("Æsop Œuvre Ørsted Łódź", "aesop oeuvre orsted lodz"),
            ("İstanbul ısı IĞDIR", "istanbul isi igdir"),
            ("ΛΌΓΟΣ λόγος", "λογοσ λογοσ"),
            ("ﬁnanzﬂuß oﬃce", "finanzfluss office"),
            ("well\u{2011}known 1914–1918 Ver\u{ad}trag", "wellknown 19141918 vertrag"),
            ("ＡＢＣ１２３", "abc123"),
            ("m² x₁₀", "m2 x10"),
            ("“a” ’b’ «c»", "\"a\" 'b' \"c\""),
            ("Ёлка мой", "елка мой"),
            ("שָׁלוֹם", "שלום"),
            ("مُحَمَّد", "محمد"),
            ("ﻣﺤﻤﺪ ﻻ", "محمد لا"),
            ("हिन्दी", "हिन्दी"),
        ] {
            assert_eq!(folded(text), expected, "{text}");
        }
        assert_eq!(folded("ｶﾞﾝﾀﾞﾑ"), folded("ガンダム"));
        assert_ne!(folded("か"), folded("が"));
        assert_eq!(folded("한국"), folded("\u{1112}\u{1161}\u{11ab}\u{1100}\u{116e}\u{11a8}"));
    }

    #[test]
    fn what_is_folded_stays_as_it_is() {
        // Every character of every plane that text is written in.
        for c in (0..0x2_0000).filter_map(char::from_u32) {
            let once = folded(&c.to_string());
            assert_eq!(folded(&once), once, "U+{:04X}", c as u32);
        }
    }

    #[test]
    fn joined_arabic_letters_are_all_there() {
        assert_eq!(ARABIC_FORMS.iter().map(|(_, forms)| forms).sum::<usize>(), 0xfefc - 0xfe80 + 1);
        assert_eq!(HALF_WIDTH.chars().count(), 0xff9d - 0xff66 + 1);
    }
}
