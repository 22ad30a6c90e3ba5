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

/// Tesseract's codes that are not the tag themselves, each followed by its tag. Scripts are `und`, of no language.
const TAGS: &str = "afr af amh am ara ar asm as aze az aze_cyrl az-Cyrl bel be ben bn bod bo bos bs bre br bul bg cat ca \
    ces cs chi_sim zh-Hans chi_tra zh-Hant cos co cym cy dan da dan_frak da-Latf deu de deu_frak de-Latf deu_latf de-Latf \
    div dv dzo dz ell el eng en epo eo est et eus eu fao fo fas fa fin fi fra fr frk de-Latf fry fy gla gd gle ga glg gl \
    guj gu hat ht heb he hin hi hrv hr hun hu hye hy iku iu ind id isl is ita it ita_old it jav jv jpn ja kan kn kat ka \
    kat_old ka kaz kk khm km kir ky kor ko kur ku lao lo lat la lav lv lit lt ltz lb mal ml mar mr mkd mk mlt mt mon mn \
    mri mi msa ms mya my nep ne nld nl nor no oci oc ori or pan pa pol pl por pt pus ps que qu ron ro rus ru san sa sin si \
    slk sk slk_frak sk-Latf slv sl snd sd spa es spa_old es sqi sq srp sr srp_latn sr-Latn sun su swa sw swe sv tam ta tat \
    tt tel te tgk tg tgl tl tha th tir ti ton to tur tr uig ug ukr uk urd ur uzb uz uzb_cyrl uz-Cyrl vie vi yid yi yor yo \
    Arabic und-Arab Armenian und-Armn Bengali und-Beng Canadian_Aboriginal und-Cans Cherokee und-Cher Cyrillic und-Cyrl \
    Devanagari und-Deva Ethiopic und-Ethi Fraktur und-Latf Georgian und-Geor Greek und-Grek Gujarati und-Gujr Gurmukhi \
    und-Guru HanS zh-Hans HanT zh-Hant Hangul ko Hebrew und-Hebr Japanese ja Kannada und-Knda Khmer und-Khmr Lao und-Laoo \
    Latin und-Latn Malayalam und-Mlym Myanmar und-Mymr Oriya und-Orya Sinhala und-Sinh Syriac und-Syrc Tamil und-Taml \
    Telugu und-Telu Thaana und-Thaa Thai und-Thai Tibetan und-Tibt Vietnamese vi";

/// The BCP 47 tag of a Tesseract language code, or of a script's, with `script/` before it or without; `None` for models
/// of neither. Languages that have no two-letter code keep their three letters. Text in columns has the tag of its language.
pub fn bcp47(code: &str) -> Option<&str> {
    let code = code.strip_prefix("script/").unwrap_or(code);
    let code = code.strip_suffix("_vert").unwrap_or(code);
    if matches!(code, "osd" | "equ") {
        return None;
    }
    let mut tags = TAGS.split_ascii_whitespace();
    while let (Some(known), Some(tag)) = (tags.next(), tags.next()) {
        if known == code {
            return Some(tag);
        }
    }
    (code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_lowercase())).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_become_tags() {
        assert_eq!(bcp47("eng"), Some("en"));
        assert_eq!(bcp47("chi_tra"), Some("zh-Hant"));
        assert_eq!(bcp47("jpn_vert"), Some("ja"));
        assert_eq!(bcp47("frk"), Some("de-Latf"));
        assert_eq!(bcp47("srp_latn"), Some("sr-Latn"));
        assert_eq!(bcp47("grc"), Some("grc"));
        assert_eq!(bcp47("script/Latin"), Some("und-Latn"));
        assert_eq!(bcp47("HanT_vert"), Some("zh-Hant"));
        assert_eq!(bcp47("my_own"), None);
        assert_eq!(bcp47("osd"), None);
    }

    #[test]
    fn every_code_has_a_tag_of_its_own_form() {
        let words: Vec<&str> = TAGS.split_ascii_whitespace().collect();
        assert!(words.len().is_multiple_of(2));
        for pair in words.chunks(2) {
            assert_eq!(bcp47(pair[0]), Some(pair[1]));
            let language = pair[1].split('-').next().unwrap_or_default();
            assert!(
                matches!(language.len(), 2 | 3) && language.bytes().all(|byte| byte.is_ascii_lowercase())
            );
        }
    }
}
