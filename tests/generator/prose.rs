//! What the documents say: sentences written for this purpose, put together so that no two pages agree.

use super::random::Random;

/// The languages there are sentences in, by their Tesseract names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// English (`eng`).
    English,
    /// German (`deu`).
    German,
    /// French (`fra`).
    French,
    /// Russian (`rus`).
    Russian,
}

impl Language {
    fn sentences(self) -> &'static [&'static str] {
        match self {
            Self::English => ENGLISH,
            Self::German => GERMAN,
            Self::French => FRENCH,
            Self::Russian => RUSSIAN,
        }
    }

    fn names(self) -> &'static [&'static str] {
        match self {
            Self::Russian => &["Анна Белова", "Пётр Орлов", "Мария Жукова", "Игорь Щербаков"],
            _ => &[
                "Clara Whitmore",
                "Jonas Adler",
                "Ruth Okafor",
                "Felix Brandt",
                "Ines Moreau",
                "Hugh Penrose",
            ],
        }
    }

    fn months(self) -> &'static [&'static str] {
        match self {
            Self::English => &["January", "March", "April", "June", "August", "October", "November"],
            Self::German => &["Januar", "März", "April", "Juni", "August", "Oktober"],
            Self::French => &["janvier", "février", "mars", "juin", "août", "décembre"],
            Self::Russian => &["января", "марта", "апреля", "июня", "августа", "октября"],
        }
    }
}

/// Sentences of one language in random order, each used once before any is used again.
pub struct Prose {
    language: Language,
    random: Random,
    deck: Vec<&'static str>,
}

impl Prose {
    /// A sequence of sentences of its own for each seed.
    pub fn new(language: Language, seed: u64) -> Self {
        Self { language, random: Random::new(seed), deck: Vec::new() }
    }

    /// The next sentence, its blanks filled with names, dates, amounts and numbers.
    pub fn sentence(&mut self) -> String {
        if self.deck.is_empty() {
            self.deck = self.language.sentences().to_vec();
            self.random.shuffle(&mut self.deck);
        }
        let template = self.deck.pop().unwrap_or_default();
        let mut text = String::new();
        let mut rest = template;
        while let Some(start) = rest.find('{') {
            let end = start + rest[start..].find('}').expect("a blank ends with a brace");
            text.push_str(&rest[..start]);
            text.push_str(&self.fill(&rest[start + 1..end]));
            rest = &rest[end + 1..];
        }
        text.push_str(rest);
        text
    }

    /// Sentences joined by spaces.
    pub fn paragraph(&mut self, sentences: usize) -> String {
        (0..sentences).map(|_| self.sentence()).collect::<Vec<_>>().join(" ")
    }

    /// The title of a section, in English.
    pub fn title(&mut self) -> String {
        let subject = *self.random.pick(&[
            "Delivery and Inspection",
            "Care of the Garden",
            "Tides and Moorings",
            "Binding and Repair",
            "Payment and Interest",
            "Notices between the Parties",
            "Storage of Materials",
            "Term and Renewal",
            "Liability and Insurance",
            "Water and Drainage",
        ]);
        subject.to_owned()
    }

    fn fill(&mut self, blank: &str) -> String {
        match blank {
            "name" => (*self.random.pick(self.language.names())).to_owned(),
            "date" => {
                let day = 1 + self.random.below(28);
                let month = *self.random.pick(self.language.months());
                let year = 1987 + self.random.below(38);
                let dot = if self.language == Language::German { "." } else { "" };
                format!("{day}{dot} {month} {year}")
            }
            "sum" => {
                let thousands = 1 + self.random.below(98);
                let units = self.random.below(1000);
                let cents = self.random.below(100);
                match self.language {
                    Language::English => format!("{thousands},{units:03}.{cents:02}"),
                    Language::German => format!("{thousands}.{units:03},{cents:02}"),
                    Language::French | Language::Russian => format!("{thousands} {units:03},{cents:02}"),
                }
            }
            "n" => (2 + self.random.below(97)).to_string(),
            other => panic!("no such blank: {other}"),
        }
    }
}

