//! Languages, the models they are read with, and what HTML and XML call them.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Which languages documents are read in.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum LanguageChoice {
    /// The person's own, as far as the browser tells it and the site has it.
    #[default]
    Usual,
    /// Whatever each document turns out to be written in.
    Auto,
    /// These, by their Tesseract codes, the main one first; never none.
    These(Vec<String>),
}

/// The most languages that can be chosen at a time: each costs memory, and time with every line.
pub const MAX_LANGUAGES: usize = 4;
/// The word for [`LanguageChoice::Auto`].
const AUTO: &str = "auto";

impl LanguageChoice {
    /// Understands what its `Display` shows: nothing, `auto`, or codes with a plus between them.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.is_empty() {
            return Some(Self::Usual);
        }
        if text.eq_ignore_ascii_case(AUTO) {
            return Some(Self::Auto);
        }
        let mut codes: Vec<String> = Vec::new();
        // An address has a blank where a plus was written in it.
        for code in text.split(['+', ' ', ',']).filter(|code| !code.is_empty()) {
            if !is_code(code) {
                return None;
            }
            if !codes.iter().any(|other| other == code) {
                codes.push(code.to_owned());
            }
        }
        (1..=MAX_LANGUAGES).contains(&codes.len()).then_some(Self::These(codes))
    }
}

impl TryFrom<String> for LanguageChoice {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("not a choice of languages")
    }
}

impl From<LanguageChoice> for String {
    fn from(choice: LanguageChoice) -> Self {
        choice.to_string()
    }
}

impl fmt::Display for LanguageChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usual => Ok(()),
            Self::Auto => f.write_str(AUTO),
            Self::These(codes) => f.write_str(&codes.join("+")),
        }
    }
}

/// Whether it can be the code of a language or a variant.
pub fn is_code(text: &str) -> bool {
    (1..=40).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

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
    pub fn gone(name: &str) -> Self {
        let (lang, variant) = name.split_once(' ').unwrap_or((name, ""));
        let (lang, variant) = (lang.to_owned(), variant.to_owned());
        Self { lang, variant, file: String::new(), bytes: 0, sha256: String::new() }
    }

    /// What tells it from other models.
    pub fn name(&self) -> String {
        format!("{} {}", self.lang, self.variant)
    }
}

/// The models that pages are read with together, the main one first; never none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelSet(Vec<ModelOffer>);

impl ModelSet {
    /// These models; `None` without any.
    pub fn new(models: Vec<ModelOffer>) -> Option<Self> {
        (!models.is_empty()).then_some(Self(models))
    }

    /// One model.
    pub fn one(model: ModelOffer) -> Self {
        Self(vec![model])
    }

    /// Each of them, the main one first.
    pub fn iter(&self) -> impl Iterator<Item = &ModelOffer> {
        self.0.iter()
    }

    /// Their names ([`ModelOffer::name`]), as records of pages have them.
    pub fn names(&self) -> Vec<String> {
        self.0.iter().map(ModelOffer::name).collect()
    }

    /// The codes of their languages.
    pub fn languages(&self) -> Vec<String> {
        self.0.iter().map(|model| model.lang.clone()).collect()
    }

    /// Their size together, in bytes.
    pub fn bytes(&self) -> u64 {
        self.0.iter().map(|model| model.bytes).sum()
    }
}

/// Whether the model of a code reads texts in a language.
pub fn reads(model: &str, language: &str) -> bool {
    // Old German print is German, and columns of Japanese are Japanese.
    let plain = match model {
        "frk" | "deu_frak" | "deu_latf" => "deu",
        "jpn_vert" => "jpn",
        "chi_sim_vert" => "chi_sim",
        "chi_tra_vert" => "chi_tra",
        "kor_vert" => "kor",
        other => other,
    };
    // A model of a script has a capital, and reads whatever is written in it.
    plain == language || plain.starts_with(char::is_uppercase)
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
