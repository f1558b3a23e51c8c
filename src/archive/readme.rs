use crate::export::YearOfBooks;

/// The page with places for what differs from package to package.
const PAGE: &str = include_str!("readme.txt");

/// README.txt: what a package is and how to prove it without this program.
pub(super) fn written(year: &YearOfBooks, cut: usize, left_out: &[(&str, &str)]) -> String {
    let code = |c: &crate::ledger::Closure| {
        format!("       {}  凭证 1–{} 号  校验码 {}\n", c.period, c.voucher_count, c.root.short_code())
    };
    let months = match year.closures.as_slice() {
        [] => "       本年还没有结账的月份。\n".to_owned(),
        closures => closures.iter().map(code).collect(),
    };
    let cut = match cut {
        0 => "没有一项超长，一字未截。".to_owned(),
        n => format!("有 {n} 项超出国标的长度，已截短，原文见 gbt24589/截短清单.csv。"),
    };
    let left: Vec<String> = left_out.iter().map(|(table, why)| format!("  {table:<16}{why}")).collect();
    let places = [
        ("{name}", year.book.printed_name().to_owned()),
        ("{year}", year.year.number().to_string()),
        ("{township}", year.township.clone()),
        ("{code}", year.book.code.clone()),
        ("{first}", year.first.in_chinese()),
        ("{last}", year.last.in_chinese()),
        ("{enabled}", year.book.enabled_from.in_chinese()),
        ("{months}", months),
        ("{cut}", cut),
        ("{left}", left.join("\n")),
    ];
    places.iter().fold(PAGE.to_owned(), |page, (place, words)| page.replace(place, words))
}
