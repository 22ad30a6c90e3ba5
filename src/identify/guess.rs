//! The language of a text by its letters and which of them follow each other.

use whatlang::{Detector, Lang, Script as Written};

use crate::model::page::PageText;

/// What a text seems to be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Guess {
    /// The code that its models have, such as `deu`.
    pub code: &'static str,
    /// Whether there is hardly any doubt.
    pub is_sure: bool,
}

/// Words read with the model of another script have less confidence, in percent: 46 at most of 66 drawn pages, where Arabic and
/// Hindi with their own had 65.
pub(super) const READABLE: f32 = 58.0;
/// What fewer letters say is chance.
const FEW_LETTERS: usize = 40;
/// From so many letters on the most common sequences of three tell even of relatives, such as Portuguese and Spanish.
const MANY_LETTERS: usize = 200;
/// How sure one has to be of shorter texts.
const SURE: f64 = 0.9;

/// What a text seems to be written in; `None` where it has too few letters, or no model could be named.
pub fn guess(text: &str) -> Option<Guess> {
    let letters = text.chars().filter(|letter| letter.is_alphabetic()).count();
    if letters < FEW_LETTERS {
        return None;
    }
    let info = Detector::new().detect(text)?;
    let code = match (info.lang(), info.script()) {
        (Lang::Cmn, _) => chinese(text),
        (lang, _) => code(lang)?,
    };
    // Scripts of one language only leave nothing to doubt.
    let is_alone =
        !matches!(info.script(), Written::Latin | Written::Cyrillic | Written::Arabic | Written::Devanagari);
    let is_sure = is_alone || info.confidence() >= SURE || (letters >= MANY_LETTERS && info.is_reliable());
    Some(Guess { code, is_sure })
}

/// The language that a page's words are certainly in; `None` where they were misread: gibberish looks like something, too.
pub fn of_page(text: &PageText) -> Option<&'static str> {
    if is_misread(text) {
        return None;
    }
    guess(&text.to_string()).filter(|guess| guess.is_sure).map(|guess| guess.code)
}

/// Whether what was read of a page is hardly any of its words, as in the language of another script.
pub fn is_misread(text: &PageText) -> bool {
    let letters = text.words().flat_map(|word| word.text.chars()).filter(|letter| letter.is_alphabetic());
    let is_worth_it = letters.take(FEW_LETTERS).count() == FEW_LETTERS;
    is_worth_it && text.mean_confidence().is_some_and(|confidence| confidence.0 < READABLE)
}

/// Characters that only simplified or only traditional Chinese has, of the most common ones.
const SIMPLIFIED: &str = "这国来对时会个说们为后发学过还经没见长开问从给两间样进现实点关车门东气";
const TRADITIONAL: &str = "這國來對時會個說們為後發學過還經沒見長開問從給兩間樣進現實點關車門東氣";

fn chinese(text: &str) -> &'static str {
    let count = |of: &str| text.chars().filter(|letter| of.contains(*letter)).count();
    if count(TRADITIONAL) > count(SIMPLIFIED) { "chi_tra" } else { "chi_sim" }
}

/// The code that models of a language have.
fn code(lang: Lang) -> Option<&'static str> {
    Some(match lang {
        // These have one of their own, or one that stands for several.
        Lang::Pes => "fas",
        Lang::Nob => "nor",
        Lang::Aka | Lang::Sna | Lang::Zul | Lang::Tuk => return None,
        Lang::Lav => "lav",
        other => other.code(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sure(text: &str) -> Option<&'static str> {
        guess(text).filter(|guess| guess.is_sure).map(|guess| guess.code)
    }

    #[test]
    fn sentences_tell_their_language() {
        let german = "Die Lieferung wurde am Montag bestätigt, und der Betrag ist innerhalb von dreißig Tagen ohne Abzug auf das unten genannte Konto zu überweisen. Bei Fragen wenden Sie sich bitte an unsere Abteilung.";
        assert_eq!(sure(german), Some("deu"));
        let english = "The delivery was confirmed on Monday, and the amount is payable within thirty days without deduction to the account stated below. If you have any questions please turn to our department.";
        assert_eq!(sure(english), Some("eng"));
        assert_eq!(
            sure(
                "Доставка была подтверждена в понедельник, и сумма подлежит оплате в течение тридцати дней без вычетов на указанный ниже счёт. Если у вас есть вопросы, обратитесь, пожалуйста, в наш отдел по работе с клиентами, который открыт каждый день."
            ),
            Some("rus")
        );
        assert_eq!(
            sure(
                "本合同自双方签字之日起生效，任何一方不得单方面修改合同的内容，这个规定对所有的人都适用，没有例外。"
            ),
            Some("chi_sim")
        );
        assert_eq!(
            sure(
                "本合同自雙方簽字之日起生效，任何一方不得單方面修改合同的內容，這個規定對所有的人都適用，沒有例外。"
            ),
            Some("chi_tra")
        );
        assert_eq!(
            sure(
                "この契約は双方が署名した日から効力を生じ、いずれの当事者も一方的に内容を変更することはできません。"
            ),
            Some("jpn")
        );
    }

    #[test]
    fn german_read_as_english_is_still_german() {
        let read = "Die Lieferung wurde am Montag bestatigt, und der Betrag ist innerhalb von dreiBig Tagen ohne Abzug auf das unten genannte Konto zu iiberweisen. Bei Fragen wenden Sie sich bitte an unsere Abteilung fiir Kunden.";
        assert_eq!(sure(read), Some("deu"));
    }

    #[test]
    fn a_few_letters_say_nothing() {
        assert_eq!(guess("Invoice 2024/17, 12.50 EUR"), None);
    }
}