const ENGLISH: &[&str] = &[
    "The parties agree that this contract takes effect on {date} and remains in force for {n} months.",
    "Payment of $ {sum} is due within {n} days after the invoice has been received.",
    "At high water the harbour is {n} feet deep, but at the spring ebb the small boats lie dry on the mud.",
    "A book sewn on linen tapes opens flat and, with ordinary care, outlasts its owner.",
    "Roses should be pruned before the buds swell; a clean cut just above an outward bud is enough.",
    "The tenant, {name}, shall keep the garden, the hedges and the two sheds in good order.",
    "No change to this agreement is valid unless it is made in writing and signed by both parties.",
    "On {date} the surveyor measured the north wall and found a crack of {n} millimetres.",
    "Paste made of wheat starch is still preferred, because it can be undone with a damp sponge.",
    "The moon draws the sea after it, yet the highest tide comes a day or two behind the full moon.",
    "{name} delivered {n} crates of paper to the warehouse and was given a receipt for each.",
    "If a clause proves to be void, the remaining clauses keep their full effect.",
    "Beans, peas and lettuce may be sown again in July, provided that the beds are watered every evening.",
    "The deposit amounts to {sum} euros and bears interest at {n} percent of the base rate.",
    "Old maps show a ferry here; the bridge was built only after the flood of 1842.",
    "The binder first folds the sheets, then collates them, and presses them for at least {n} hours.",
    "Either party may end the contract by giving notice of {n} weeks to the end of a quarter.",
    "Tide tables are computed for {n} ports, although wind and air pressure may shift the times by an hour.",
    "\"We have never missed a delivery,\" said {name}, \"and we do not mean to begin now.\"",
    "The goods remain the property of the seller until the full price of {sum} has been paid.",
    "Compost must be turned twice a year: once in spring, and once when the leaves have fallen.",
    "A copy of the plan (sheet {n}) is attached to this document and forms a part of it.",
    "Leather dries and cracks in heated rooms, so the shelves stand away from the stove.",
    "The lighthouse keeper wrote the weather into the log every four hours, day and night.",
    "All notices shall be sent to {name}, Mill Lane {n}, and are deemed received on the third day.",
    "An apple tree grafted on a weak stock bears early but needs a stake for the whole of its life.",
    "The insurer covers damage by fire, storm and burst pipes up to a limit of $ {sum} per event.",
    "Gold leaf is so thin that {n} sheets of it weigh less than a single feather.",
    "Unless otherwise agreed, the place of performance is the registered office of the buyer.",
    "In a dry summer the well falls below {n} feet, and water has to be carried from the brook.",
    "Every page of the register was numbered by hand, and the clerk signed the last one on {date}.",
    "The pilot came aboard off the western buoy and took the ship up the channel at half speed.",
    "Defects that could not be seen on delivery must be reported as soon as they come to light.",
    "Thin paper shows the type on its other side, which is why the printer chose a heavier stock.",
    "{name} and {name} are jointly liable for the rent of {sum} a year.",
    "Bulbs are planted three times as deep as they are tall, with the point upwards.",
    "The keys, {n} in number, were handed over on {date} in the presence of a witness.",
    "Where the river meets the sea, fresh water floats above salt, and the fish know the difference.",
    "Disputes shall first be put before a mediator; only then may a court be called upon.",
    "The title was stamped on the spine in plain capitals, with neither line nor ornament.",
    "Carrots like sand, cabbages like clay, and nothing at all likes standing water.",
    "Quarterly reports list the quantity, the unit price and the balance carried forward.",
];

const GERMAN: &[&str] = &[
    "Der Vertrag beginnt am {date} und läuft auf unbestimmte Zeit.",
    "Die Miete von {sum} Euro ist jeweils bis zum dritten Werktag zu zahlen.",
    "Bei Flut steht das Wasser {n} Fuß hoch, bei Ebbe liegen die kleinen Boote im Schlick.",
    "Änderungen dieses Vertrages bedürfen der Schriftform und der Unterschrift beider Parteien.",
    "Rosen schneidet man, bevor die Knospen schwellen; ein sauberer Schnitt genügt völlig.",
    "Ein fadengeheftetes Buch lässt sich flach öffnen und überdauert oft seinen Besitzer.",
    "{name} übergab {n} Kisten Papier und erhielt für jede eine Quittung.",
    "Größere Schäden müssen unverzüglich gemeldet werden, kleinere am Ende des Monats.",
    "Möhren mögen Sand, Kohl mag Lehm, und stehendes Wasser mag überhaupt nichts.",
    "Sollte eine Bestimmung unwirksam sein, so bleiben die übrigen in Kraft.",
];

const FRENCH: &[&str] = &[
    "Le contrat prend effet le {date} et reste en vigueur pendant {n} mois.",
    "Le loyer de {sum} euros est payable avant le cinquième jour de chaque mois.",
    "À marée haute, le port a {n} pieds de profondeur, mais les barques restent à sec à marée basse.",
    "Les rosiers se taillent avant que les bourgeons ne gonflent, d'une coupe nette et légère.",
    "Un livre cousu s'ouvre à plat et survit souvent à son propriétaire.",
    "{name} a livré {n} caisses de papier et reçu une quittance pour chacune.",
    "Toute modification doit être faite par écrit et signée par les deux parties.",
    "Où la rivière rejoint la mer, l'eau douce flotte au-dessus de l'eau salée.",
    "Les dégâts causés par le feu ou la tempête sont couverts jusqu'à la limite fixée.",
    "L'été dernier, le puits était si bas qu'il a fallu chercher l'eau au ruisseau.",
];

const RUSSIAN: &[&str] = &[
    "Договор вступает в силу {date} года и действует в течение {n} месяцев.",
    "Оплата в размере {sum} рублей производится в течение десяти дней.",
    "Во время прилива глубина гавани достигает {n} футов, а в отлив лодки лежат на песке.",
    "Розы обрезают до того, как набухнут почки; достаточно одного чистого среза.",
    "Сшитая книга раскрывается полностью и часто переживает своего владельца.",
    "{name} доставил {n} ящиков бумаги и получил расписку за каждый.",
    "Любые изменения должны быть составлены в письменной форме и подписаны сторонами.",
    "Там, где река впадает в море, пресная вода держится над солёной.",
    "Ущерб от пожара и бури возмещается в пределах установленной суммы.",
    "Прошлым летом колодец обмелел, и воду приходилось носить из ручья.",
];
