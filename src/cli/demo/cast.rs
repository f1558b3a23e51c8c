use serde_json::{Value, json};

use crate::app::{App, Founding};
use crate::auth::{self, Grant, NewPerson, Password, Role, SealedPassword, Standing};
use crate::kernel::{BookId, Date, Money, Outcome, Period, Timestamp, UserId};
use crate::ledger::{self, DraftLine, Side};
use crate::village::{
    self, Book, BookKind, CounterpartyKind, HouseholdKind, NewAgreement, NewBankAccount, NewBook, Party, ProjectKind,
};

/// The township of the demo.
const TOWNSHIP: &str = "青溪镇";

/// The villages: code, name, and how rich they are in per cent.
const VILLAGES: [(&str, &str, i64); 7] = [
    ("LJC", "李家村", 100),
    ("WJW", "王家湾村", 60),
    ("LXC", "柳溪村", 140),
    ("SQC", "石桥村", 80),
    ("NLC", "南岭村", 50),
    ("QSC", "青山村", 120),
    ("HKC", "河口村", 90),
];

/// Everybody who works in the demo.
pub(super) struct Cast {
    /// The day the demo is looked at.
    pub(super) today: Timestamp,
    /// First month of the books.
    pub(super) first: Period,
    /// 总监督会计.
    pub(super) chief: Standing,
    /// 中心主任.
    pub(super) director: Standing,
    /// 资金会计.
    pub(super) cashier: Standing,
    /// One a village.
    pub(super) villages: Vec<VillageCast>,
    password: String,
}

/// The people of one village.
pub(super) struct VillageCast {
    /// 李家村.
    pub(super) name: String,
    /// Its book.
    pub(super) book: Book,
    /// Per cent of the script's amounts.
    pub(super) scale: i64,
    /// 报账员.
    pub(super) clerk: Standing,
    /// 民主理财小组, five.
    pub(super) group: Vec<Standing>,
    /// 村负责人.
    pub(super) head: Standing,
    /// 专管员.
    pub(super) accountant: Standing,
}

impl Cast {
    /// One login a role, for the terminal.
    pub(super) fn logins(&self) -> String {
        let mut lines = vec![format!("密码都是  {}", self.password), String::new()];
        for (login, role, what) in self.table() {
            lines.push(format!("  {login:<12}{role},{what}"));
        }
        lines.join("\n")
    }

    fn table(&self) -> Vec<(String, &'static str, String)> {
        let row = |login: &str, role: &'static str, what: &str| (login.to_owned(), role, what.to_owned());
        vec![
            row("ljc-clerk", "报账员", "李家村,用手机交单"),
            row("ljc-group1", "理财小组成员", "李家村,另有 group2 到 group5"),
            row("ljc-head", "村负责人", "李家村"),
            row("zhuanguan1", "专管员", "管李家村、王家湾村、柳溪村、石桥村"),
            row("zhuanguan2", "专管员", "管南岭村、青山村、河口村"),
            row("zijin", "资金会计", "银行对账、现金盘点"),
            row("zongkuai", "总监督会计", "复核、结账、科目表、报表"),
            row("zhuren", "中心主任", "签发公开表"),
            row("jiandu", "监督员", "什么都能看,什么都不能改"),
            row("admin", "系统管理员", "人员和日志"),
        ]
    }

    /// The same as JSON.
    pub(super) fn as_json(&self) -> Value {
        let people =
            self.table().into_iter().map(|(login, role, what)| json!({ "login": login, "role": role, "what": what }));
        json!({ "password": self.password, "people": people.collect::<Vec<_>>() })
    }
}

