use super::*;
use crate::pdf::proof::{day, printed_at, reads_back, yuan};

fn line(summary: &str, account: &str, detail: &str, debit: &str, credit: &str) -> Line {
    Line {
        summary: summary.into(),
        account: account.into(),
        detail: detail.into(),
        debit: yuan(debit),
        credit: yuan(credit),
    }
}

fn voucher(number: u32, lines: Vec<Line>) -> Voucher {
    Voucher {
        book_name: "李家村股份经济合作社".into(),
        word: "记".into(),
        number: Some(number),
        date: day("2026-09-12"),
        source_document_count: 3,
        total_debit: lines.iter().map(|l| l.debit).sum(),
        total_credit: lines.iter().map(|l| l.credit).sum(),
        lines,
        note: String::new(),
        chief_accountant: "总监督会计".into(),
        posted_by: "专管员".into(),
        reviewed_by: "总监督会计".into(),
        cashier: "资金会计".into(),
        prepared_by: "专管员".into(),
        print_no: 1,
    }
}

fn ordinary() -> Voucher {
    voucher(
        12,
        vec![
            line("付村道路灯维修材料及人工费", "514 公益支出", "公共设施维护", "1009.50", "0"),
            line("付村道路灯维修材料及人工费", "102 银行存款", "农村商业银行（尾号0023）", "0", "1009.50"),
        ],
    )
}

fn red() -> Voucher {
    let mut red = voucher(
        13,
        vec![
            line(
                "冲销记-0012号多记路灯款，原单据金额抄写有误，应为一千元整，差额九元五角退回村民丙",
                "514 公益支出",
                "公共设施维护／村道路灯改造工程（一事一议2026年第一号）",
                "-1009.50",
                "0",
            ),
            line("冲销记-0012号", "102 银行存款", "农村商业银行（尾号0023）", "0", "-1009.50"),
        ],
    );
    red.note = "红字冲销 记-0012".into();
    red.print_no = 2;
    red
}

fn long() -> Voucher {
    let mut lines: Vec<Line> = (1..=11)
        .map(|n| line("分配土地补偿费", "113 内部往来", &format!("第{n}村民小组"), "0", &format!("{}", 1_000_000 + n)))
        .collect();
    lines.push(line("收土地补偿费", "102 银行存款", "农村商业银行（尾号0023）", "11000066", "0"));
    voucher(14, lines)
}

#[test]
fn 凭证_一张五行_合计大写只在末张() {
    let document =
        lay_out(&[ordinary(), red(), long()], Placed::on(VoucherPaper::Form), printed_at(), Fonts::embedded());
    assert_eq!(document.pages.len(), 5);
    let said = document.describe();
    assert!(said.contains("记字第 12 号\n"), "{said}");
    for sheet in ["记字第 14 号 1/3", "记字第 14 号 2/3", "记字第 14 号 3/3"] {
        assert!(said.contains(sheet), "{said}");
    }
    assert!(said.contains("合计（大写）：壹仟零玖元伍角"));
    assert_eq!(said.matches("合计（大写）").count(), 3);
    assert_eq!(said.matches("转下张").count(), 2);
    reads_back("voucher-form", &document);
}

#[test]
fn 凭证_两张一页() {
    let document =
        lay_out(&[ordinary(), red(), long()], Placed::on(VoucherPaper::A4TwoUp), printed_at(), Fonts::embedded());
    assert_eq!(document.pages.len(), 3);
    reads_back("voucher-a4", &document);
}

#[test]
fn 最大金额_不出格() {
    let mut voucher = ordinary();
    voucher.number = None;
    voucher.lines[0].debit = Money::LIMIT;
    voucher.lines[1].credit = Money::LIMIT;
    (voucher.total_debit, voucher.total_credit) = (Money::LIMIT, Money::LIMIT);
    let document = lay_out(&[voucher], Placed::on(VoucherPaper::Form), printed_at(), Fonts::embedded());
    let said = document.describe();
    assert!(said.contains("记字第 待编 号") && said.contains("999999999999"), "{said}");
    reads_back("voucher-largest", &document);
}

#[test]
fn 没有分录的草稿_整页划去() {
    let document = lay_out(&[voucher(1, vec![])], Placed::on(VoucherPaper::Form), printed_at(), Fonts::embedded());
    assert_eq!(document.pages.len(), 1);
}

#[test]
fn a_printer_that_is_off_is_met_by_moving_every_sheet() {
    let x_of = |placed: Placed| {
        let document = lay_out(&[ordinary()], placed, printed_at(), Fonts::embedded());
        let at = document.runs().find(|r| r.text.contains("记账凭证")).map(|r| (r.at.x, r.at.y));
        at.unwrap()
    };
    let (there, moved) = (x_of(Placed::on(VoucherPaper::Form)), Placed::on(VoucherPaper::Form));
    let moved = x_of(Placed { right: 1.5, down: -2.0, ..moved });
    assert!((moved.0 - there.0 - 1.5).abs() < 0.01 && (there.1 - moved.1 - 2.0).abs() < 0.01, "{there:?} {moved:?}");
}

#[test]
fn the_binder_cover_says_that_no_number_is_missing() {
    let cover = Cover {
        book_name: "青溪镇李家村股份经济合作社".into(),
        period: "2026年9月".into(),
        word: "记".into(),
        numbers: Some((1, 87)),
        vouchers: 87,
        sheets: 91,
        documents: 213,
        unbroken: "本期1–87号连续，共87张".into(),
        code: "EB6G-Z3CR-E8P2-M2HC".into(),
    };
    for (name, paper) in [("cover-form", VoucherPaper::Form), ("cover-a4", VoucherPaper::A4TwoUp)] {
        let document = cover.lay_out(Placed::on(paper), printed_at(), Fonts::embedded());
        assert_eq!(document.pages.len(), 1);
        reads_back(name, &document);
    }
    let trial =
        trial_page(Placed { paper: VoucherPaper::Form, right: 1.5, down: 0.0 }, printed_at(), Fonts::embedded());
    reads_back("trial-page", &trial);
}
