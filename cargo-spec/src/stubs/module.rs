//! Names a module for each feature: a Rust identifier that is a file name on every system.

use std::collections::{HashMap, HashSet};

use super::name::{is_keyword, short_hash};
use super::words::{humps, words};

/// No name of a module is longer.
const MAX_LENGTH: usize = 60;

/// The module of each feature. No two features have the same one, on file systems that ignore case either.
///
/// `reserved` are names that the test target uses already, such as the name of the runtime's crate.
pub fn modules<'a>(
    features: impl IntoIterator<Item = &'a str>,
    reserved: &[&str],
) -> HashMap<&'a str, String> {
    let features: Vec<_> = features.into_iter().collect();
    let plain = |feature: &str| feature.replace('-', "_");
    // Who is spelled exactly like the module has the first right to it.
    let exact: HashSet<_> = features.iter().map(|feature| plain(feature)).collect();
    let mut taken = HashSet::new();
    let mut modules = HashMap::new();
    for feature in features {
        // An open change has the feature of what it changes.
        if modules.contains_key(feature) {
            continue;
        }
        let mut name = module(feature, reserved);
        let is_another = name != plain(feature) && exact.contains(&name);
        if is_another || !taken.insert(name.clone()) {
            name = format!("{name}_{}", short_hash(feature));
            taken.insert(name.clone());
        }
        modules.insert(feature, name);
    }
    modules
}

fn module(feature: &str, reserved: &[&str]) -> String {
    let found = words_with_articles(feature);
    let mut name = found.0.join("_");
    let is_whole = found.1 && name.len() <= MAX_LENGTH && !name.is_empty();
    name.truncate(MAX_LENGTH - 9);
    let name = name.trim_end_matches('_');
    let name = match name {
        "" => "feature".to_owned(),
        name if name.starts_with(|c: char| c.is_ascii_digit()) => format!("feature_{name}"),
        name => name.to_owned(),
    };
    match () {
        // A name that ASCII cannot spell is told apart by a fingerprint, which stays as long as the name does.
        () if !is_whole => format!("{name}_{}", short_hash(feature)),
        () if is_keyword(&name) || is_device(&name) || is_crate_root(&name) || reserved.contains(&&*name) => {
            format!("{name}_spec")
        }
        () => name,
    }
}

/// The words of a feature's name, and whether they are all of it.
fn words_with_articles(feature: &str) -> (Vec<String>, bool) {
    let parts = feature.split('-').filter(|part| !part.is_empty());
    let mut names = Vec::new();
    let mut is_whole = true;
    for part in parts {
        if part.bytes().all(|b| b.is_ascii_alphanumeric()) {
            names.extend(humps(part).iter().map(|hump| hump.to_ascii_lowercase()));
        } else {
            let found = words(part);
            is_whole &= found.lost == 0;
            names.extend(found.words);
        }
    }
    (names, is_whole)
}

/// Names of files that begin a crate or a module: `mod lib;` makes the compiler warn, and `mod.rs` means another one.
fn is_crate_root(name: &str) -> bool {
    matches!(name, "main" | "lib" | "mod" | "build")
}

/// Names that Windows keeps for devices, whatever stands behind the dot.
fn is_device(name: &str) -> bool {
    matches!(name, "con" | "prn" | "aux" | "nul")
        || name
            .strip_prefix("com")
            .or(name.strip_prefix("lpt"))
            .is_some_and(|number| number.len() == 1 && number.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feature_is_a_file_name_and_an_identifier_everywhere() {
        let check = |feature: &str, expected: &str| {
            let modules = modules([feature], &["spec_runtime"]);
            assert_eq!(modules[feature], expected, "{feature}");
        };
        check("checkout", "checkout");
        check("user-sign-in", "user_sign_in");
        check("the-cart", "the_cart");
        check("über-uns", "ueber_uns");
        check("2fa", "feature_2fa");
        check("async", "async_spec");
        check("gen", "gen_spec");
        check("con", "con_spec");
        check("com1", "com1_spec");
        check("main", "main_spec");
        check("lib", "lib_spec");
        check("mod", "mod_spec");
        check("Self", "self_spec");
        check("crate", "crate_spec");
        check("try", "try_spec");
        check("union", "union");
        check("UserSignIn", "user_sign_in");
        check("GitHub-API", "github_api");
        check("HTTPServer", "http_server");
        check("v1.2", "v1_2");
        check("api.v2", "api_v2");
        check("spec-runtime", "spec_runtime_spec");
        check("..", &format!("feature_{}", short_hash("..")));
        check("", &format!("feature_{}", short_hash("")));
        check("../../etc/passwd", "etc_passwd");
        check("用户登录", &format!("feature_{}", short_hash("用户登录")));
        check("api-用户", &format!("api_{}", short_hash("api-用户")));
    }

    #[test]
    fn two_features_never_share_a_file() {
        let features = ["ueber-uns", "über-uns", "async", "async-spec", "用户", "登录"];
        let modules = modules(features, &[]);
        assert_eq!(modules["ueber-uns"], "ueber_uns");
        assert_eq!(modules["async-spec"], "async_spec");
        assert_eq!(modules.values().collect::<HashSet<_>>().len(), features.len());
    }
}
