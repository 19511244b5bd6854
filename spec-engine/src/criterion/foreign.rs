//! Words of languages other than English: modal verbs, and what bounds a number. The units stand with the English ones in `unit`.
//!
//! Scripts without spaces are searched as they are; for others a word is one of [`Phrases`].

use spec_model::grammar::modality::Modality;
use spec_model::spec::is_unspaced;

use super::phrase::Phrases;

/// Modal verbs of languages that put spaces between words.
const MODALS: &[(&str, Modality)] = {
    use Modality::{Optional, Recommended, Required};
    &[
        // German, Dutch
        ("muss", Required),
        ("müssen", Required),
        ("muß", Required),
        ("hat", Required),
        ("soll", Recommended),
        ("sollen", Recommended),
        ("sollte", Recommended),
        ("sollten", Recommended),
        ("kann", Optional),
        ("können", Optional),
        ("könnte", Optional),
        ("darf", Optional),
        ("dürfen", Optional),
        ("moet", Required),
        ("moeten", Required),
        ("dient", Required),
        ("zou", Recommended),
        ("kunnen", Optional),
        ("mag", Optional),
        ("mogen", Optional),
        // Swedish, Danish, Norwegian
        ("ska", Required),
        ("skall", Required),
        ("skal", Required),
        ("måste", Required),
        ("bör", Recommended),
        ("bør", Recommended),
        ("kan", Optional),
        ("får", Optional),
        // French
        ("doit", Required),
        ("doivent", Required),
        ("devra", Required),
        ("devront", Required),
        ("devrait", Recommended),
        ("devraient", Recommended),
        ("peut", Optional),
        ("peuvent", Optional),
        ("pourra", Optional),
        ("pourrait", Optional),
        ("pourraient", Optional),
        // Spanish, Portuguese, Italian
        ("debe", Required),
        ("deben", Required),
        ("deberá", Required),
        ("deberán", Required),
        ("debería", Recommended),
        ("deberían", Recommended),
        ("puede", Optional),
        ("pueden", Optional),
        ("podrá", Optional),
        ("podrán", Optional),
        ("podría", Optional),
        ("podrían", Optional),
        ("deve", Required),
        ("devem", Required),
        ("deverá", Required),
        ("deverão", Required),
        ("deveria", Recommended),
        ("deveriam", Recommended),
        ("pode", Optional),
        ("podem", Optional),
        ("poderá", Optional),
        ("poderão", Optional),
        ("poderia", Optional),
        ("devono", Required),
        ("dovrà", Required),
        ("dovranno", Required),
        ("dovrebbe", Recommended),
        ("dovrebbero", Recommended),
        ("può", Optional),
        ("possono", Optional),
        ("potrà", Optional),
        ("potrebbe", Optional),
        // Russian, Ukrainian, Polish, Czech
        ("должен", Required),
        ("должна", Required),
        ("должно", Required),
        ("должны", Required),
        ("обязан", Required),
        ("обязана", Required),
        ("обязано", Required),
        ("обязаны", Required),
        ("следует", Recommended),
        ("рекомендуется", Recommended),
        ("может", Optional),
        ("могут", Optional),
        ("повинен", Required),
        ("повинна", Required),
        ("повинно", Required),
        ("повинні", Required),
        ("слід", Recommended),
        ("може", Optional),
        ("можуть", Optional),
        ("musi", Required),
        ("muszą", Required),
        ("powinien", Recommended),
        ("powinna", Recommended),
        ("powinno", Recommended),
        ("powinny", Recommended),
        ("może", Optional),
        ("mogą", Optional),
        ("musí", Required),
        ("může", Optional),
        ("mohou", Optional),
        ("trebuie", Required),
        ("poate", Optional),
        // Turkish, Vietnamese, Indonesian, Greek
        ("zorundadır", Required),
        ("phải", Required),
        ("nên", Recommended),
        ("harus", Required),
        ("wajib", Required),
        ("sebaiknya", Recommended),
        ("dapat", Optional),
        ("boleh", Optional),
        ("bisa", Optional),
        ("πρέπει", Required),
        ("οφείλει", Required),
        ("μπορεί", Optional),
        ("μπορούν", Optional),
    ]
};

/// Words with which whoever may not do something must not do it.
const NEGATIONS: &[&str] = &[
    "nicht", "kein", "keine", "keinen", "keiner", "niet", "geen", "inte", "ikke", "pas", "no", "não", "non",
    "не", "nie", "không", "tidak", "δεν",
];