/// Founds the township and gathers everybody: people, books, agreements, parties, opening balances.
pub(super) async fn gather(app: &App) -> Outcome<Cast> {
    let password = Password::random();
    let today = app.now();
    let founding = Founding {
        township: TOWNSHIP.to_owned(),
        centre: String::new(),
        admin: (NewPerson::new("admin", "系统管理员")?, Password::new("admin", password.reveal())?),
        chief: (NewPerson::new("zongkuai", "总监督会计")?, Password::new("zongkuai", password.reveal())?),
        address: String::new(),
    };
    app.found(founding).await?;
    let sealed = app.hashing.seal(&password).await?;
    let hire = Hire { app, sealed, admin: named(app, "admin").await? };
    let director = hire.person("zhuren", "中心主任", Role::Director, None).await?;
    let cashier = hire.person("zijin", "资金会计", Role::Cashier, None).await?;
    hire.person("jiandu", "监督员", Role::Observer, None).await?;
    let chief = named(app, "zongkuai").await?;
    let (by, now) = (chief.chief()?, app.now());
    app.db.write(move |tx| Box::pin(async move { village::set_phone(tx, &by, "0000-1234567", now).await })).await?;
    let first = Period::of(today.date()).quarter().previous().previous().previous().first_period();
    let mut villages = Vec::new();
    for (i, (code, name, scale)) in VILLAGES.into_iter().enumerate() {
        let book = opened(app, &chief, (code, name), first).await?;
        let accountant = if i < 4 { ("zhuanguan1", "专管员一") } else { ("zhuanguan2", "专管员二") };
        let village = hire.village(name, &book, scale, accountant).await?;
        furnished(app, &village, first).await?;
        villages.push(village);
    }
    let password = password.reveal().to_owned();
    Ok(Cast { today, first, chief, director, cashier, villages, password })
}

struct Hire<'a> {
    app: &'a App,
    sealed: SealedPassword,
    admin: Standing,
}

impl Hire<'_> {
    /// A person with a role; somebody already there gets one role more.
    async fn person(&self, login: &str, name: &str, role: Role, book: Option<BookId>) -> Outcome<Standing> {
        let (admin, now) = (self.admin.administrator()?, self.app.now());
        let (new, sealed) = (NewPerson::new(login, name)?, self.sealed.clone());
        let there = auth::person_by_login(&mut self.app.db.read().await?, login).await?.map(|p| p.id);
        let id: UserId = self
            .app
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let id = match there {
                        Some(id) => id,
                        None => auth::create_person_with_own_password(tx, &admin, &new, &sealed, now).await?,
                    };
                    auth::grant(tx, &admin, id, Grant { role, book }, now).await?;
                    Ok(id)
                })
            })
            .await?;
        auth::standing_of(&mut self.app.db.read().await?, id, "", self.app.now()).await
    }

    async fn village(&self, name: &str, book: &Book, scale: i64, accountant: (&str, &str)) -> Outcome<VillageCast> {
        let (code, id) = (book.code.to_lowercase(), Some(book.id));
        let short = name.trim_end_matches('村');
        let clerk = self.person(&format!("{code}-clerk"), &format!("{short}报账员"), Role::Clerk, id).await?;
        let head = self.person(&format!("{code}-head"), &format!("{short}负责人"), Role::VillageHead, id).await?;
        let mut group = Vec::new();
        for (n, which) in ["甲", "乙", "丙", "丁", "戊"].into_iter().enumerate() {
            let login = format!("{code}-group{}", n + 1);
            group.push(self.person(&login, &format!("{short}理财{which}"), Role::GroupMember, id).await?);
        }
        let accountant = self.person(accountant.0, accountant.1, Role::Accountant, id).await?;
        Ok(VillageCast { name: name.to_owned(), book: book.clone(), scale, clerk, group, head, accountant })
    }
}

async fn named(app: &App, login: &str) -> Outcome<Standing> {
    let mut tx = app.db.read().await?;
    let person = auth::person_by_login(&mut tx, login).await?.ok_or(auth::AuthRefusal::NoSuchPerson)?;
    auth::standing_of(&mut tx, person.id, "", app.now()).await
}

