//! Which of several models reads the same lines best.

use super::guess::{READABLE, guess};
use super::scripts::Script;
use crate::model::page::{PageText, Word};

/// What came of reading some lines with one model.
#[derive(Debug, Clone, PartialEq)]
pub struct Trial {
    /// The code of its language.
    pub code: String,
    /// How many letters were read.
    pub letters: u32,
    /// Mean confidence of its words, each weighing as much as it has letters, in percent.
    pub confidence: f32,
    /// The share of the letters that its language has, from 0 to 1: models of other scripts know Latin letters too.
    pub fitting: f32,
    /// The language that the words seem to be of.
    seems: Option<(&'static str, bool)>,
}

/// So many letters have to be read before anything is decided: about ten words of any language.
const FEW_LETTERS: u32 = 30;
/// The same where every letter is a word, or half of one.
const FEW_CHARACTERS: u32 = 12;
/// The share of the letters that have to be of the language's script.
const MOSTLY: f32 = 0.6;
/// How much more confidence says that one language is it and not another.
const CLEARLY: f32 = 3.0;
/// As much as that counts that the words seem to be of the language.
const SEEMS: f32 = 6.0;
/// From this confidence on there is nothing to be found that reads better.
const SURE: f32 = 88.0;

impl Trial {
    /// What came of reading lines with the model of a language.
    pub fn of(code: &str, text: &PageText) -> Self {
        let (letters, confidence) = sureness(text.words());
        let words = text.to_string();
        let fitting = Script::of_language(code).share(&words).unwrap_or(0.0);
        let seems = guess(&words).map(|guess| (guess.code, guess.is_sure));
        Self { code: code.to_owned(), letters, confidence, fitting, seems }
    }

    /// Whether its language is certain, whatever others would come to.
    pub fn is_certain(&self) -> bool {
        self.is_enough() && self.confidence >= SURE && self.seems_so() == Some(true)
    }

    /// The language that its words seem to be of, if that is another.
    pub fn points_at(&self) -> Option<&'static str> {
        self.seems.map(|(code, _)| code).filter(|code| *code != self.code && self.confidence >= READABLE)
    }

    /// Whether enough of its script was read to say anything.
    fn is_enough(&self) -> bool {
        let few = match Script::of_language(&self.code) {
            Script::Han | Script::Kana | Script::Hangul => FEW_CHARACTERS,
            _ => FEW_LETTERS,
        };
        self.letters >= few && self.fitting >= MOSTLY
    }

    /// Whether the words seem to be of its language, and that for sure; `None` if they seem to be of another, or of none.
    fn seems_so(&self) -> Option<bool> {
        self.seems.filter(|(code, _)| *code == self.code).map(|(_, is_sure)| is_sure)
    }

    fn worth(&self) -> f32 {
        let seems = match self.seems_so() {
            Some(true) => SEEMS,
            Some(false) => SEEMS / 2.0,
            None => 0.0,
        };
        self.confidence * self.fitting + seems
    }
}

/// How many letters these words have, and their mean confidence, each word weighing as much as it has letters.
fn sureness<'a>(words: impl Iterator<Item = &'a Word>) -> (u32, f32) {
    let (mut letters, mut sum) = (0_u32, 0.0_f32);
    for word in words {
        let count = word.text.chars().filter(|letter| letter.is_alphabetic()).count() as u32;
        letters += count;
        sum += count as f32 * word.confidence.0;
    }
    (letters, if letters == 0 { 0.0 } else { sum / letters as f32 })
}

/// The language that reads the lines best, if one does clearly; the first of them is the usual one.
pub fn decide(trials: &[Trial]) -> Option<&str> {
    let mut fitting: Vec<&Trial> = trials.iter().filter(|trial| trial.is_enough()).collect();
    fitting.sort_by(|a, b| b.worth().total_cmp(&a.worth()));
    let best = fitting.first().filter(|best| best.confidence >= READABLE)?;
    let is_clear = fitting.get(1).is_none_or(|next| best.worth() - next.worth() >= CLEARLY);
    // Where what is usual is in another script, a relative of the right one reads more than that.
    let usual = trials.first().map(|usual| Script::of_language(&usual.code));
    let is_foreign = usual.is_some_and(|usual| usual != Script::of_language(&best.code));
    (is_clear || is_foreign).then_some(best.code.as_str())
}

/// The script whose models are worth trying further, by what one model of each came to.
pub fn script(trials: &[Trial]) -> Option<Script> {
    let fitting = trials.iter().filter(|trial| trial.is_enough());
    let best = fitting.max_by(|a, b| a.worth().total_cmp(&b.worth()))?;
    Some(Script::of_language(&best.code))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trial(
        code: &str,
        letters: u32,
        confidence: f32,
        fitting: f32,
        seems: Option<(&'static str, bool)>,
    ) -> Trial {
        Trial { code: code.to_owned(), letters, confidence, fitting, seems }
    }

    #[test]
    fn what_reads_clearly_best_is_it() {
        let english = trial("eng", 200, 74.0, 1.0, Some(("deu", true)));
        let german = trial("deu", 205, 93.0, 1.0, Some(("deu", true)));
        assert_eq!(decide(&[english.clone(), german.clone()]), Some("deu"));
        assert_eq!(english.points_at(), Some("deu"));
        assert!(german.is_certain() && !english.is_certain());
        // Relatives that read alike, and nothing that tells them apart.
        let spanish = trial("spa", 60, 86.0, 1.0, None);
        let portuguese = trial("por", 60, 85.0, 1.0, None);
        assert_eq!(decide(&[spanish, portuguese]), None);
        // But relatives of the right one read more than what is usual, where that is in another script.
        let gibberish = trial("eng", 90, 34.0, 1.0, None);
        let (ukrainian, russian) = (trial("ukr", 90, 95.0, 1.0, None), trial("rus", 90, 96.0, 1.0, None));
        assert_eq!(decide(&[gibberish, ukrainian, russian]), Some("rus"));
    }

    #[test]
    fn a_model_that_reads_letters_of_another_script_does_not_count() {
        // Chinese models read Latin letters as well.
        let chinese = trial("chi_sim", 200, 95.0, 0.1, Some(("eng", true)));
        let english = trial("eng", 200, 92.0, 1.0, Some(("eng", true)));
        assert_eq!(decide(&[chinese, english]), Some("eng"));
        let gibberish = trial("eng", 90, 40.0, 1.0, None);
        assert_eq!(decide(&[gibberish]), None);
    }

    #[test]
    fn a_few_words_say_nothing() {
        assert_eq!(decide(&[trial("eng", 12, 96.0, 1.0, None)]), None);
        assert_eq!(decide(&[trial("chi_sim", 14, 90.0, 1.0, Some(("chi_sim", true)))]), Some("chi_sim"));
    }
}
