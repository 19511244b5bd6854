//! The system that tests run on, as conditions name it (Rust Reference, *Set configuration options*).

/// The known facts about a system. It is a value that somebody hands in: a check for another system is a check with another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Platform {
    /// `target_os`; empty: not known.
    pub os: String,
    /// `target_family`
    pub families: Vec<String>,
    /// `target_arch`; empty: not known.
    pub arch: String,
    /// `target_pointer_width`
    pub pointer_width: u32,
    /// Is `target_endian` `little`?
    pub is_little_endian: bool,
}

/// The value of a condition in this build, of those that are tried.
macro_rules! value {
    ($name:ident: $($value:literal)*) => {
        [$((cfg!($name = $value), $value)),*].into_iter().filter_map(|(is_so, value)| is_so.then(|| value.to_owned()))
    };
}

impl Platform {
    /// The system that this program was compiled for. The gate is compiled with the tests that it stands beside.
    pub fn of_this_build() -> Self {
        let mut os = value!(target_os: "linux" "macos" "windows" "ios" "android" "freebsd" "netbsd" "openbsd" "dragonfly" "solaris"
            "illumos" "haiku" "aix" "fuchsia" "redox" "wasi" "emscripten");
        let mut arch = value!(target_arch: "x86" "x86_64" "arm" "aarch64" "riscv32" "riscv64" "powerpc" "powerpc64" "s390x"
            "loongarch64" "mips" "mips64" "sparc64" "wasm32" "wasm64");
        Self {
            os: os.next().unwrap_or_default(),
            families: value!(target_family: "unix" "windows" "wasm").collect(),
            arch: arch.next().unwrap_or_default(),
            pointer_width: usize::BITS,
            is_little_endian: cfg!(target_endian = "little"),
        }
    }

    /// Does a condition hold on it? `None`: it is none of the system, or one that differs between two builds for it (`target_env`).
    pub(crate) fn holds(&self, name: &str, value: Option<&str>) -> Option<bool> {
        let value = match (name, value) {
            ("unix" | "windows", None) => return Some(self.families.iter().any(|family| family == name)),
            (_, value) => value?,
        };
        Some(match name {
            "target_os" if !self.os.is_empty() => self.os == value,
            "target_family" => self.families.iter().any(|family| family == value),
            "target_arch" if !self.arch.is_empty() => self.arch == value,
            "target_pointer_width" => self.pointer_width.to_string() == value,
            "target_endian" => value == if self.is_little_endian { "little" } else { "big" },
            "target_vendor" if value == "apple" && !self.os.is_empty() => {
                ["macos", "ios"].contains(&&*self.os)
            }
            // The choice between the two differs between builds for one system, but some are there for no other one.
            "target_env" if value == "msvc" && self.os != "windows" => false,
            _ => return None,
        })
    }
}

#[cfg(test)]
impl Platform {
    /// The platform of most machines that run tests.
    pub(crate) fn linux() -> Self {
        Self {
            os: "linux".to_owned(),
            families: vec!["unix".to_owned()],
            arch: "x86_64".to_owned(),
            pointer_width: 64,
            is_little_endian: true,
        }
    }

    /// The other one.
    pub(crate) fn windows() -> Self {
        Self { os: "windows".to_owned(), families: vec!["windows".to_owned()], ..Self::linux() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_build_agrees_with_the_compiler() {
        let own = Platform::of_this_build();
        for (name, value, expect) in [
            ("unix", None, cfg!(unix)),
            ("windows", None, cfg!(windows)),
            ("target_os", Some("linux"), cfg!(target_os = "linux")),
            ("target_os", Some("macos"), cfg!(target_os = "macos")),
            ("target_family", Some("unix"), cfg!(target_family = "unix")),
            ("target_arch", Some("x86_64"), cfg!(target_arch = "x86_64")),
            ("target_pointer_width", Some("64"), cfg!(target_pointer_width = "64")),
            ("target_pointer_width", Some("32"), cfg!(target_pointer_width = "32")),
            ("target_endian", Some("big"), cfg!(target_endian = "big")),
        ] {
            assert_eq!(own.holds(name, value), Some(expect), "{name} {value:?}");
        }
    }

    #[test]
    fn what_only_one_system_has_is_known_of_the_others() {
        for (platform, name, value, expect) in [
            (Platform::linux(), "target_env", "msvc", Some(false)),
            (Platform::windows(), "target_env", "msvc", None),
            (Platform::linux(), "target_vendor", "apple", Some(false)),
            (Platform::linux(), "target_vendor", "unknown", None),
        ] {
            assert_eq!(platform.holds(name, Some(value)), expect, "{name} = {value}");
        }
    }

    #[test]
    fn of_what_is_no_property_of_the_system_nothing_is_known() {
        for (name, value) in [
            ("test", None),
            ("feature", Some("slow")),
            ("target_env", Some("gnu")),
            ("target_has_atomic", Some("64")),
            ("target_os", None),
            ("panic", Some("unwind")),
        ] {
            assert_eq!(Platform::linux().holds(name, value), None, "{name}");
        }
    }
}
