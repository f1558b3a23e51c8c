//! The rules of WCAG, run in the page by axe-core.

use std::path::{Path, PathBuf};

use super::Chromium;

/// What is run in the page once axe-core is there: WCAG 2 A and AA, and the contrast of AAA.
const RUN: &str = "const done = arguments[arguments.length - 1];
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    axe.run(document, { runOnly: { type: 'tag', values: tags }, rules: { 'color-contrast-enhanced': { enabled: true } } })
        .then((told) => done([
            ...told.violations.map((v) => `${v.id}: ${v.help}: ${v.nodes.map((n) => n.html).join(' | ')}`),
            ...(told.passes.length < 5 ? [`only ${told.passes.length} rules found anything to look at`] : []),
        ]))
        .catch((error) => done([String(error)]));";

/// Where `npm ci` puts it; `None` where it was not run.
pub fn axe_core() -> Option<PathBuf> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/accessibility/node_modules/axe-core/axe.min.js");
    file.is_file().then_some(file)
}

impl Chromium {
    /// Every rule the page in sight breaks, with the element that breaks it.
    pub async fn breaks(&self, axe: &Path) -> Vec<String> {
        let source = std::fs::read_to_string(axe).expect("axe-core");
        self.window.execute(&source, Vec::new()).await.expect("axe-core runs");
        let told = self.window.execute_async(RUN, Vec::new()).await.expect("axe answers");
        let told = told.as_array().cloned().unwrap_or_default();
        told.iter().filter_map(|line| line.as_str().map(str::to_owned)).collect()
    }

    /// Every address of ours the page in sight leads to.
    pub async fn ways(&self) -> Vec<String> {
        let script = "return [...document.querySelectorAll('a[href^=\"/\"]')].map((a) => a.getAttribute('href'))";
        let told = self.window.execute(script, Vec::new()).await.expect("a page");
        let told = told.as_array().cloned().unwrap_or_default();
        told.iter().filter_map(|line| line.as_str().map(str::to_owned)).collect()
    }
}
