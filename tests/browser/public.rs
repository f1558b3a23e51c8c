//! 村民看的页面: every one of them, held to WCAG in a phone's window, found by walking from the finder.

use std::collections::BTreeSet;
use std::path::Path;

use crate::support::chromium::Chromium;

/// Pages of one sort looked at; the rest are the same template over other figures.
const OF_A_SORT: usize = 2;

/// Walks every public page there is a way to, and some there is none to; each breaks no rule, fits the thumb and can be
/// read.
pub async fn every_public_page_breaks_no_rule(b: &Chromium, axe: &Path) {
    let mut waiting: Vec<String> = ["/v", "/v?q=%E6%B2%A1%E6%9C%89", "/v/none", "/p/none"].map(str::to_owned).to_vec();
    let (mut seen, mut broken) = (BTreeSet::new(), Vec::new());
    let mut sorts = std::collections::BTreeMap::<String, usize>::new();
    while let Some(page) = waiting.pop() {
        let page = page.split('#').next().unwrap_or_default().to_owned();
        let public = ["/v", "/p/", "/q/", "/q"].iter().any(|start| page.starts_with(start));
        let file = page.ends_with("/proof") || page.contains("/papers/");
        let sort = sort_of(&page);
        if !public || file || !seen.insert(page.clone()) || sorts.get(&sort).is_some_and(|n| *n >= OF_A_SORT) {
            continue;
        }
        *sorts.entry(sort).or_default() += 1;
        b.goes(&page).await;
        broken.extend(b.breaks(axe).await.into_iter().map(|what| format!("{page} {what}")));
        broken.extend(b.measures().await.into_iter().map(|what| format!("{page} {what}")));
        waiting.extend(b.ways().await);
    }
    assert!(sorts.len() >= 4, "finder, village, sheet and line are walked: {seen:?}");
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

/// `/p/{}/{}` for `/p/3f…/2025-08-0001-1`: pages of one sort have one shape.
fn sort_of(page: &str) -> String {
    let path = page.split('?').next().unwrap_or_default();
    let parts = path.split('/').enumerate();
    let shape = parts.map(|(i, part)| if i > 1 && part.bytes().any(|b| b.is_ascii_digit()) { "{}" } else { part });
    shape.collect::<Vec<_>>().join("/")
}
