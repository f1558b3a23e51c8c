//! A quarter for tests: some fifty lines, the long, the red and the rare among them, published.

use crate::disclosure::publication::{Hand, Opinion, Printed, PublicationHead, Verdict};
use crate::disclosure::sheet::{Block, ClassTotal, DisclosureSheet, Heading, MonthRoot, SheetLine, Surplus};
use crate::disclosure::{AssetLine, Claim, ClaimLine, FundLine, Funds, OtherLine, SheetState};
use crate::kernel::{BookId, Digest, Money, OpinionId, Period, PublicationId, Timestamp, UserId};

use super::layouts;

fn yuan(text: &str) -> Money {
    text.parse().unwrap()
}

fn line(
    date: &str,
    number: u32,
    what: &str,
    party: &str,
    account: &str,
    item: (i64, &str),
    amount: Money,
) -> SheetLine {
    SheetLine {
        date: date.parse().unwrap(),
        month: Period::of(date.parse().unwrap()),
        number: format!("记-{number:04}"),
        what: what.to_owned(),
        party: party.to_owned(),
        account: account.to_owned(),
        item: item.0,
        item_name: item.1.to_owned(),
        amount,
    }
}

fn block(lines: Vec<SheetLine>) -> Block {
    let mut classes: Vec<ClassTotal> = Vec::new();
    for line in &lines {
        match classes.iter_mut().find(|c| c.item == line.item && c.name == line.item_name) {
            Some(class) => {
                class.count += 1;
                class.total += line.amount;
            }
            None => classes.push(ClassTotal {
                item: line.item,
                name: line.item_name.clone(),
                plain: line.item_name.chars().take(5).collect(),
                count: 1,
                total: line.amount,
                expanded: Vec::new(),
            }),
        }
    }
    classes.sort_by_key(|c| std::cmp::Reverse(c.total));
    Block { total: lines.iter().map(|l| l.amount).sum(), lines, classes }
}

fn income() -> Vec<SheetLine> {
    let (rent, leased, grant) =
        ((8, "产品销售、租赁、服务等集体经营收入"), (9, "发包及上交收入"), (13, "上级专项补助款项"));
    vec![
        line(
            "2026-07-03",
            2,
            "机动地承包款（东坡二十四亩，第三年）",
            "村民甲",
            "经营收入/发包收入",
            leased,
            yuan("14400"),
        ),
        line(
            "2026-07-15",
            9,
            "村集体仓库三季度租金",
            "县供销社惠农农资连锁有限责任公司城关镇第二经营部",
            "经营收入/租赁收入",
            rent,
            yuan("6000"),
        ),
        line(
            "2026-08-06",
            21,
            "鱼塘承包费，合同约定分两次交清，本次为第一次，余款十二月底前交清",
            "村民乙",
            "经营收入/发包收入",
            leased,
            yuan("12000.50"),
        ),
        line(
            "2026-08-20",
            30,
            "村级公益事业奖补（村道硬化）",
            "县财政局",
            "专项应付款/村道硬化",
            grant,
            yuan("180000"),
        ),
        line("2026-09-21", 52, "三季度存款利息", "农村商业银行", "其他收入/利息收入", (18, "其他收入"), yuan("83.27")),
    ]
}

fn expense() -> Vec<SheetLine> {
    let welfare = (23, "集体公益福利支出");
    let office = (22, "办公费、差旅费、会议费、卫生费、治安费等管理费支出");
    let mut lines: Vec<SheetLine> = (1..=36u32)
        .map(|n| {
            let date = format!("2026-{:02}-{:02}", 7 + n / 14, 1 + n * 7 % 28);
            let amount = Money::from_yuan(i64::from(60 + n * 37));
            line(&date, n + 2, "路灯维修材料及人工", "村民丙", "公益支出/其他公益支出", welfare, amount)
        })
        .collect();
    lines.extend([
        line("2026-09-26", 58, "冲销记-0011多记路灯款", "村民丙", "公益支出/其他公益支出", welfare, yuan("-370")),
        line("2026-07-08", 5, "办公用笔、账本", "镇文具店", "管理费用/办公费", office, yuan("24")),
        line("2026-07-30", 18, "村委会电费（七月）", "县供电公司", "管理费用/水电费", office, yuan("316.48")),
        line("2026-08-11", 24, "村民代表会议误餐", "村民丁", "管理费用/会议费", office, yuan("480")),
        line(
            "2026-08-25",
            40,
            "村干部七月报酬",
            "村干部（4人）",
            "管理费用/干部报酬",
            (20, "村组(社)干部报酬"),
            yuan("6400"),
        ),
        line(
            "2026-09-28",
            60,
            "村民㐂䶮、珺堃、𠮷三人清理河道误工补贴",
            "村民丁等3人",
            "公益支出/劳务费",
            welfare,
            yuan("1200"),
        ),
        line(
            "2026-09-10",
            47,
            "村道硬化工程进度款（合同价的百分之六十）",
            "县宏达路桥建设工程有限公司",
            "专项应付款/村道硬化",
            (13, "上级专项补助支出"),
            yuan("1234567.89"),
        ),
    ]);
    lines
}

