//! 多栏账, 凭证汇总表 and 往来余额表 onto bound pages.

use super::CARRY_LABEL;
use super::document::Document;
use super::font::Fonts;
use super::reports::{BINDING, ReportCaption, month_words, opening_words};
use super::sheet::{self, Sheet, SheetColumn, SheetRow, SheetWeight, Upright};
use crate::kernel::{Money, Period};
use crate::statements::{
    AccountComparison, ColumnsRow, ComparisonRow, LedgerRowKind, MultiColumn, PartyOverview, TrialRow, VoucherSummary,
};

const AMOUNT: f32 = 24.0;

fn sheet_of(caption: &ReportCaption, title: &str, captions: Vec<String>) -> Sheet {
    let signer = |role: &str, name: &str| (role.to_owned(), name.to_owned());
    Sheet {
        title: title.to_owned(),
        book_name: caption.book_name.clone(),
        captions,
        upright: Upright::No,
        leading: Vec::new(),
        columns: Vec::new(),
        rows: Vec::new(),
        notes: Vec::new(),
        signers: vec![signer("记账", &caption.prepared_by), signer("复核", "")],
        binding: BINDING,
        printed_at: caption.printed_at,
    }
}

/// 多栏账 on paper: as many 幅 as its columns need.
pub fn multi_column(caption: &ReportCaption, book: &MultiColumn, fonts: &Fonts) -> Document {
    let account = format!("科目：{} {}", book.code, book.path.replace('/', "／"));
    let mut sheet = sheet_of(caption, "多栏账", vec![account, caption.span()]);
    sheet.leading =
        vec![SheetColumn::marks("日期", 19.0), SheetColumn::marks("凭证号", 17.0), SheetColumn::words("摘要", 40.0)];
    let amounts = |title: &str| SheetColumn::amounts(title, AMOUNT);
    sheet.columns = vec![amounts("借方"), amounts("贷方"), SheetColumn::marks("借或贷", 12.0), amounts("余额")];
    let group = format!("{}方金额分析", book.side.in_chinese());
    sheet.columns.extend(book.heads.iter().map(|head| amounts(&head.name).under(group.as_str())));
    let mut so_far = Carried::of(book);
    sheet.rows = book.rows.iter().map(|row| columns_row(caption, row, &mut so_far)).collect();
    sheet::lay_out(&sheet, fonts)
}

/// What moved since the month began, for 过次页.
struct Carried {
    debit: Money,
    credit: Money,
    cells: Vec<Money>,
    closed: bool,
}

impl Carried {
    fn of(book: &MultiColumn) -> Carried {
        Carried { debit: Money::ZERO, credit: Money::ZERO, cells: vec![Money::ZERO; book.heads.len()], closed: false }
    }

    fn take(&mut self, row: &ColumnsRow) {
        match &row.row.kind {
            LedgerRowKind::Entry(_) => {
                if std::mem::take(&mut self.closed) {
                    (self.debit, self.credit) = (Money::ZERO, Money::ZERO);
                    self.cells.fill(Money::ZERO);
                }
                self.debit += row.row.debit;
                self.credit += row.row.credit;
                for (sum, cell) in self.cells.iter_mut().zip(&row.cells) {
                    *sum += *cell;
                }
            }
            LedgerRowKind::MonthTotal(_) => self.closed = true,
            LedgerRowKind::Opening | LedgerRowKind::DayTotal(_) | LedgerRowKind::YearToDate(_) => {}
        }
    }
}

fn columns_row(caption: &ReportCaption, columns: &ColumnsRow, so_far: &mut Carried) -> SheetRow {
    so_far.take(columns);
    let row = &columns.row;
    let (weight, named) = match &row.kind {
        LedgerRowKind::Opening => {
            (SheetWeight::Plain, [String::new(), String::new(), opening_words(caption.first).to_owned()])
        }
        LedgerRowKind::Entry(line) => {
            (SheetWeight::Plain, [line.date.to_string(), line.number.to_string(), line.summary.clone()])
        }
        LedgerRowKind::DayTotal(_) => (SheetWeight::Footing, [String::new(), String::new(), "本日合计".to_owned()]),
        LedgerRowKind::MonthTotal(period) => {
            (SheetWeight::Footing, [String::new(), String::new(), month_words(caption, *period)])
        }
        LedgerRowKind::YearToDate(period) => {
            let weight = if period.month() == 12 { SheetWeight::Total } else { SheetWeight::Footing };
            (weight, [String::new(), String::new(), "本年累计".to_owned()])
        }
    };
    let balance = if row.balance.is_zero() { "θ".to_owned() } else { row.balance.to_string() };
    let standing = [row.side.to_owned(), balance];
    let line = |named: [String; 3], debit: Money, credit: Money, cells: &[Money]| -> Vec<String> {
        let amounts = [debit.blank_if_zero(), credit.blank_if_zero()].into_iter().chain(standing.clone());
        named.into_iter().chain(amounts).chain(cells.iter().map(|c| c.blank_if_zero())).collect()
    };
    let carrying = [String::new(), String::new(), CARRY_LABEL.to_owned()];
    SheetRow {
        cells: line(named, row.debit, row.credit, &columns.cells),
        weight,
        carried: Some(line(carrying, so_far.debit, so_far.credit, &so_far.cells)),
    }
}

