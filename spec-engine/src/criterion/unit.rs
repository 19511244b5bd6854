//! Units and numbers, as words.

/// Words for units: what they measure, and how many basic units they are.
pub(crate) fn unit(word: &str) -> Option<(&'static str, f64)> {
    Some(match word {
        "ns" | "nanosecond" | "nanoseconds" => ("time", 1e-9),
        "us" | "µs" | "μs" | "microsecond" | "microseconds" | "微秒" => ("time", 1e-6),
        "ms"
        | "msec"
        | "msecs"
        | "millisecond"
        | "milliseconds"
        | "millisekunde"
        | "millisekunden"
        | "milliseconde"
        | "millisecondes"
        | "milliseconden"
        | "milisegundo"
        | "milisegundos"
        | "millisecondi"
        | "мс"
        | "миллисекунд"
        | "миллисекунды"
        | "毫秒"
        | "ミリ秒"
        | "밀리초" => ("time", 1e-3),
        "s" | "sec" | "secs" | "second" | "seconds" | "sekunde" | "sekunden" | "seconde" | "secondes"
        | "seconden" | "segundo" | "segundos" | "secondo" | "secondi" | "секунда" | "секунды" | "секунд"
        | "секунду" | "sekund" | "sekundy" | "sekunder" | "秒" | "秒钟" | "秒鐘" | "秒間" | "초" => {
            ("time", 1.0)
        }
        "min" | "mins" | "minute" | "minutes" | "minuten" | "minuut" | "minuto" | "minutos" | "minuti"
        | "минута" | "минуты" | "минут" | "минуту" | "minut" | "minuty" | "minuter" | "分" | "分钟"
        | "分鐘" | "分間" | "분" => ("time", 60.0),
        "h" | "hr" | "hrs" | "hour" | "hours" | "stunde" | "stunden" | "heure" | "heures" | "uur"
        | "uren" | "hora" | "horas" | "ora" | "ore" | "час" | "часа" | "часов" | "godzina" | "godziny"
        | "godzin" | "timmar" | "小时" | "小時" | "个小时" | "時間" | "시간" => ("time", 3_600.0),
        "d" | "day" | "days" | "tag" | "tage" | "tagen" | "jour" | "jours" | "dag" | "dagen" | "dagar"
        | "día" | "días" | "dia" | "dias" | "giorno" | "giorni" | "день" | "дня" | "дней" | "dni"
        | "dzień" | "天" | "日" | "日間" | "일" => ("time", 86_400.0),
        "week" | "weeks" | "woche" | "wochen" | "semaine" | "semaines" | "weken" | "semana" | "semanas"
        | "settimana" | "settimane" | "неделя" | "недели" | "недель" | "周" | "週" | "星期" | "週間"
        | "주" => ("time", 604_800.0),
        "month" | "months" | "monat" | "monate" | "monaten" | "mois" | "maand" | "maanden" | "mes"
        | "meses" | "mês" | "mese" | "mesi" | "месяц" | "месяца" | "месяцев" | "个月" | "個月" | "か月"
        | "ヶ月" | "개월" => ("time", 2_629_800.0),
        "year" | "years" | "jahr" | "jahre" | "jahren" | "ans" | "année" | "années" | "jaar" | "año"
        | "años" | "ano" | "anos" | "anno" | "anni" | "год" | "года" | "лет" | "年" | "年間" | "년" => {
            ("time", 31_557_600.0)
        }
        "b" | "byte" | "bytes" => ("size", 1.0),
        "kb" => ("size", 1e3),
        "mb" | "megabyte" | "megabytes" => ("size", 1e6),
        "gb" | "gigabyte" | "gigabytes" => ("size", 1e9),
        "tb" | "terabyte" | "terabytes" => ("size", 1e12),
        "kib" => ("size", 1024.0),
        "mib" => ("size", 1_048_576.0),
        "gib" => ("size", 1_073_741_824.0),
        "tib" => ("size", 1_099_511_627_776.0),
        "%" | "percent" => ("share", 0.01),
        "mm" | "millimetre" | "millimetres" | "millimeter" | "millimeters" => ("length", 1e-3),
        "cm" | "centimetre" | "centimetres" | "centimeter" | "centimeters" => ("length", 1e-2),
        "m" | "metre" | "metres" | "meter" | "meters" => ("length", 1.0),
        "km" | "kilometre" | "kilometres" | "kilometer" | "kilometers" => ("length", 1e3),
        "°" | "degree" | "degrees" => ("degrees", 1.0),
        "ng" | "nanogram" | "nanograms" => ("mass", 1e-12),
        "µg" | "μg" | "ug" | "microgram" | "micrograms" => ("mass", 1e-9),
        "mg" | "milligram" | "milligrams" => ("mass", 1e-6),
        "g" | "gram" | "grams" => ("mass", 1e-3),
        "kg" | "kilogram" | "kilograms" | "kilo" | "kilos" => ("mass", 1.0),
        "t" | "tonne" | "tonnes" => ("mass", 1e3),
        "oz" | "ounce" | "ounces" => ("mass", 0.028_349_523_125),
        "lb" | "lbs" | "pound" | "pounds" => ("mass", 0.453_592_37),
        "µl" | "μl" | "ul" | "microlitre" | "microlitres" | "microliter" | "microliters" => {
            ("volume", 1e-6)
        }
        "ml" | "millilitre" | "millilitres" | "milliliter" | "milliliters" => ("volume", 1e-3),
        "cl" | "centilitre" | "centilitres" | "centiliter" | "centiliters" => ("volume", 1e-2),
        "dl" | "decilitre" | "decilitres" | "deciliter" | "deciliters" => ("volume", 1e-1),
        "l" | "litre" | "litres" | "liter" | "liters" => ("volume", 1.0),
        "nm" | "nanometre" | "nanometres" | "nanometer" | "nanometers" => ("length", 1e-9),
        "µm" | "μm" | "um" | "micrometre" | "micrometres" | "micrometer" | "micrometers" => {
            ("length", 1e-6)
        }
        "mi" | "mile" | "miles" => ("length", 1_609.344),
        "ft" | "foot" | "feet" => ("length", 0.3048),
        "inch" | "inches" => ("length", 0.0254),
        "yd" | "yard" | "yards" => ("length", 0.9144),
        "mw" | "milliwatt" | "milliwatts" => ("power", 1e-3),
        "w" | "watt" | "watts" => ("power", 1.0),
        "kw" | "kilowatt" | "kilowatts" => ("power", 1e3),
        "wh" => ("energy", 1.0),
        "kwh" => ("energy", 1e3),
        "mv" | "millivolt" | "millivolts" => ("voltage", 1e-3),
        "v" | "volt" | "volts" => ("voltage", 1.0),
        "kv" | "kilovolt" | "kilovolts" => ("voltage", 1e3),
        "ma" | "milliampere" | "milliamperes" | "milliamps" => ("current", 1e-3),
        "amp" | "amps" | "ampere" | "amperes" => ("current", 1.0),
        "hz" | "hertz" => ("frequency", 1.0),
        "khz" | "kilohertz" => ("frequency", 1e3),
        "mhz" | "megahertz" => ("frequency", 1e6),
        "ghz" | "gigahertz" => ("frequency", 1e9),
        "mbar" | "millibar" | "hpa" => ("pressure", 1e2),
        "pa" | "pascal" => ("pressure", 1.0),
        "kpa" => ("pressure", 1e3),
        "bar" | "bars" => ("pressure", 1e5),
        _ => return None,
    })
}