/// Modal phrases of scripts without spaces, those that hold others first.
const UNSPACED: &[(&str, Modality)] = {
    use Modality::{Free, Optional, Recommended, Required};
    &[
        // Chinese
        ("不得", Required),
        ("禁止", Required),
        ("不应", Required),
        ("不應", Required),
        ("不可以", Required),
        ("不能", Required),
        ("不必", Free),
        ("无需", Free),
        ("無需", Free),
        ("必须", Required),
        ("必須", Required),
        ("应当", Required),
        ("應當", Required),
        ("应该", Required),
        ("應該", Required),
        ("建议", Recommended),
        ("建議", Recommended),
        ("推荐", Recommended),
        ("最好", Recommended),
        ("可以", Optional),
        ("可能", Optional),
        ("允许", Optional),
        ("允許", Optional),
        // Japanese
        ("てはならない", Required),
        ("てはなりません", Required),
        ("てはいけない", Required),
        ("なくてもよい", Free),
        ("なければならない", Required),
        ("なければなりません", Required),
        ("ねばならない", Required),
        ("ものとする", Required),
        ("必要がある", Required),
        ("べきである", Recommended),
        ("べき", Recommended),
        ("ことが望ましい", Recommended),
        ("望ましい", Recommended),
        ("推奨", Recommended),
        ("てもよい", Optional),
        ("ても良い", Optional),
        ("ことができる", Optional),
        ("かもしれない", Optional),
    ]
};

/// Single signs that are modal verbs of Chinese unless they are part of another word.
const SIGNS: &[(char, Modality, &str, &str)] = &[
    ('应', Modality::Required, "响对适反供相效感回", "用答对急付变声"),
    ('應', Modality::Required, "響對適反供相效感回", "用答對急付變聲"),
    ('须', Modality::Required, "必无", "知"),
    ('宜', Modality::Recommended, "适便事不", "居人"),
    ('可', Modality::Optional, "许认不", "用能见靠视读选扩配移信执维变行观以"),
];

/// A modal verb of another language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ModalVerb {
    pub(crate) modality: Modality,
    /// As the text has it.
    pub(crate) word: String,
}

impl ModalVerb {
    fn new(modality: Modality, word: impl Into<String>) -> Self {
        Self { modality, word: word.into() }
    }
}

/// The modal verbs of a text in other languages, in their order.
pub(crate) fn modal_verbs(text: &str) -> Vec<ModalVerb> {
    if text.chars().any(is_unspaced) { unspaced(text) } else { spaced(&Phrases::of(text)) }
}

fn unspaced(text: &str) -> Vec<ModalVerb> {
    let mut found = Vec::new();
    let mut last = ' ';
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let next = rest.chars().nth(1).unwrap_or(' ');
        let is_sign = |(sign, _, before, behind): &&(char, Modality, &str, &str)| {
            *sign == c && !before.contains(last) && !behind.contains(next)
        };
        let width = match UNSPACED.iter().find(|(phrase, _)| rest.starts_with(phrase)) {
            Some((phrase, modality)) => {
                found.push(ModalVerb::new(*modality, *phrase));
                phrase.len()
            }
            None => {
                let sign = SIGNS.iter().find(is_sign);
                found.extend(sign.map(|(sign, modality, ..)| ModalVerb::new(*modality, *sign)));
                c.len_utf8()
            }
        };
        last = text[at..at + width].chars().next_back().unwrap_or(' ');
        at += width;
    }
    found
}

fn spaced(text: &Phrases<'_>) -> Vec<ModalVerb> {
    /// So many words stand between a verb and its negation at most.
    const REACH: usize = 3;
    let mut found = Vec::new();
    for at in 0..text.words.len() {
        let word = text.word(at);
        let Some(modality) = modality(text, at) else { continue };
        let near = at.saturating_sub(1)..text.words.len().min(at + 1 + REACH);
        let is_negated = near.clone().any(|at| NEGATIONS.contains(&text.word(at)));
        let modality = match modality {
            // `muss nicht` is `need not`.
            Modality::Required if is_negated && word.starts_with("mü") | word.starts_with("mu") => {
                Modality::Free
            }
            Modality::Optional if is_negated => Modality::Required,
            modality => modality,
        };
        found.push(ModalVerb::new(modality, word));
    }
    found
}