/// 凭证汇总表 on paper, with the numbers of its vouchers below.
pub fn voucher_summary(caption: &ReportCaption, summary: &VoucherSummary, fonts: &Fonts) -> Document {
    let count = format!("凭证 {} 张 附单据 {} 张", summary.voucher_count(), summary.document_count());
    let mut sheet = sheet_of(caption, "凭证汇总表", vec![caption.span(), count]);
    sheet.upright = Upright::Yes;
    sheet.leading = vec![SheetColumn::words("科目编码", 24.0), SheetColumn::words("科目名称", 60.0)];
    sheet.columns = ["借方", "贷方"].map(|side| SheetColumn::amounts(side, 42.0)).to_vec();
    let row = |row: &TrialRow| {
        let name = format!("{}{}", "　".repeat(row.level.saturating_sub(1)), row.name);
        SheetRow::of(
            SheetWeight::Plain,
            vec![row.code.to_string(), name, row.debit.blank_if_zero(), row.credit.blank_if_zero()],
        )
    };
    sheet.rows = summary.rows.iter().map(row).collect();
    let (debit, credit) = summary.totals();
    let total = vec!["合计".to_owned(), String::new(), debit.to_string(), credit.to_string()];
    sheet.rows.push(SheetRow::of(SheetWeight::Total, total));
    // Two months a line: a year's numbers stay on the page of the table.
    sheet.notes = summary.number_lines().chunks(2).map(|two| two.join("　　")).collect();
    sheet::lay_out(&sheet, fonts)
}

/// 往来余额表 on paper: party after party, account after account.
pub fn party_overview(caption: &ReportCaption, overview: &PartyOverview, fonts: &Fonts) -> Document {
    let mut sheet = sheet_of(caption, &overview.title(), vec![caption.span()]);
    sheet.leading = vec![
        SheetColumn::words("编码", 18.0),
        SheetColumn::words(overview.by.in_chinese(), 34.0),
        SheetColumn::words("科目", 40.0),
    ];
    let amount = |title: &str| SheetColumn::amounts(title, AMOUNT);
    sheet.columns = if overview.aged {
        ["期末借方", "期末贷方"]
            .map(amount)
            .into_iter()
            .chain(PartyOverview::AGES.map(|t| amount(t).under("账龄")))
            .collect()
    } else {
        let groups = ["期初余额", "本期发生额", "期末余额"];
        groups.iter().flat_map(|group| ["借方", "贷方"].map(|side| amount(side).under(*group))).collect()
    };
    for group in &overview.groups {
        for (i, account) in group.accounts.iter().enumerate() {
            let named = if i == 0 { [group.code.clone(), group.name.clone()] } else { Default::default() };
            let words = named.into_iter().chain([account.path.replace('/', "／")]);
            let cells = words.chain(overview.figures_of(account).into_iter().map(Money::blank_if_zero)).collect();
            sheet.rows.push(SheetRow::of(SheetWeight::Plain, cells));
        }
    }
    if !overview.groups.is_empty() {
        let lines = overview.total_lines();
        let last = lines.len() - 1;
        for (i, (word, figures)) in lines.into_iter().enumerate() {
            let named = [word.to_owned(), String::new(), String::new()];
            let cells = named.into_iter().chain(figures.into_iter().map(Money::blank_if_zero)).collect();
            let weight = if i == last { SheetWeight::Total } else { SheetWeight::Subtotal };
            sheet.rows.push(SheetRow::of(weight, cells));
        }
    }
    sheet.notes = vec!["借方余额和贷方余额分开合计，互不抵销。".to_owned()];
    if overview.aged {
        sheet.notes.push("账龄按后发生的先算；「更早」是三年前发生的，或建账时结转来的。".to_owned());
    }
    sheet::lay_out(&sheet, fonts)
}

/// 各村比较 on paper; with the months in columns it goes on to further 幅.
pub fn account_comparison(caption: &ReportCaption, comparison: &AccountComparison, fonts: &Fonts) -> Document {
    let account = format!("科目：{} {}", comparison.code, comparison.path.replace('/', "／"));
    let mut sheet = sheet_of(caption, "各村比较", vec![account, caption.span()]);
    sheet.leading = vec![SheetColumn::words("编号", 16.0), SheetColumn::words("账套", 52.0)];
    let groups = ["期初余额", "本期发生额", "期末余额"];
    let six = groups.iter().flat_map(|g| ["借方", "贷方"].map(|side| SheetColumn::amounts(side, AMOUNT).under(*g)));
    let side = format!("每月{}方净额（不含结转）", comparison.side.in_chinese());
    let month = |period: &Period| SheetColumn::amounts(period.to_string(), AMOUNT).under(side.as_str());
    sheet.columns = six.chain(comparison.months.iter().map(month)).collect();
    let line = |named: [String; 2], six: [Money; 6], months: &[Money]| -> Vec<String> {
        named.into_iter().chain(six.iter().chain(months).map(|m| m.blank_if_zero())).collect()
    };
    let row = |row: &ComparisonRow| {
        let cells = line([row.code.clone(), row.name.clone()], row.columns(), &row.months);
        SheetRow::of(SheetWeight::Plain, cells)
    };
    sheet.rows = comparison.rows.iter().map(row).collect();
    let named = ["合计".to_owned(), String::new()];
    let total = line(named, comparison.totals(), &comparison.month_totals());
    sheet.rows.push(SheetRow::of(SheetWeight::Total, total));
    sheet::lay_out(&sheet, fonts)
}