/// Is a word a unit?
pub(crate) fn is_unit(word: &str) -> bool {
    unit(word).is_some()
}

/// A unit of time: how many seconds it has.
pub(crate) fn seconds(word: &str) -> Option<f64> {
    unit(word).filter(|(dimension, _)| *dimension == "time").map(|(_, factor)| factor)
}

/// A number, without its sign.
pub(crate) fn number(word: &str) -> Option<f64> {
    const ONES: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        // `1,000`, `1_000`; in some languages the mark before the fraction is a comma: `12,34`.
        let is_grouped =
            word.split(',').skip(1).all(|group| group.bytes().take_while(u8::is_ascii_digit).count() == 3);
        return word.replace('_', "").replace(',', if is_grouped { "" } else { "." }).parse().ok();
    }
    let index = |words: &[&str], word: &str| {
        words.iter().position(|known| *known == word).and_then(|at| u32::try_from(at).ok()).map(f64::from)
    };
    let tens = |word: &str| index(&TENS, word).map(|at| 10.0 * (at + 2.0));
    match word.split_once('-') {
        Some((first, last)) => Some(tens(first)? + index(&ONES, last).filter(|ones| *ones < 10.0)?),
        None => index(&ONES, word).or_else(|| tens(word)),
    }
}

/// A word that makes a number greater.
pub(crate) fn scale(word: &str) -> Option<f64> {
    match word {
        "dozen" => Some(12.0),
        "hundred" => Some(1e2),
        "thousand" | "k" => Some(1e3),
        "million" => Some(1e6),
        "billion" => Some(1e9),
        _ => None,
    }
}

/// Returns how much longer than a day a day of that kind is. Five of them are a week.
pub(crate) fn working(word: &str) -> Option<f64> {
    match word {
        "business" | "working" | "work" => Some(1.4),
        "calendar" => Some(1.0),
        _ => None,
    }
}

/// Is it a physical measure, and no number of things?
pub(crate) fn is_measured(dimension: &str) -> bool {
    matches!(
        dimension,
        "time"
            | "size"
            | "share"
            | "share of"
            | "length"
            | "mass"
            | "volume"
            | "power"
            | "energy"
            | "voltage"
            | "current"
            | "frequency"
            | "pressure"
    ) || dimension.starts_with("degrees")
}