fn head() -> PublicationHead {
    let at = |text: &str| Timestamp::parse(text).unwrap();
    let hand = |name: &str, when: &str| Some(Hand { by: UserId::new(), name: name.to_owned(), at: at(when) });
    PublicationHead {
        id: PublicationId::new(),
        book: BookId::new(),
        span: "2026Q3".parse().unwrap(),
        version: 1,
        number: "2026-Q3-01".to_owned(),
        state: SheetState::Published,
        digest: Digest::of(b"specimen"),
        code: "7K2M-9QRT-A3BD-5FGH".to_owned(),
        token: "7K2M9QRTA3BD5FGHJKMNPQRSTVWX".to_owned(),
        composed_at: at("2026-10-05T01:00:00Z"),
        checked: hand("专管员", "2026-10-06T01:00:00Z"),
        signed: hand("中心主任", "2026-10-09T01:00:00Z"),
        published: hand("专管员", "2026-10-10T01:00:00Z"),
        posted: None,
        row_version: 5,
    }
}

/// The quarter, published, in the default layout.
pub(crate) fn printed() -> Printed {
    let (income, expense) = (block(income()), block(expense()));
    let opening = yuan("1321456.78");
    let closing = opening + income.total - expense.total;
    let funds = Funds {
        opening,
        received: income.total,
        paid: expense.total,
        closing,
        accounts: vec![
            fund("101", "库存现金", ["860.50", "0", "540.00", "0"]),
            FundLine {
                code: "10201".to_owned(),
                name: "银行存款　农村商业银行（尾号0023）".to_owned(),
                opening: opening - yuan("860.50"),
                received: income.total,
                paid: expense.total - yuan("540"),
                moved: Money::ZERO,
                closing: closing - yuan("320.50"),
            },
        ],
    };
    let sheet = DisclosureSheet {
        form: "disclosure/1".to_owned(),
        heading: Heading {
            township: "青溪镇".to_owned(),
            centre: "青溪镇会计委托代理服务中心".to_owned(),
            phone: "0000-12345678".to_owned(),
            village: "李家村".to_owned(),
            book_code: "LJC".to_owned(),
            book: "李家村股份经济合作社".to_owned(),
            span: "2026Q3".parse().unwrap(),
            due: None,
            from: "2026-07-01".parse().unwrap(),
            to: "2026-09-30".parse().unwrap(),
            number: "2026-Q3-01".to_owned(),
            version: 1,
        },
        funds,
        income,
        expense,
        claims: claims(),
        assets: assets(),
        others: others(),
        surplus: Surplus { quarter: yuan("39640.77"), year: yuan("81227.86"), ..Surplus::default() },
        previous: None,
        catalogue: Vec::new(),
        questions: Vec::new(),
        corrections: Vec::new(),
        months: vec![MonthRoot {
            period: Period::of("2026-09-01".parse().unwrap()),
            vouchers: 60,
            documents: 88,
            root: "ab".repeat(32),
        }],
        notes: vec!["本表应于2026年10月8日公开，实际公开日期10月10日，迟2天，原因：银行对账单晚到。".to_owned()],
    };
    let opinion = |name: &str| Opinion {
        id: OpinionId::new(),
        digest: Digest::of(b"specimen"),
        verdict: Verdict::Agree,
        words: "逐笔看过，与票据一致".to_owned(),
        by: UserId::new(),
        name: name.to_owned(),
        at: Timestamp::parse("2026-10-07T01:00:00Z").unwrap(),
    };
    let opinions = ["理财甲", "理财乙", "理财丙"].map(opinion).to_vec();
    Printed { sheet, head: Some(head()), opinions, quorum: 3, layout: &layouts()[0] }
}

fn fund(code: &str, name: &str, [opening, received, paid, moved]: [&str; 4]) -> FundLine {
    let [opening, received, paid, moved] = [opening, received, paid, moved].map(yuan);
    let closing = opening + received - paid + moved;
    FundLine { code: code.to_owned(), name: name.to_owned(), opening, received, paid, moved, closing }
}

fn claims() -> Vec<ClaimLine> {
    let line = |claim, account: (&str, &str), party: &str, [opening, increase, decrease]: [&str; 3]| {
        let [opening, increase, decrease] = [opening, increase, decrease].map(yuan);
        let (account, account_name) = (account.0.to_owned(), account.1.to_owned());
        let closing = opening + increase - decrease;
        ClaimLine { claim, account, account_name, party: party.to_owned(), opening, increase, decrease, closing }
    };
    vec![
        line(Claim::Receivable, ("113", "内部往来"), "村民乙（鱼塘承包费余款）", ["0", "12000", "0"]),
        line(Claim::Payable, ("211", "应付款"), "县宏达路桥建设工程有限公司", ["0", "823045.26", "0"]),
    ]
}

fn assets() -> Vec<AssetLine> {
    let line = |account: &str, name: &str, [opening, increase, decrease]: [&str; 3]| {
        let [opening, increase, decrease] = [opening, increase, decrease].map(yuan);
        let (account, name, closing) = (account.to_owned(), name.to_owned(), opening + increase - decrease);
        AssetLine { account, name, opening, increase, decrease, closing }
    };
    vec![
        line("151", "固定资产/房屋及建筑物", ["1250000", "0", "3000"]),
        line("152", "累计折旧", ["-312500", "-15625", "0"]),
        line("153", "在建工程（村道硬化）", ["0", "1234567.89", "0"]),
    ]
}

fn others() -> Vec<OtherLine> {
    vec![OtherLine {
        account: "241".to_owned(),
        kind: "专项资金".to_owned(),
        what: "村道硬化".to_owned(),
        opening: Money::ZERO,
        received: yuan("180000"),
        spent: yuan("1234567.89"),
        left: yuan("-1054567.89"),
    }]
}