/// The modality of the word at a place.
fn modality(text: &Phrases<'_>, at: usize) -> Option<Modality> {
    let (word, next) = (text.word(at), text.word(at + 1));
    // Korean and Turkish say it with endings.
    let is_done = |word: &str| ["한다", "합니다", "함"].iter().any(|end| word.starts_with(end));
    if word.ends_with('야') && is_done(next) {
        return Some(Modality::Required);
    }
    if word == "수" && next.starts_with('있') || word.ends_with("ebilir") || word.ends_with("abilir") {
        return Some(Modality::Optional);
    }
    if ["malıdır", "melidir", "malı", "meli"].iter().any(|end| word.ends_with(end)) {
        return Some(Modality::Required);
    }
    if matches!(word, "hat" | "dient")
        && !matches!(text.word(text.words.len().saturating_sub(2)), "zu" | "te")
    {
        return None;
    }
    MODALS.iter().find(|(known, _)| *known == word).map(|(_, modality)| *modality)
}

/// The words before a number that may not be exceeded.
pub(crate) const UPPER: &[&str] = &[
    "innerhalb von",
    "innerhalb",
    "binnen",
    "höchstens",
    "maximal",
    "spätestens nach",
    "nicht mehr als",
    "nicht länger als",
    "weniger als",
    "dans un délai de",
    "en moins de",
    "moins de",
    "au plus",
    "au maximum",
    "pas plus de",
    "en menos de",
    "menos de",
    "como máximo",
    "a lo sumo",
    "dentro de",
    "no más de",
    "en un plazo de",
    "em menos de",
    "em até",
    "no máximo",
    "não mais de",
    "não mais do que",
    "entro",
    "al massimo",
    "non più di",
    "in meno di",
    "meno di",
    "maximaal",
    "hooguit",
    "ten hoogste",
    "niet meer dan",
    "minder dan",
    "в течение",
    "не более чем за",
    "не более чем",
    "не более",
    "не больше",
    "не позднее чем через",
    "менее чем за",
    "менее",
    "максимум",
    "w ciągu",
    "najwyżej",
    "maksymalnie",
    "nie więcej niż",
    "inom",
    "högst",
    "不 超 过",
    "不 超 過",
    "不 多 于",
    "少 于",
    "低 于",
    "小 于",
    "至 多",
    "最 多",
    "最 大",
    "최대",
];

/// The words before a number that must be reached.
pub(crate) const LOWER: &[&str] = &[
    "mindestens",
    "wenigstens",
    "mehr als",
    "nicht weniger als",
    "au moins",
    "au minimum",
    "plus de",
    "al menos",
    "como mínimo",
    "por lo menos",
    "más de",
    "pelo menos",
    "no mínimo",
    "ao menos",
    "mais de",
    "almeno",
    "come minimo",
    "più di",
    "minstens",
    "ten minste",
    "tenminste",
    "minimaal",
    "meer dan",
    "не менее чем",
    "не менее",
    "не меньше",
    "минимум",
    "как минимум",
    "более",
    "co najmniej",
    "minst",
    "至 少",
    "最 少",
    "不 少 于",
    "不 低 于",
    "超 过",
    "超 過",
    "多 于",
    "少 な く と も",
    "最 低",
    "최소",
    "적어도",
];

/// The words behind a number that may not be exceeded.
pub(crate) const UPPER_BEHIND: &[&str] = &[
    "höchstens",
    "maximal",
    "au maximum",
    "au plus",
    "como máximo",
    "no máximo",
    "al massimo",
    "以 内",
    "之 内",
    "内",
    "内 に",
    "以 下",
    "未 満",
    "이내에",
    "이내로",
    "이내",
    "안에",
    "내에",
    "이하",
    "미만",
];

/// The words behind a number that must be reached.
pub(crate) const LOWER_BEHIND: &[&str] =
    &["mindestens", "au moins", "al menos", "como mínimo", "no mínimo", "almeno", "以 上", "이상"];

/// Prepositions before a time that may not be exceeded.
pub(crate) const BEFORE_TIMES: &[&str] = &["en", "em", "dans", "sous", "за", "hasta", "até", "fino"];

/// The unit of a script without spaces that a text begins with.
pub(crate) fn unit(text: &str) -> Option<&'static str> {
    const UNITS: &[&str] = &[
        "毫秒",
        "微秒",
        "纳秒",
        "秒钟",
        "秒鐘",
        "分钟",
        "分鐘",
        "小时",
        "小時",
        "个小时",
        "星期",
        "个月",
        "個月",
        "ミリ秒",
        "時間",
        "週間",
        "か月",
        "ヶ月",
        "日間",
        "分間",
        "秒間",
        "年間",
        "秒",
        "分",
        "天",
        "日",
        "周",
        "週",
        "年",
    ];
    UNITS.iter().copied().find(|unit| text.starts_with(unit))
}
