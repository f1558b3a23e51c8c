use super::board_sheet::{self, BoardSheet, Edition, Standing};
use super::document::Document;
use super::font::Fonts;
use crate::disclosure::{
    AnnualPackage, Block, CorrectionNotice, Holds, NoticeBody, PlanRow, PrintedNotice, RowWeight, Section,
    SectionColumn, SectionRow, SpecialSheet, Verdict, Width,
};
use crate::kernel::{Money, Timestamp};

/// Who seals a notice. Source: domain/disclosure.md §4.
const SEALS: [&str; 4] = ["民主理财小组", "村务监督委员会", "村集体负责人", "代理记账中心"];

/// Sets a notice on a paper: the file copy carries the opinions.
pub fn lay_out(
    printed: &PrintedNotice,
    edition: Edition,
    public_base: &str,
    printed_at: Timestamp,
    fonts: &Fonts,
) -> Document {
    board_sheet::lay_out(&board(printed, public_base, printed_at), edition, fonts)
}

/// A special sheet, a year's package or a correction as the board shows it.
pub fn board(printed: &PrintedNotice, public_base: &str, printed_at: Timestamp) -> BoardSheet {
    let (heading, head) = (printed.body.heading(), &printed.head);
    let published = head.state.is_frozen();
    BoardSheet {
        book_name: heading.book.clone(),
        title: heading.title.clone(),
        period: heading.about.clone(),
        sheet_no: head.number.clone(),
        version: String::new(),
        standing: if published { Standing::Published } else { Standing::Preview },
        band: band(&printed.body),
        sections: sections(printed),
        prepared_by: head.composed_name.clone(),
        chief_accountant: String::new(),
        signatures: Vec::new(),
        seals: SEALS.map(str::to_owned).to_vec(),
        published_on: head.published.as_ref().map(|h| h.at.date()),
        phone: heading.phone.clone(),
        address: published.then(|| format!("{public_base}{}", head.public_path())),
        short_code: published.then(|| head.code.clone()),
        printed_at,
    }
}

fn band(body: &NoticeBody) -> Vec<(String, Money)> {
    match body {
        NoticeBody::Special(sheet) => {
            [("收入", sheet.income.total), ("支出", sheet.expense.total)].map(|(n, a)| (n.to_owned(), a)).to_vec()
        }
        NoticeBody::Annual(_) | NoticeBody::Correction(_) => Vec::new(),
    }
}

fn sections(printed: &PrintedNotice) -> Vec<Section> {
    let mut sections = match &printed.body {
        NoticeBody::Special(sheet) => of_special(sheet),
        NoticeBody::Annual(package) => of_package(package),
        NoticeBody::Correction(correction) => of_correction(correction),
    };
    let said = printed.opinions.iter().map(|o| {
        let words = if o.words.is_empty() { String::new() } else { format!("：{}", o.words) };
        let verdict = if o.verdict == Verdict::Agree { "同意" } else { "有异议" };
        vec![o.name.clone(), format!("{verdict}{words}"), o.at.date().to_string()]
    });
    let columns = [words("成员", 80), part("意见", 1), marks("日期", 70)];
    let mut opinions = section("民主理财小组意见", columns.to_vec(), said.collect());
    opinions.file_only = true;
    if !opinions.rows.is_empty() {
        sections.push(opinions);
    }
    let notes = notes(printed).into_iter().enumerate().map(|(i, note)| vec![(i + 1).to_string(), note]);
    sections.push(section("说明", vec![marks("序号", 27), part("说明事项", 1)], notes.collect()));
    sections
}

/// What must be said besides.
fn notes(printed: &PrintedNotice) -> Vec<String> {
    let mut notes = Vec::new();
    match &printed.body {
        NoticeBody::Special(sheet) => notes.push(format!("本表由已记账的{}张凭证逐笔得出。", sheet.vouchers.len())),
        NoticeBody::Annual(package) => {
            notes.push(format!("{}定于{}召开，会前供成员查阅。", package.meeting, package.meets_on));
            notes.extend(package.missing.iter().map(|missing| format!("还缺：{missing}。")));
        }
        NoticeBody::Correction(correction) => notes
            .push(format!("{}号公开表（校验码{}）原样不动，和这份公告放在一起看。", correction.sheet, correction.code)),
    }
    if let Some(late) = printed.head.days_late() {
        notes.push(format!("应在{}前公开，迟了{late}天。", printed.head.due));
    }
    notes
}

