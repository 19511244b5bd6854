//! Checks the page in a real browser: it shows what it should, loads nothing, and everybody can read and use it.

use std::fs;
use std::path::Path;

use serde_json::json;
use spec_reports::Shop;
use spec_reports::chromium::Page;

/// The contrast of every piece of text with what is behind it, by the formula of
/// [WCAG 2](https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio): those that are too low.
const LOW_CONTRAST: &str = r#"(() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((value) => value / 255).map((value) => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const [r, g, b, a] = rgba(getComputedStyle(at).backgroundColor);
      if (a === 255) return [r, g, b];
    }
    return matchMedia("(prefers-color-scheme: dark)").matches ? [0, 0, 0] : [255, 255, 255];
  };
  const low = [];
  for (const element of document.body.querySelectorAll("*:not(script, title, option)")) {
    const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!hasText || !element.checkVisibility()) continue;
    const [one, other] = [luminance(rgba(getComputedStyle(element).color).slice(0, 3)), luminance(behind(element))];
    const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    if (contrast < 4.5) low.push(`${element.outerHTML.slice(0, 80)}: ${contrast.toFixed(2)}`);
  }
  return low;
})()"#;

const SHOWN: &str = "[...document.querySelectorAll('tr[data-rung]')].filter((row) => row.checkVisibility()).map((row) => row.id)";

struct Report {
    page: Page,
    address: String,
    _shop: Shop,
}

fn report(features: &[&str]) -> Report {
    report_of(Shop::new(features))
}

fn report_of(shop: Shop) -> Report {
    let path = shop.path("report.html");
    fs::write(&path, shop.report("html")).expect("it is written");
    let address = format!("file://{}", path.display());
    let mut page = Page::start();
    page.shape(1280, false);
    page.open(&address);
    Report { page, address, _shop: shop }
}

impl Report {
    fn shown(&mut self) -> Vec<String> {
        let shown = self.page.value(SHOWN);
        shown.as_array().expect("rows").iter().filter_map(|id| id.as_str().map(str::to_owned)).collect()
    }

    /// Types into a field of the form, or chooses of it.
    fn choose(&mut self, field: &str, value: &str) {
        self.page.value(&format!(
            "{{ const field = document.getElementById('{field}'); field.value = {}; field.dispatchEvent(new Event('input', {{ bubbles: true }})) }}",
            json!(value)
        ));
    }
}

#[test]
fn it_filters_and_searches_and_says_how_many_are_shown() {
    let mut report = report_of(Shop::new(&["checkout", "accounts"]).suspect("checkout"));
    assert_eq!(report.shown().len(), 16);
    report.choose("search", "BASKET  pay");
    assert!(!report.shown().is_empty() && report.shown().len() < 16);
    report.choose("search", "accounts/nothing like this");
    assert_eq!(report.shown(), Vec::<String>::new());
    assert_eq!(report.page.value("document.getElementById('none').checkVisibility()"), true);
    report.choose("search", "");
    report.choose("rung", "failing");
    let failing = report.shown();
    assert_eq!(failing.len(), 3, "{failing:?}");
    assert_eq!(report.page.value("document.getElementById('shown').textContent"), "3 of 16");
    report.choose("rung", "below");
    assert!(report.shown().len() > failing.len());
    report.choose("rung", "suspect");
    assert_eq!(report.shown(), ["checkout/REQ-1.1"]);
    report.choose("rung", "");
    report.choose("feature", "0");
    assert!(report.shown().iter().all(|id| id.starts_with("accounts/")), "{:?}", report.shown());
    // Whoever follows a link to a row that is filtered out sees it.
    report.page.value("location.hash = '#checkout/REQ-1.1'");
    report.page.value("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))");
    assert_eq!(report.page.value("document.querySelector(':target').checkVisibility()"), true);
    assert_eq!(report.page.complaints(), Vec::<String>::new());
}

