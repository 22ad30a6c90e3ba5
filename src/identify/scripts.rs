//! Scripts: which one a letter belongs to, and which one a language is written in.

/// What languages are written in, as far as their models tell them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Script {
    /// English, German, Turkish, Vietnamese, ...
    Latin,
    /// Greek.
    Greek,
    /// Russian, Ukrainian, Bulgarian, ...
    Cyrillic,
    /// Armenian.
    Armenian,
    /// Hebrew, Yiddish.
    Hebrew,
    /// Arabic, Persian, Urdu, ...
    Arabic,
    /// Hindi, Marathi, Nepali, ...
    Devanagari,
    /// Any other script of India and its neighbours: each has one language, or nearly.
    Indic,
    /// Thai, Lao, Khmer, Burmese, Tibetan.
    SouthEastAsian,
    /// Georgian.
    Georgian,
    /// Korean.
    Hangul,
    /// Chinese, and the larger part of Japanese.
    Han,
    /// What Japanese has and Chinese has not.
    Kana,
}

/// The ranges of letters that tell a script, ascending.
const RANGES: [(u32, u32, Script); 22] = [
    (0x0041, 0x024F, Script::Latin),
    (0x0370, 0x03FF, Script::Greek),
    (0x0400, 0x052F, Script::Cyrillic),
    (0x0530, 0x058F, Script::Armenian),
    (0x0590, 0x05FF, Script::Hebrew),
    (0x0600, 0x077F, Script::Arabic),
    (0x08A0, 0x08FF, Script::Arabic),
    (0x0900, 0x097F, Script::Devanagari),
    (0x0980, 0x0DFF, Script::Indic),
    (0x0E00, 0x109F, Script::SouthEastAsian),
    (0x10A0, 0x10FF, Script::Georgian),
    (0x1100, 0x11FF, Script::Hangul),
    (0x1780, 0x17FF, Script::SouthEastAsian),
    (0x1E00, 0x1EFF, Script::Latin),
    (0x1F00, 0x1FFF, Script::Greek),
    (0x3040, 0x30FF, Script::Kana),
    (0x3130, 0x318F, Script::Hangul),
    (0x3400, 0x9FFF, Script::Han),
    (0xAC00, 0xD7AF, Script::Hangul),
    (0xF900, 0xFAFF, Script::Han),
    (0xFB1D, 0xFB4F, Script::Hebrew),
    (0xFB50, 0xFEFC, Script::Arabic),
];

impl Script {
    /// The script that a letter belongs to; `None` for digits, marks and letters of scripts that no model knows.
    pub fn of(letter: char) -> Option<Script> {
        let code = u32::from(letter);
        let range = RANGES.iter().find(|(first, last, _)| (*first..=*last).contains(&code));
        range.filter(|_| letter.is_alphabetic()).map(|(.., script)| *script)
    }

    /// The script that the language of a Tesseract code is mostly written in.
    pub fn of_language(code: &str) -> Script {
        // Codes go on with a script or a direction: `chi_sim_vert`, `srp_latn`.
        match code {
            "aze_cyrl" | "uzb_cyrl" | "Cyrillic" => return Script::Cyrillic,
            "Arabic" => return Script::Arabic,
            "Devanagari" => return Script::Devanagari,
            code if code.starts_with("Han") && code != "Hangul" => return Script::Han,
            code if code.starts_with("Japanese") => return Script::Kana,
            code if code.starts_with("Hangul") => return Script::Hangul,
            _ if code.ends_with("_latn") => return Script::Latin,
            _ => {}
        }
        match code.split('_').next().unwrap_or(code) {
            "ell" | "grc" | "Greek" => Script::Greek,
            "bel" | "bul" | "kaz" | "kir" | "mkd" | "mon" | "rus" | "srp" | "tat" | "tgk" | "ukr" => {
                Script::Cyrillic
            }
            "hye" | "Armenian" => Script::Armenian,
            "heb" | "yid" | "Hebrew" => Script::Hebrew,
            "ara" | "fas" | "pus" | "snd" | "uig" | "urd" => Script::Arabic,
            "hin" | "mar" | "nep" | "san" => Script::Devanagari,
            "asm" | "ben" | "guj" | "kan" | "mal" | "ori" | "pan" | "sin" | "tam" | "tel" => Script::Indic,
            "bod" | "khm" | "lao" | "mya" | "tha" => Script::SouthEastAsian,
            "kat" | "Georgian" => Script::Georgian,
            "kor" => Script::Hangul,
            "chi" => Script::Han,
            "jpn" => Script::Kana,
            _ => Script::Latin,
        }
    }

    /// The share of a text's letters that a language with this script could have, from 0 to 1; `None` of a text without
    /// letters. A text of Chinese characters without any kana is none of Japanese, and the other way round.
    pub fn share(self, text: &str) -> Option<f32> {
        let (mut all, mut own, mut kana, mut han) = (0_u32, 0_u32, 0_u32, 0_u32);
        for script in text.chars().filter_map(Script::of) {
            all += 1;
            own += u32::from(script == self);
            kana += u32::from(script == Script::Kana);
            han += u32::from(script == Script::Han);
        }
        let is_japanese = kana * KANA_PER_LETTER >= kana + han;
        let own = match self {
            Script::Kana if is_japanese => kana + han,
            Script::Kana => 0,
            Script::Han if kana > 0 && is_japanese => 0,
            _ => own,
        };
        (all > 0).then(|| own as f32 / all as f32)
    }
}

/// Of so many Japanese characters at least one is kana: about every second is, in headings fewer.
const KANA_PER_LETTER: u32 = 10;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_belong_to_scripts() {
        assert_eq!(Script::of('ß'), Some(Script::Latin));
        assert_eq!(Script::of('ж'), Some(Script::Cyrillic));
        assert_eq!(Script::of('か'), Some(Script::Kana));
        assert_eq!(Script::of('漢'), Some(Script::Han));
        assert_eq!(Script::of('한'), Some(Script::Hangul));
        assert_eq!(Script::of('7'), None);
        assert_eq!(Script::of('×'), None);
    }

    #[test]
    fn languages_are_written_in_scripts() {
        assert_eq!(Script::of_language("chi_tra_vert"), Script::Han);
        assert_eq!(Script::of_language("srp_latn"), Script::Latin);
        assert_eq!(Script::of_language("srp"), Script::Cyrillic);
        assert_eq!(Script::of_language("frk"), Script::Latin);
    }

    #[test]
    fn chinese_is_not_japanese() {
        assert_eq!(Script::Kana.share("今日は良い天気です"), Some(1.0));
        assert_eq!(Script::Han.share("今日は良い天気です"), Some(0.0));
        assert_eq!(Script::Kana.share("今天天气很好"), Some(0.0));
        assert_eq!(Script::Han.share("今天天气很好"), Some(1.0));
        assert_eq!(Script::Latin.share("12.50"), None);
    }
}
