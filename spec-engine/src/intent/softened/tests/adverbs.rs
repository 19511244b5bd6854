//! The text around a verb: when, where, how exactly, how often, and in which language it is asked for.

use super::SofteningKind;
use super::SofteningKind::{Bound, Condition, Hedge, Modal, Quantifier, Response};

/// As [`super::WEAKER`].
pub(super) const ADVERBS: &[(&str, &str, &[SofteningKind])] = &[
    // A percentile is more than an average.
    (
        "THE lift SHALL arrive within 40 s at the 95th percentile",
        "THE lift SHALL arrive within 40 s on average",
        &[Quantifier],
    ),
    (
        "THE API SHALL answer within 80 ms at p99",
        "THE API SHALL answer within 80 ms in the mean",
        &[Quantifier],
    ),
    // Something became so many.
    (
        "THE shelf SHALL list all books of an author",
        "THE shelf SHALL list up to 50 books of an author",
        &[Bound],
    ),
    ("THE guard SHALL check every bag", "THE guard SHALL check 3 bags", &[Bound]),
    ("THE client SHALL retry until the server answers", "THE client SHALL retry 5 times", &[Bound]),
    ("THE bell SHALL ring until it is switched off", "THE bell SHALL ring once", &[Bound]),
    // The words that say in which order, and in which manner.
    ("THE kitchen SHALL rinse the rice before boiling it", "THE kitchen SHALL rinse the rice", &[Response]),
    ("THE pump SHALL run until the tank is full", "THE pump SHALL run", &[Response]),
    ("THE parser SHALL read the file without losing comments", "THE parser SHALL read the file", &[Response]),
    ("THE ship SHALL turn within the basin", "THE ship SHALL turn", &[Response]),
    ("THE store SHALL replace the file atomically", "THE store SHALL replace the file", &[Response]),
    // Only where nobody chose otherwise.
    ("THE lamp SHALL switch off at night", "THE lamp SHALL switch off at night by default", &[Hedge]),
    ("THE shop SHALL sign each mail", "By default, THE shop SHALL sign each mail", &[Hedge]),
    // Something like it will do.
    ("THE copy SHALL equal the original", "THE copy SHALL resemble the original", &[Quantifier]),
    ("THE output SHALL match the sample exactly", "THE output SHALL match the sample", &[Quantifier]),
    ("THE label SHALL repeat the name verbatim", "THE label SHALL contain the name", &[Quantifier]),
    // A number became vague.
    ("THE server SHALL answer with status 503", "THE server SHALL answer with an error status", &[Bound]),
    ("THE tool SHALL exit with code 2", "THE tool SHALL exit with a failure code", &[Bound]),
    ("THE vault SHALL keep 4 backups of the key", "THE vault SHALL keep some backups of the key", &[Bound]),
    ("THE clerk SHALL stamp two copies", "THE clerk SHALL stamp multiple copies", &[Bound]),
    // Masses, volumes and others.
    ("THE scale SHALL be wrong by at most 5 g", "THE scale SHALL be wrong by at most 0.1 kg", &[Bound]),
    ("THE pump SHALL spill no more than 2 ml", "THE pump SHALL spill no more than 1 l", &[Bound]),
    // Whoever allows only what is between two numbers refuses the rest.
    (
        "THE tank SHALL accept only pressures between 2 and 6 bar",
        "THE tank SHALL accept only pressures between 2 and 9 bar",
        &[Bound],
    ),
    (
        "THE form SHALL allow only ages from 18 to 67 years",
        "THE form SHALL allow only ages from 12 to 67 years",
        &[Bound],
    ),
    // Not more often than so.
    (
        "THE app SHALL ask no more often than once every 10 days",
        "THE app SHALL ask no more often than once every 2 days",
        &[Bound],
    ),
    (
        "THE bot SHALL post not more frequently than once per hour",
        "THE bot SHALL post not more frequently than once per minute",
        &[Bound],
    ),
    // A ban that concerns only some things.
    ("THE clinic SHALL NOT publish names", "THE clinic SHALL NOT publish names of patients", &[Condition]),
    ("THE log SHALL NOT hold tokens", "THE log SHALL NOT hold tokens in plain text", &[Condition]),
    ("THE shop SHALL NOT store cards", "THE shop SHALL NOT store expired cards", &[Condition]),
    ("THE form SHALL NOT send answers", "THE form SHALL NOT send answers to advertisers", &[Condition]),
    // Some things in the place of all.
    ("THE guard SHALL report doors", "THE guard SHALL report unlocked doors", &[Quantifier]),
    ("THE filter SHALL block calls", "THE filter SHALL block anonymous calls", &[Quantifier]),
    // Some places or times in the place of all.
    (
        "THE linter SHALL refuse unused names",
        "THE linter SHALL refuse unused names in release builds",
        &[Condition],
    ),
    ("THE agent SHALL scan every disk", "THE agent SHALL scan every disk on Windows", &[Condition]),
    ("THE gate SHALL open for ambulances", "THE gate SHALL open for ambulances on weekdays", &[Condition]),
    ("THE service SHALL encrypt messages", "THE service SHALL encrypt messages in production", &[Condition]),
    // It has to happen more often before anything is done.
    (
        "WHEN a key is rejected THE lock SHALL call the guard",
        "WHEN a key is rejected for the third time THE lock SHALL call the guard",
        &[Condition],
    ),
    (
        "IF a sensor fails THEN THE robot SHALL stop",
        "IF a sensor fails repeatedly THEN THE robot SHALL stop",
        &[Condition],
    ),
    // One of two is enough to be excepted.
    (
        "THE vault SHALL stay closed unless the key turns and the code is right",
        "THE vault SHALL stay closed unless the key turns or the code is right",
        &[Condition],
    ),
    // To write it down is less than to act.
    (
        "WHEN the belt slips THE mill SHALL stop the motor",
        "WHEN the belt slips THE mill SHALL record it in the journal",
        &[Hedge],
    ),
    (
        "WHEN a fire starts THE hall SHALL close the doors",
        "WHEN a fire starts THE hall SHALL report it to the desk",
        &[Hedge],
    ),
    // Other languages.
    ("Der Aufzug MUSS bei Brand halten", "Der Aufzug SOLLTE bei Brand halten", &[Modal]),
    ("Der Aufzug muss bei Brand halten", "Der Aufzug kann bei Brand halten", &[Modal]),
    ("La puerta DEBE cerrarse de noche", "La puerta PUEDE cerrarse de noche", &[Modal]),
    ("La porta deve chiudersi di notte", "La porta dovrebbe chiudersi di notte", &[Modal]),
    ("La porte doit se fermer la nuit", "La porte devrait se fermer la nuit", &[Modal]),
    ("A porta deverá fechar à noite", "A porta poderá fechar à noite", &[Modal]),
    ("De deur moet 's nachts sluiten", "De deur mag 's nachts sluiten", &[Modal]),
    ("Дверь должна закрываться ночью", "Дверь может закрываться ночью", &[Modal]),
    ("Drzwi muszą zamykać się w nocy", "Drzwi mogą zamykać się w nocy", &[Modal]),
    ("系统必须记录每次登录", "系统可以记录每次登录", &[Modal]),
    ("系统应记录每次登录", "系统宜记录每次登录", &[Modal]),
    ("扉は夜間に閉じなければならない", "扉は夜間に閉じてもよい", &[Modal]),
    ("문은 밤에 닫혀야 한다", "문은 밤에 닫힐 수 있다", &[Modal]),
    ("Das Tor DARF Fremde NICHT einlassen", "Das Tor SOLLTE Fremde NICHT einlassen", &[Modal]),
    (
        "Der Ofen muss innerhalb von 5 Sekunden halten",
        "Der Ofen muss innerhalb von 2 Minuten halten",
        &[Bound],
    ),
    ("Le four doit sonner au moins 3 fois", "Le four doit sonner au moins 2 fois", &[Bound]),
    ("El horno debe parar en menos de 5 segundos", "El horno debe parar en menos de 50 segundos", &[Bound]),
    ("O forno deve parar em até 5 segundos", "O forno deve parar em até 3 minutos", &[Bound]),
    ("Il forno deve fermarsi entro 5 secondi", "Il forno deve fermarsi entro 3 minuti", &[Bound]),
    (
        "Печь должна остановиться не более чем за 5 секунд",
        "Печь должна остановиться не более чем за 3 минуты",
        &[Bound],
    ),
    ("电梯必须在5秒以内停止", "电梯必须在1分钟以内停止", &[Bound]),
    ("系统应至少保留30天日志", "系统应至少保留7天日志", &[Bound]),
    ("電車は3分以内に出発しなければならない", "電車は1時間以内に出発しなければならない", &[Bound]),
    ("시스템은 2초 이내에 응답해야 한다", "시스템은 20초 이내에 응답해야 한다", &[Bound]),
    // More of each kind.
    (
        "THE mill SHALL answer within 2 s at the 99th percentile",
        "THE mill SHALL answer within 2 s on average",
        &[Quantifier],
    ),
    ("THE post SHALL send all reminders", "THE post SHALL send at most 3 reminders", &[Bound]),
    ("THE pilot SHALL call until the tower answers", "THE pilot SHALL call three times", &[Bound]),
    ("THE library SHALL keep loans forever", "THE library SHALL keep loans for 5 years", &[Bound]),
    ("THE crane SHALL hold the load until it is released", "THE crane SHALL hold the load", &[Response]),
    (
        "THE maid SHALL clean the rooms without waking the guests",
        "THE maid SHALL clean the rooms",
        &[Response],
    ),
    ("THE index SHALL list names in alphabetical order", "THE index SHALL list names", &[Response]),
    ("THE shop SHALL inform the buyer by mail", "THE shop SHALL inform the buyer", &[Response]),
    ("THE plan SHALL be identical to the draft", "THE plan SHALL be similar to the draft", &[Quantifier]),
    (
        "THE total SHALL equal the sum of the rows",
        "THE total SHALL be near the sum of the rows",
        &[Quantifier],
    ),
    ("THE API SHALL answer with status 201", "THE API SHALL answer with a success status", &[Bound]),
    ("THE tool SHALL end with exit code 3", "THE tool SHALL end with a non-zero exit code", &[Bound]),
    ("THE oven SHALL bake 12 loaves", "THE oven SHALL bake a few loaves", &[Bound]),
    ("THE scale SHALL err by at most 4 oz", "THE scale SHALL err by at most 1 lb", &[Bound]),
    ("THE porter SHALL greet guests", "THE porter SHALL greet registered guests", &[Quantifier]),
    ("THE tool SHALL delete files", "THE tool SHALL delete temporary files", &[Quantifier]),
    (
        "THE clerk SHALL send letters to readers",
        "THE clerk SHALL send letters to adult readers",
        &[Quantifier],
    ),
    ("THE index SHALL cover documents", "THE index SHALL cover PDF documents", &[Quantifier]),
    ("THE press SHALL refuse blank sheets", "THE press SHALL refuse blank sheets on Sundays", &[Condition]),
    ("THE site SHALL hide prices", "THE site SHALL hide prices for guests", &[Condition]),
    ("THE robot SHALL sweep each floor", "THE robot SHALL sweep each floor in the main house", &[Condition]),
    (
        "WHEN a call fails THE phone SHALL warn",
        "WHEN a call fails three times THE phone SHALL warn",
        &[Condition],
    ),
    (
        "THE gate SHALL stay shut except when a card is shown and a code is typed",
        "THE gate SHALL stay shut except when a card is shown or a code is typed",
        &[Condition],
    ),
    (
        "IF a coin is false THEN THE till SHALL refuse the payment",
        "IF a coin is false THEN THE till SHALL note it on the receipt",
        &[Hedge],
    ),
    ("THE camera SHALL NOT film streets", "THE camera SHALL NOT film public streets", &[Condition]),
    ("THE bank SHALL NOT share balances", "THE bank SHALL NOT share balances without consent", &[Condition]),
    ("Systemet skal gemme posten", "Systemet bør gemme posten", &[Modal]),
    ("Systemet måste spara posten", "Systemet kan spara posten", &[Modal]),
    ("El sistema debe guardar el correo", "El sistema podría guardar el correo", &[Modal]),
    ("Das System soll die Post sichern", "Das System kann die Post sichern", &[Modal]),
    ("System musi zapisać pocztę", "System może zapisać pocztę", &[Modal]),
    ("システムは記録する必要がある", "システムは記録することができる", &[Modal]),
    ("시스템은 기록해야 합니다", "시스템은 기록할 수 있습니다", &[Modal]),
    ("Hệ thống phải lưu thư", "Hệ thống nên lưu thư", &[Modal]),
    ("系統應當保存郵件", "系統可以保存郵件", &[Modal]),
    ("Le robot doit répondre en 2 secondes", "Le robot doit répondre en 20 secondes", &[Bound]),
    ("De robot moet binnen 2 minuten antwoorden", "De robot moet binnen 2 uur antwoorden", &[Bound]),
    ("El archivo debe guardarse al menos 30 días", "El archivo debe guardarse al menos 3 días", &[Bound]),
    ("备份不超过2小时", "备份不超过8小时", &[Bound]),
    ("THE shop SHALL send signed receipts", "THE shop SHALL send receipts", &[Response]),
    ("THE clinic SHALL keep encrypted records", "THE clinic SHALL keep records", &[Response]),
    ("THE shop SHALL log errors in the journal", "THE shop SHALL log errors", &[Response]),
    ("THE car SHALL stop before the wall", "THE car SHALL stop", &[Response]),
];
