//! Use without a network, new versions, requests: German.

use crate::model::request::{Asker, Count, Purpose};
use crate::words::figures::{count, number};
use crate::words::{OfflineWords, UpdateOffer};

pub(super) const WORDS: OfflineWords = OfflineWords {
    keeping: "Bereit. Eine Kopie für die Nutzung ohne Netz wird angelegt\u{2026}",
    ready: "Bereit, auch ohne Netz. Es wird nichts mehr geladen.",
    ready_for_any: "Bereit, auch ohne Netz in den hier gespeicherten Sprachen. Weitere werden geladen, sobald ein Dokument sie braucht.",
    update,
    requests,
    asker,
    purpose,
    answered_here: "auf diesem Gerät beantwortet",
    refused,
    after,
};

pub(super) fn language_out_of_reach(lang: &str) -> String {
    format!(
        "Die Daten dieser Sprache (\u{201e}{lang}\u{201c}) sind auf diesem Gerät noch nicht gespeichert, und der Server ist nicht erreichbar. Wählen Sie sie noch einmal, wenn es ein Netz gibt, oder nehmen Sie eine andere Sprache."
    )
}

fn update(offer: UpdateOffer) -> &'static str {
    match offer {
        UpdateOffer::Plain => {
            "Eine neue Version von Pagewise ist bereit. Laden Sie die Seite neu, um sie zu nutzen."
        }
        UpdateOffer::Kept => {
            "Eine neue Version von Pagewise ist bereit. Laden Sie die Seite neu, um sie zu nutzen. Was gelesen wurde, bleibt hier \
             gespeichert; wählen Sie die Dateien danach noch einmal aus."
        }
        UpdateOffer::Lost => {
            "Eine neue Version von Pagewise ist bereit. Speichern Sie, was gelesen wurde, bevor Sie neu laden: Hier bleibt davon \
             nichts."
        }
    }
}

fn requests(found: &Count, is_ready: bool) -> String {
    let mut said = match (is_ready, found.languages, found.others) {
        (false, ..) => {
            format!("Bisher {}; die Programme zum Lesen werden noch geladen.", asked(found.before))
        }
        (true, 0, 0) => {
            format!("Keine Abrufe, seit die Programme zum Lesen da sind; davor: {}.", asked(found.before))
        }
        (true, languages, 0) => format!(
            "Seit die Programme zum Lesen da sind: {} für Sprachdaten, die gewählt oder gefunden wurden.",
            asked(languages)
        ),
        (true, 0, others) => {
            format!("Seit die Programme zum Lesen da sind: {}, siehe unten.", asked(others))
        }
        (true, languages, others) => format!(
            "Seit die Programme zum Lesen da sind: {}, davon {} für Sprachdaten.",
            asked(languages + others),
            count(languages)
        ),
    };
    if found.refused > 0 {
        let attempts = match found.refused {
            1 => "einen Versuch".to_owned(),
            refused => format!("{} Versuche", count(refused)),
        };
        said.push_str(&format!(" Die Sicherheitsrichtlinie hat {attempts} abgewiesen."));
    }
    said
}

fn asked(requests: usize) -> String {
    if requests == 1 { "1 Abruf".to_owned() } else { format!("{} Abrufe", count(requests)) }
}

fn asker(asker: Asker) -> &'static str {
    match asker {
        Asker::Page => "die Seite",
        Asker::ServiceWorker => "für die Nutzung ohne Netz",
    }
}

fn purpose(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Part => "ein Teil von Pagewise",
        Purpose::Language => "Sprachdaten",
        Purpose::Elsewhere => "eine andere Adresse",
    }
}

fn refused(directive: &str) -> String {
    format!("abgewiesen ({directive})")
}

fn after(seconds: f64) -> String {
    format!("nach {} s", number(seconds, 1))
}