async fn opened(app: &App, chief: &Standing, (code, name): (&str, &str), first: Period) -> Outcome<Book> {
    let (chief, now) = (chief.chief()?, app.now());
    let new = NewBook {
        code: code.to_owned(),
        name: format!("{name}股份经济合作社"),
        village: name.to_owned(),
        legal_name: format!("{TOWNSHIP}{name}股份经济合作社"),
        kind: BookKind::Collective,
        enabled_from: first,
    };
    let agreement = NewAgreement {
        number: format!("青委代〔{}〕{code}号", first.year()),
        village_party: format!("{TOWNSHIP}{name}股份经济合作社"),
        centre_party: format!("{TOWNSHIP}会计委托代理服务中心"),
        valid_from: first.first_day(),
        valid_to: Date::from_ymd_opt(first.year().number() + 3, 12, 31).unwrap_or(first.last_day()),
        resolution: format!("{name}成员代表会议{}年第1号决议", first.year()),
        scan_file: String::new(),
        resolution_file: String::new(),
    };
    let id = app
        .db
        .write(move |tx| {
            Box::pin(async move {
                let id = village::add_book(tx, &chief, new, now).await?;
                village::record_agreement(tx, &chief, id, agreement, now).await?;
                Ok(id)
            })
        })
        .await?;
    village::book(&mut app.db.read().await?, id).await
}

/// Parties, the bank account and the opening balances of one book.
async fn furnished(app: &App, cast: &VillageCast, first: Period) -> Outcome<()> {
    let by = cast.accountant.accountant(cast.book.id)?;
    let (now, scale, holder, code) = (app.now(), cast.scale, cast.book.legal_name.clone(), cast.book.code.clone());
    app.db
        .write(move |tx| {
            Box::pin(async move {
                for name in ["村民甲", "村民乙", "村民丙", "承包户丁"] {
                    village::add_household(tx, &by, Party::named(name, HouseholdKind::Member), now).await?;
                }
                for name in ["镇农资公司", "县水利工程队", "镇建筑队"] {
                    village::add_counterparty(tx, &by, Party::named(name, CounterpartyKind::Unit), now).await?;
                }
                let irrigation = Party {
                    note: "灌溉渠清淤衬砌".to_owned(),
                    ..Party::named("农田水利", ProjectKind::Special)
                };
                village::add_project(tx, &by, irrigation, now).await?;
                let account = NewBankAccount {
                    account_code: "10201".to_owned(),
                    bank: "县农村商业银行青溪支行".to_owned(),
                    holder,
                    number: format!(
                        "62220000000{:04}",
                        1000 + u32::from(code.bytes().fold(0u16, |s, b| s + u16::from(b)))
                    ),
                    opened_on: first.first_day(),
                };
                village::add_bank_account(tx, &by, account, now).await?;
                let lines = opening_lines(tx, &by, scale).await?;
                ledger::confirm_opening(tx, &by, &lines, now).await
            })
        })
        .await
}

async fn opening_lines(tx: &mut crate::db::WriteTx, by: &auth::Accountant, scale: i64) -> Outcome<Vec<DraftLine>> {
    let chart = ledger::chart(tx, by.book()).await?;
    let households = village::households(tx, by.book()).await?;
    let counterparties = village::counterparties(tx, by.book()).await?;
    let amount = |yuan: i64| Money::from_fen(yuan * scale);
    let mut lines = Vec::new();
    let mut put = |code: &str, side: Side, yuan: i64| {
        if let Some(account) = chart.by_code(code) {
            lines.push(DraftLine::plain("期初余额", account.id, side, amount(yuan)));
        }
    };
    put("101", Side::Debit, 1_860);
    put("10201", Side::Debit, 286_400);
    put("12101", Side::Debit, 5_200);
    put("14101", Side::Debit, 100_000);
    put("1510201", Side::Debit, 1_250_000);
    put("152", Side::Credit, 312_500);
    put("212", Side::Credit, 9_600);
    put("30101", Side::Credit, 300_000);
    put("31101", Side::Credit, 893_000);
    put("113", Side::Debit, 8_000);
    put("211", Side::Credit, 28_000);
    put("32202", Side::Credit, 108_360);
    for line in &mut lines {
        let code = line.account.and_then(|id| chart.by_id(id)).map(|a| a.code.as_str().to_owned());
        match code.as_deref() {
            Some("113") => line.household = households.first().map(|h| h.id),
            Some("211") => line.counterparty = counterparties.first().map(|c| c.id),
            _ => {}
        }
    }
    Ok(lines)
}
