use crate::evidence::DocumentKind;
use crate::workflow::{Card, PaidBy};

/// One economic event of the demo's year.
#[derive(Clone, Copy)]
pub(super) struct Event {
    /// Day of the month.
    pub(super) day: u32,
    /// Which card.
    pub(super) card: Card,
    /// Business item.
    pub(super) item: &'static str,
    /// From or to whom.
    pub(super) party: &'static str,
    /// Why.
    pub(super) reason: &'static str,
    /// Yuan, before the village's scale.
    pub(super) yuan: i64,
    /// How the money goes.
    pub(super) paid_by: PaidBy,
    /// The paper behind it.
    pub(super) paper: DocumentKind,
    /// Project by name; empty for none.
    pub(super) project: &'static str,
    /// Household by name; empty for none.
    pub(super) household: &'static str,
    /// Why all the same, where a rule warns; empty for none.
    pub(super) why: &'static str,
    /// Calendar months in which it happens; empty for every month.
    pub(super) months: &'static [u32],
}

const fn paid(day: u32, item: &'static str, party: &'static str, reason: &'static str, yuan: i64) -> Event {
    Event {
        day,
        card: Card::Expense,
        item,
        party,
        reason,
        yuan,
        paid_by: PaidBy::Bank,
        paper: DocumentKind::Invoice,
        project: "",
        household: "",
        why: "",
        months: &[],
    }
}

const fn received(day: u32, item: &'static str, party: &'static str, reason: &'static str, yuan: i64) -> Event {
    Event { card: Card::Income, paper: DocumentKind::BankSlip, ..paid(day, item, party, reason, yuan) }
}

/// The year of every village; amounts vary with the village and the month.
pub(super) const YEAR: &[Event] = &[
    Event {
        months: &[1, 4, 7, 10], ..received(8, "yunzhuan-buzhu", "镇财政所", "村级组织运转经费", 36_000)
    },
    Event { months: &[2, 8], ..received(12, "fabao", "承包户丁", "机动地承包费", 12_000) },
    Event { months: &[3, 6, 9, 12], ..received(15, "zujin", "镇农资公司", "村集体厂房租金", 9_600) },
    Event {
        months: &[3, 6, 9, 12], ..received(21, "cunkuan-lixi", "县农村商业银行青溪支行", "季度结息", 168)
    },
    Event { months: &[5, 11], ..received(18, "fuwu-shouru", "镇农资公司", "农机服务费", 4_300) },
    Event { months: &[9, 10], ..received(16, "xiaoshou", "水果批发部", "集体果园卖桃", 18_600) },
    Event {
        months: &[4], project: "农田水利", ..received(20, "zhuanxiang", "县水利局", "农田水利专项资金", 120_000)
    },
    paid(6, "dianfei", "县供电公司", "村部办公用电", 326),
    paid(9, "ludeng", "县供电公司", "路灯用电", 214),
    Event { paper: DocumentKind::PayList, ..paid(25, "baojie-gongzi", "保洁员(2人)", "村道保洁", 1_800) },
    Event { paper: DocumentKind::PayList, ..paid(25, "ganbu-baochou", "村干部(4人)", "月度报酬", 6_400) },
    Event { paid_by: PaidBy::Cash, ..paid(14, "bangong", "镇文具店", "打印纸和墨盒", 186) },
    Event {
        months: &[1, 4, 7, 10],
        card: Card::Transfer,
        paid_by: PaidBy::ToCash,
        paper: DocumentKind::BankSlip,
        ..paid(3, "tixian", "", "取现备零用", 600)
    },
    Event {
        months: &[8],
        paid_by: PaidBy::Cash,
        paper: DocumentKind::PayList,
        why: "临时工没有银行卡，只收现金",
        ..paid(27, "baojie-gongzi", "临时工(3人)", "汛后清淤", 1_260)
    },
    Event { months: &[1], ..paid(10, "baokan", "邮政支局", "全年报刊", 980) },
    Event {
        months: &[2, 9], paper: DocumentKind::PayList, ..paid(17, "weiwen", "困难户(6户)", "节日慰问", 3_000)
    },
    Event { months: &[3, 8], ..paid(19, "gongyi-weixiu", "镇建筑队", "文化广场地砖维修", 3_260) },
    Event { months: &[5, 10], ..paid(22, "huanjing", "镇建筑队", "河道清理", 5_400) },
    Event {
        months: &[6, 7],
        project: "农田水利",
        ..paid(23, "zhuanxiang-gongcheng", "县水利工程队", "灌溉渠进度款", 42_000)
    },
    Event {
        months: &[7], paper: DocumentKind::PayList, ..paid(13, "kunnan", "困难户(3户)", "大病救助", 2_400)
    },
    Event {
        months: &[1], household: "村民甲", ..received(26, "shouhui-qiankuan", "村民甲", "上年承包费", 3_000)
    },
    Event { months: &[11], ..paid(11, "gongyi-weixiu", "镇建筑队", "路灯更换 12 盏", 4_680) },
];