#[test]
fn it_loads_nothing_complains_of_nothing_and_obeys_no_text() {
    let mut report = report(&["checkout"]);
    assert_eq!(report.page.complaints(), Vec::<String>::new());
    let title = report.page.value("document.title");
    assert!(title.as_str().is_some_and(|title| title.ends_with("criteria are below exercised")), "{title}");
    assert_eq!(report.page.value("document.scripts.length"), 1);
    let text = report.page.value("document.body.innerText");
    let text = text.as_str().expect("text");
    assert!(text.contains("<script>document.title = 'obeyed'</script>"), "{text}");
    assert!(text.contains("\\u{202e}as text & nothing \\u{1b}[2Jelse"), "{text}");
    // Its own policy lets in no other script, whatever is done to it.
    report.page.value(
        "{ const script = document.createElement('script'); script.textContent = 'document.title = 1'; document.body.append(script) }",
    );
    assert_eq!(report.page.value("document.title"), title);
    assert_eq!(report.page.complaints().len(), 1, "the refusal is told");
}

#[test]
fn it_can_be_read_on_any_screen_in_light_and_dark() {
    let mut report = report_of(Shop::new(&["checkout", "accounts"]).suspect("checkout"));
    let pictures = Path::new(env!("CARGO_TARGET_TMPDIR"));
    for width in [320, 390, 800, 1280] {
        for is_dark in [false, true] {
            report.page.shape(width, is_dark);
            let overflow = report.page.value("document.documentElement.scrollWidth - innerWidth");
            assert_eq!(overflow, 0, "nobody is to scroll sideways at {width}");
            assert_eq!(report.page.value(LOW_CONTRAST), json!([]), "at {width}, dark: {is_dark}");
            // For whoever wants to look.
            let name = format!("report-{width}-{}.png", if is_dark { "dark" } else { "light" });
            fs::write(pictures.join(name), report.page.picture()).expect("it is written");
        }
    }
    report.page.value("document.querySelector('h1').style.color = '#555'");
    assert_eq!(report.page.value(&format!("{LOW_CONTRAST}.length")), 1, "what is too faint is found");
}

#[test]
fn it_is_whole_without_its_script_and_on_paper() {
    let mut report = report(&["checkout"]);
    report.page.call("Emulation.setScriptExecutionDisabled", json!({ "value": true }));
    let address = report.address.clone();
    report.page.open(&address);
    assert_eq!(report.shown().len(), 8);
    assert_eq!(report.page.value("document.getElementById('controls').checkVisibility()"), false);
    let paper = json!({ "media": "print" });
    report.page.call("Emulation.setEmulatedMedia", paper);
    assert_eq!(report.shown().len(), 8);
    assert_eq!(report.page.value(LOW_CONTRAST), json!([]));
}

#[test]
fn the_keyboard_and_a_screen_reader_reach_everything() {
    let mut report = report(&["checkout", "accounts"]);
    let mut reached = Vec::new();
    for _ in 0..8 {
        report.page.press("Tab", 9);
        let at =
            report.page.value("document.activeElement.id || document.activeElement.getAttribute('href')");
        reached.push(at.as_str().unwrap_or_default().to_owned());
    }
    for expected in ["#feature-0", "#feature-1", "search", "rung", "feature", "#accounts/REQ-1.1"] {
        assert!(reached.iter().any(|at| at == expected), "{expected} is not in {reached:?}");
    }
    let headings = report
        .page
        .value("[...document.querySelectorAll('h1, h2, h3')].map((heading) => heading.tagName).join('')");
    // The last one is that of the size of the documents.
    assert_eq!(headings, "H1H2H2H2H3H3H2");
    let nameless = "[...document.querySelectorAll('input, select, svg[role=img], section')].filter((element) => \
        !element.labels?.length && !element.ariaLabel && !document.getElementById(element.getAttribute('aria-labelledby'))).length";
    assert_eq!(report.page.value(nameless), 0);
    assert_eq!(report.page.value("document.documentElement.lang"), "en");
    let ids = "[...document.querySelectorAll('[id]')].length - new Set([...document.querySelectorAll('[id]')].map((element) => element.id)).size";
    assert_eq!(report.page.value(ids), 0);
}