fn of_special(sheet: &SpecialSheet) -> Vec<Section> {
    let mut all =
        vec![of_block("收入（逐笔）", "交款人", &sheet.income), of_block("支出（逐笔）", "收款人", &sheet.expense)];
    let moved = sheet
        .moves
        .iter()
        .map(|m| vec![m.date.to_string(), m.number.clone(), m.what.clone(), m.accounts.clone(), m.amount.to_string()]);
    let columns = vec![marks("日期", 70), marks("凭证号", 50), part("事由", 3), part("科目", 2), amounts("金额")];
    let moved = section("没有动钱的", columns, moved.collect());
    all.extend((!moved.rows.is_empty()).then_some(moved));
    let facts = sheet.facts.iter().map(|f| vec![f.what.clone(), f.says.clone()]);
    let facts = section("谁定的", vec![words("事项", 40), part("内容", 1)], facts.collect());
    all.extend((!facts.rows.is_empty()).then_some(facts));
    all
}

fn of_block(title: &str, other: &str, block: &Block) -> Section {
    let lines = block.lines.iter().map(|l| {
        let cells = vec![l.date.to_string(), l.number.clone(), l.what.clone(), l.party.clone(), l.amount.to_string()];
        SectionRow { weight: RowWeight::Line, cells }
    });
    let sum = vec![format!("合计（{}笔）", block.lines.len()), block.total.to_string()];
    let total = SectionRow { weight: RowWeight::Total(4), cells: sum };
    let columns = vec![marks("日期", 70), marks("凭证号", 50), part("事由", 3), part(other, 2), amounts("金额")];
    let mut own = section(title, columns, Vec::new());
    "没有发生".clone_into(&mut own.when_empty);
    if !block.lines.is_empty() {
        own.rows = lines.chain([total]).collect();
    }
    own
}

fn of_package(package: &AnnualPackage) -> Vec<Section> {
    let figure = |amount: Option<Money>| amount.map(|a| a.to_string()).unwrap_or_default();
    let planned = |row: &PlanRow| vec![row.direction.clone(), row.name.clone(), figure(row.planned), row.note.clone()];
    let budget = if package.budget_title.is_empty() { "下一年预算" } else { &package.budget_title };
    let columns = vec![marks("收支", 40), part("项目", 2), amounts("预算"), part("说明", 2)];
    let mut budget = section(budget, columns, package.budget.iter().map(planned).collect());
    "还没有编".clone_into(&mut budget.when_empty);
    let came = |row: &PlanRow| {
        let [planned, actual] = [row.planned, row.actual].map(figure);
        vec![row.direction.clone(), row.name.clone(), planned, actual, row.note.clone()]
    };
    let columns = vec![marks("收支", 40), part("项目", 2), amounts("预算"), amounts("实际"), part("说明", 2)];
    let accounts =
        section(&format!("{}年决算", package.year.number()), columns, package.accounts.iter().map(came).collect());
    let line = |row: &crate::disclosure::AccountRow| SectionRow {
        weight: if row.total { RowWeight::Subtotal(1) } else { RowWeight::Line },
        cells: vec![row.name.clone(), row.amount.to_string()],
    };
    let mut surplus = section("收益和分配方案", vec![part("项目", 1), amounts("本年金额")], Vec::new());
    surplus.rows = package.surplus.iter().map(line).collect();
    vec![budget, accounts, surplus]
}

fn of_correction(correction: &CorrectionNotice) -> Vec<Section> {
    let line = |l: &crate::disclosure::LineCorrection| {
        let reason = format!("{}（更正凭证{}）", l.reason, l.vouchers.join("、"));
        vec![l.line.clone(), l.what.clone(), l.old.clone(), l.new.clone(), reason]
    };
    let columns = vec![part("原表哪一笔", 2), part("事由", 2), part("原来", 2), part("更正为", 2), part("原因", 3)];
    vec![section("更正", columns, correction.lines.iter().map(line).collect())]
}

fn section(title: &str, columns: Vec<SectionColumn>, lines: Vec<Vec<String>>) -> Section {
    let rows = lines.into_iter().map(|cells| SectionRow { weight: RowWeight::Line, cells }).collect();
    let (title, when_empty) = (title.to_owned(), "没有".to_owned());
    Section { title, columns, rows, when_empty, for_the_pen: false, file_only: false }
}

fn column(title: &str, width: Width, holds: Holds) -> SectionColumn {
    SectionColumn { title: title.to_owned(), group: String::new(), width, holds }
}

fn words(title: &str, tenths: u32) -> SectionColumn {
    column(title, Width::Tenths(tenths), Holds::Words)
}

fn marks(title: &str, tenths: u32) -> SectionColumn {
    column(title, Width::Tenths(tenths), Holds::Marks)
}

fn part(title: &str, parts: u32) -> SectionColumn {
    column(title, Width::Parts(parts), Holds::Words)
}

fn amounts(title: &str) -> SectionColumn {
    column(title, Width::Tenths(70), Holds::Amounts)
}
