//! Takes the picture `docs/report.png`: the HTML report of an example, after its tests and knock-outs have run.

use std::error::Error;
use std::fs;

use spec_reports::chromium::Page;
use spec_reports::{REPOSITORY, report_of_the_example};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let html = folder.path().join("report.html");
    fs::write(&html, report_of_the_example())?;
    let mut page = Page::start();
    page.shape(1280, false);
    page.open(&format!("file://{}", html.display()));
    let picture = REPOSITORY.join("docs/report.png");
    fs::write(&picture, page.picture())?;
    println!("wrote {}", picture.display());
    Ok(())
}
