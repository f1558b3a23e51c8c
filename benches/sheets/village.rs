//! A village's quarter made up from a number: plausible lengths, some seven hundred different characters.

use mingzhang::disclosure::{
    AssetLine, Block, Claim, ClaimLine, ClassTotal, DisclosureSheet, FundLine, Funds, Hand, Heading, MonthRoot,
    Printed, PublicationHead, SheetLine, SheetSpan, SheetState, Surplus, layouts,
};
use mingzhang::kernel::{BookId, Digest, Money, Period, PublicationId, Timestamp, UserId};

const REASONS: [&str; 16] = [
    "路灯维修材料及人工",
    "村道两侧绿化苗木和养护",
    "水渠清淤挖掘机台班",
    "办公用纸、墨盒和账本",
    "防汛值守盒饭",
    "卫生保洁员劳务费",
    "文化广场音响线路改造",
    "自来水管网抢修配件",
    "困难老人节日慰问米面油",
    "机耕路铺垫砂石运费",
    "村卫生室屋顶防水",
    "合作医疗宣传横幅",
    "果园病虫害统防统治药剂",
    "泵站变压器电费",
    "学生接送站遮雨棚",
    "集体厂房消防器材年检",
];
const NAMES: &str = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹";
const PLACES: &str =
    "东坡西岭南塘北湾上庄下寨大桥小溪石门柳林枫树杏花梅岗竹园松坪杨店槐荫桂苑莲池荷塘兰亭菊圃樟坑榆社枣屯桑墟麻柘棠梓";

fn pick(pool: &str, n: usize) -> char {
    let count = pool.chars().count();
    pool.chars().nth(n % count).expect("a character")
}

fn line(village: usize, n: usize, received: bool) -> SheetLine {
    let seed = village * 31 + n * 7;
    let (item, item_name) = match (received, n % 4) {
        (true, _) => (8, "产品销售、租赁、服务等集体经营收入"),
        (false, 0) => (22, "办公费、差旅费、会议费、卫生费、治安费等管理费支出"),
        (false, 1) => (20, "村组(社)干部报酬"),
        (false, 2) => (24, "固定资产购建支出"),
        (false, _) => (23, "集体公益福利支出"),
    };
    let place: String = [pick(PLACES, seed), pick(PLACES, seed + 3)].iter().collect();
    let date = format!("2026-{:02}-{:02}", 7 + n % 3, 1 + n % 28).parse().expect("a date");
    SheetLine {
        date,
        month: Period::of(date),
        number: format!("记-{:04}", n + 1),
        what: format!("{place}{}（{}组）", REASONS[seed % REASONS.len()], 1 + n % 9),
        party: format!("{}*{}", pick(NAMES, seed), pick(NAMES, seed + 11)),
        account: "公益支出/其他公益支出".to_owned(),
        item,
        item_name: item_name.to_owned(),
        amount: Money::from_fen(i64::try_from(2400 + seed * 1317 % 9_000_000).expect("an amount")),
    }
}

fn block(lines: Vec<SheetLine>) -> Block {
    let mut classes: Vec<ClassTotal> = Vec::new();
    for line in &lines {
        match classes.iter_mut().find(|c| c.item == line.item) {
            Some(class) => {
                class.count += 1;
                class.total += line.amount;
            }
            None => classes.push(ClassTotal {
                item: line.item,
                name: line.item_name.clone(),
                plain: line.item_name.chars().take(4).collect(),
                count: 1,
                total: line.amount,
                expanded: Vec::new(),
            }),
        }
    }
    Block { total: lines.iter().map(|l| l.amount).sum(), lines, classes }
}

fn head(village: usize) -> PublicationHead {
    let at = Timestamp::parse("2026-10-07T01:00:00Z").expect("an instant");
    let hand = || Some(Hand { by: UserId::new(), name: "专管员".to_owned(), at });
    let digest = Digest::of(&village.to_be_bytes());
    PublicationHead {
        id: PublicationId::new(),
        book: BookId::new(),
        span: quarter(),
        version: 1,
        number: "2026-Q3-01".to_owned(),
        state: SheetState::Published,
        digest,
        code: digest.short_code(),
        token: digest.hex()[..32].to_owned(),
        composed_at: at,
        checked: hand(),
        signed: hand(),
        published: hand(),
        posted: None,
        row_version: 5,
    }
}

fn quarter() -> SheetSpan {
    "2026Q3".parse().expect("a quarter")
}

/// A published quarter with so many receipts and payments together.
pub fn printed(village: usize, lines: usize) -> Printed {
    let received = lines / 7;
    let income = block((0..received).map(|n| line(village, n, true)).collect());
    let expense = block((received..lines).map(|n| line(village, n, false)).collect());
    let opening = Money::from_yuan(3_000_000);
    let closing = opening + income.total - expense.total;
    let bank = FundLine {
        code: "10201".to_owned(),
        name: "银行存款 县农村商业银行青溪支行（尾号1217）".to_owned(),
        opening,
        received: income.total,
        paid: expense.total,
        moved: Money::ZERO,
        closing,
    };
    let place: String = [pick(PLACES, village), pick(PLACES, village + 17)].iter().collect();
    let day = |text: &str| text.parse().expect("a date");
    let sheet = DisclosureSheet {
        form: "disclosure/1".to_owned(),
        heading: Heading {
            township: "青溪镇".to_owned(),
            centre: "青溪镇会计委托代理服务中心".to_owned(),
            phone: "0000-12345678".to_owned(),
            village: format!("{place}村"),
            book_code: format!("V{village:03}"),
            book: format!("青溪镇{place}村股份经济合作社"),
            span: quarter(),
            due: None,
            from: day("2026-07-01"),
            to: day("2026-09-30"),
            number: "2026-Q3-01".to_owned(),
            version: 1,
        },
        funds: Funds { opening, received: income.total, paid: expense.total, closing, accounts: vec![bank] },
        income,
        expense,
        claims: claims(village),
        assets: assets(),
        others: Vec::new(),
        surplus: Surplus::default(),
        previous: None,
        catalogue: Vec::new(),
        questions: Vec::new(),
        corrections: Vec::new(),
        months: vec![MonthRoot {
            period: Period::of(day("2026-09-01")),
            vouchers: 60,
            documents: 88,
            root: "ab".repeat(32),
        }],
        notes: Vec::new(),
    };
    Printed { sheet, head: Some(head(village)), opinions: Vec::new(), quorum: 3, layout: &layouts()[0] }
}

fn claims(village: usize) -> Vec<ClaimLine> {
    let line = |n: usize| ClaimLine {
        claim: if n.is_multiple_of(2) { Claim::Receivable } else { Claim::Payable },
        account: "113".to_owned(),
        account_name: "内部往来".to_owned(),
        party: format!("{}*{}（承包款）", pick(NAMES, village + n * 5), pick(NAMES, n)),
        opening: Money::from_yuan(5000),
        increase: Money::from_yuan(1200),
        decrease: Money::ZERO,
        closing: Money::from_yuan(6200),
    };
    (0..12).map(line).collect()
}

fn assets() -> Vec<AssetLine> {
    let line = |name: &str, yuan: i64| AssetLine {
        account: "151".to_owned(),
        name: name.to_owned(),
        opening: Money::from_yuan(yuan),
        increase: Money::ZERO,
        decrease: Money::ZERO,
        closing: Money::from_yuan(yuan),
    };
    vec![line("固定资产/房屋及建筑物", 1_250_000), line("累计折旧", -312_500), line("在建工程（农田水利）", 84_000)]
}
