//! Languages and the models they are read with.

use serde::{Deserialize, Serialize};

/// The variant of a model that a person brought along.
pub const OWN: &str = "own";

/// A language model that a site offers, or that a person brought along.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelOffer {
    /// Language code, such as `eng`.
    pub lang: String,
    /// Variant, such as `fast`. Empty where a person who wrote the line did not say.
    #[serde(default)]
    pub variant: String,
    /// File name under `models/`.
    pub file: String,
    /// Size in bytes. 0 where nobody said.
    #[serde(default)]
    pub bytes: u64,
    /// SHA-256 in hexadecimal. Empty where nobody said, and then nothing is checked.
    #[serde(default)]
    pub sha256: String,
}

impl ModelOffer {
    /// A model that something was read with and that is not offered here, or not any more.
    pub fn gone(lang: &str, variant: &str) -> Self {
        let (lang, variant) = (lang.to_owned(), variant.to_owned());
        Self { lang, variant, file: String::new(), bytes: 0, sha256: String::new() }
    }

    /// What tells it from other models.
    pub fn name(&self) -> String {
        format!("{} {}", self.lang, self.variant)
    }
}

/// The BCP 47 tag of a Tesseract language code; `None` for models of a script or of no language. Languages
/// that have no two-letter code keep their three letters.
pub fn bcp47(code: &str) -> Option<&str> {
    const TAGS: [(&str, &str); 58] = [
        ("afr", "af"),
        ("ara", "ar"),
        ("aze", "az"),
        ("bel", "be"),
        ("ben", "bn"),
        ("bul", "bg"),
        ("cat", "ca"),
        ("ces", "cs"),
        ("chi_sim", "zh-Hans"),
        ("chi_sim_vert", "zh-Hans"),
        ("chi_tra", "zh-Hant"),
        ("chi_tra_vert", "zh-Hant"),
        ("cym", "cy"),
        ("dan", "da"),
        ("deu", "de"),
        ("ell", "el"),
        ("eng", "en"),
        ("epo", "eo"),
        ("est", "et"),
        ("eus", "eu"),
        ("fas", "fa"),
        ("fin", "fi"),
        ("fra", "fr"),
        ("gle", "ga"),
        ("glg", "gl"),
        ("guj", "gu"),
        ("heb", "he"),
        ("hin", "hi"),
        ("hrv", "hr"),
        ("hun", "hu"),
        ("hye", "hy"),
        ("ind", "id"),
        ("isl", "is"),
        ("ita", "it"),
        ("jpn", "ja"),
        ("jpn_vert", "ja"),
        ("kan", "kn"),
        ("kat", "ka"),
        ("kor", "ko"),
        ("lat", "la"),
        ("lav", "lv"),
        ("lit", "lt"),
        ("nld", "nl"),
        ("nor", "no"),
        ("pol", "pl"),
        ("por", "pt"),
        ("ron", "ro"),
        ("rus", "ru"),
        ("slk", "sk"),
        ("slv", "sl"),
        ("spa", "es"),
        ("srp", "sr"),
        ("swe", "sv"),
        ("tha", "th"),
        ("tur", "tr"),
        ("ukr", "uk"),
        ("vie", "vi"),
        ("yid", "yi"),
    ];
    if matches!(code, "osd" | "equ") {
        return None;
    }
    let known = TAGS.iter().find(|(tesseract, _)| *tesseract == code).map(|(_, tag)| *tag);
    known.or_else(|| (code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_lowercase())).then_some(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_become_tags() {
        assert_eq!(bcp47("eng"), Some("en"));
        assert_eq!(bcp47("chi_tra"), Some("zh-Hant"));
        assert_eq!(bcp47("grc"), Some("grc"));
        assert_eq!(bcp47("osd"), None);
        assert_eq!(bcp47("script/Latin"), None);
    }
}
