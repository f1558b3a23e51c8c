//! `docs/controls.md`, made of the catalogue.

use mingzhang::controls::{CONTROLS, Control, Family};

const HEAD: &str = "# 内控规则

Made from the catalogue in `src/controls`: `UPDATE_DOCS=1 cargo test --test tidy` writes this page.

- **不得办理**: the act is refused. **说明理由**: it goes on with a reason, which the finance group reads, which is kept and
  listed under 监督. **提示**: it is shown. **不查**: it is not looked at.
- Severity and figures are the township's, from a day on, in 设置 → 内控规则; a book may have its own. Below is what holds
  until somebody sets it.
- **办理时**: looked at when a clerk hands in, when the centre takes in, when a voucher is reviewed. **全账**: looked at over a
  whole book, in 监督 → 规则和破例.
- There is no rule about contracts that are overdue or below their price: there is no register of contracts yet.
";

/// The whole page.
pub fn page() -> String {
    let mut page = HEAD.to_owned();
    for family in Family::ALL {
        page.push_str(&format!("\n## {}\n\n", family.in_chinese()));
        page.push_str(
            "| rule | 名称 | 说什么 | 默认 | 数额 | 何时查 | 依据 |\n| --- | --- | --- | --- | --- | --- | --- |\n",
        );
        for control in CONTROLS.iter().filter(|c| c.family == family) {
            page.push_str(&row(control));
        }
    }
    page
}

fn row(control: &Control) -> String {
    let figures: Vec<String> =
        control.parameters.iter().map(|p| format!("{} {}", p.title, p.unit.said(p.default))).collect();
    let when = match (control.looks_at_acts(), control.looks_at_books()) {
        (true, true) => "办理时、全账",
        (true, false) => "办理时",
        (false, _) => "全账",
    };
    let figures = if figures.is_empty() { "—".to_owned() } else { figures.join("，") };
    let severity = control.severity.in_chinese();
    format!(
        "| `{}` | {} | {} | {severity} | {figures} | {when} | {} |\n",
        control.name, control.title, control.says, control.source
    )
}
