use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::auth::Role;
use crate::config::Config;
use crate::kernel::{FiscalYear, Period};

use super::answer::Output;
use super::bank::Reconcile;
use super::disclose::Disclose;
use super::evidence::Evidence;
use super::prove::Check;
use super::verify_sheet::VerifySheet;

/// 明账 — 村级会计委托代理:报账、记账、对账、公开,一笔一笔看得见。
#[derive(Parser)]
#[command(name = "mingzhang", version, about, max_term_width = 100)]
pub(super) struct Cli {
    #[command(flatten)]
    pub(super) settings: Settings,
    #[command(flatten)]
    pub(super) output: Output,
    /// 配置文件(TOML),默认读当前目录的 mingzhang.toml
    #[arg(long, global = true, value_name = "FILE", env = "MINGZHANG_CONFIG")]
    pub(super) config: Option<PathBuf>,
    #[command(subcommand)]
    pub(super) command: Command,
}

/// Settings that may also stand in the environment (`MINGZHANG_…`) or the TOML file.
#[derive(Args)]
pub(super) struct Settings {
    /// 数据目录,放数据库和原始凭证
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,
    /// PostgreSQL 连接地址;不写则用数据目录里的 SQLite
    #[arg(long, global = true, value_name = "URL")]
    database_url: Option<String>,
    /// 监听地址
    #[arg(long, global = true, value_name = "ADDR")]
    listen: Option<String>,
    /// 二维码指向的公开网址
    #[arg(long, global = true, value_name = "URL")]
    public_url: Option<String>,
    /// 日志过滤,例如 info、warn
    #[arg(long, global = true, value_name = "FILTER")]
    log: Option<String>,
}

impl Settings {
    /// The data directory, when the command line names one.
    pub(super) fn data_named(&self) -> Option<PathBuf> {
        self.data.clone()
    }

    /// Flags win over what was read before.
    pub(super) fn over(&self, config: &mut Config) {
        if let Some(data) = &self.data {
            config.data.clone_from(data);
        }
        if self.database_url.is_some() {
            config.database_url.clone_from(&self.database_url);
        }
        if let Some(listen) = &self.listen {
            config.listen.clone_from(listen);
        }
        if let Some(public_url) = &self.public_url {
            config.public_url.clone_from(public_url);
        }
        if let Some(log) = &self.log {
            config.log.clone_from(log);
        }
    }
}

/// What to do.
#[derive(Subcommand)]
pub(super) enum Command {
    /// 开始服务
    Serve,
    /// 建一个示范乡镇并开始服务
    Demo(Demo),
    /// 把备份恢复到一个空的数据目录,并逐项稽核
    Restore(Restore),
    /// 读原始凭证
    #[command(subcommand)]
    Evidence(Evidence),
    /// 验证公开表:审计包里的每一张,或公开页下载的一笔的证明;不用数据库
    VerifySheet(VerifySheet),
    #[command(flatten)]
    Work(Work),
}

/// What opens the books, does one thing and closes them.
#[derive(Subcommand)]
pub(super) enum Work {
    /// 建立乡镇,生成系统管理员和总监督会计的登录
    Init(Init),
    /// 导入账套、期初余额、凭证
    #[command(subcommand)]
    Import(Import),
    /// 导出审计包:一本账一年的全部数据、单据、账表和国标接口
    Export(Export),
    /// 出账簿和报表
    Report(Report),
    /// 结一个月的账，或者一直结到年底
    Close(Close),
    /// 稽核:逐项重算,有一项不对就列出来
    Check(Check),
    /// 公开表的纸面
    Disclose(Disclose),
    /// 银行对账
    #[command(subcommand)]
    Reconcile(Reconcile),
    /// 管理登录
    #[command(subcommand)]
    User(User),
    /// 备份整个数据目录到一个新目录
    Backup(Backup),
}

/// `mingzhang init`.
#[derive(Args)]
pub(super) struct Init {
    /// 乡镇名称
    #[arg(long)]
    pub(super) township: String,
    /// 中心名称
    #[arg(long, default_value = "")]
    pub(super) centre: String,
    /// 系统管理员的用户名
    #[arg(long, default_value = "admin")]
    pub(super) admin: String,
    /// 总监督会计的用户名
    #[arg(long, default_value = "chief")]
    pub(super) chief: String,
}

/// `mingzhang import …`.
#[derive(Subcommand)]
pub(super) enum Import {
    /// 账套:JSON 数组 [{"code","name","village","kind","enabled_from"}]
    Book {
        /// 文件
        file: PathBuf,
    },
    /// 期初余额:CSV 或 XLSX,表头 account,detail,side,amount,或 科目编码、明细、期初借方、期初贷方
    Opening(IntoBook),
    /// 凭证:CSV 或 XLSX,表头 voucher,date,summary,account,detail,debit,credit[,kind],或 凭证号、日期、摘要、科目编码、明细、借方、贷方;也收用友 U8 的凭证文本
    Vouchers(Vouchers),
    /// 新旧衔接:2004年科目年末余额,表头 科目编码、科目名称、明细、期末借方、期末贷方,可加 新科目编码、新明细、事由
    Conversion(IntoBook),
    /// 审计包:恢复到一个空的数据目录,并逐项稽核
    Package {
        /// 审计包的目录或 ZIP 文件
        from: PathBuf,
    },
}

/// `mingzhang export`.
#[derive(Args)]
pub(super) struct Export {
    /// 账套编号,ALL 为全部账套,每本各一个目录或文件
    #[arg(long)]
    pub(super) book: String,
    /// 年度,例如 2024
    #[arg(long, value_parser = year)]
    pub(super) year: FiscalYear,
    /// 写到这个目录;以 .zip 结尾则写成一个文件
    #[arg(long, value_name = "DIR", required_unless_present = "gbt")]
    pub(super) out: Option<PathBuf>,
    /// 只要国标接口的 XML,写到这个目录
    #[arg(long, value_name = "DIR", conflicts_with = "out")]
    pub(super) gbt: Option<PathBuf>,
}

/// A file into one book, or into several by its `book` column.
#[derive(Args)]
pub(super) struct IntoBook {
    /// 账套编号;文件里有 book 列时可不写
    #[arg(long)]
    pub(super) book: Option<String>,
    /// 缺的明细科目、农户、往来单位、项目自动增设
    #[arg(long)]
    pub(super) create_details: bool,
    /// 文件
    pub(super) file: PathBuf,
}

/// `mingzhang import vouchers`.
#[derive(Args)]
pub(super) struct Vouchers {
    #[command(flatten)]
    pub(super) into: IntoBook,
    /// 复核人的用户名,默认总监督会计
    #[arg(long)]
    pub(super) reviewer: Option<String>,
    /// 原软件科目的对应表:CSV,表头 old,account,detail;记住以后不用再给
    #[arg(long)]
    pub(super) map: Option<PathBuf>,
}

/// Which report.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ReportKind {
    /// 科目余额表
    TrialBalance,
    /// 资产负债表
    BalanceSheet,
    /// 收益及收益分配表
    SurplusStatement,
    /// 收支明细表
    ReceiptsPayments,
    /// 明细账
    AccountLedger,
    /// 序时账
    Journal,
    /// 总账:每个一级科目(或 --account 一个科目)的本月合计和本年累计
    GeneralLedger,
    /// 明细账:全部末级科目
    DetailLedgers,
    /// 现金日记账
    CashJournal,
    /// 银行存款日记账
    BankJournal,
    /// 多栏账:--account 的明细科目或 --by 的农户、单位、项目分栏
    MultiColumn,
    /// 凭证汇总表(科目汇总表):各科目发生额、凭证张数、起讫号
    VoucherSummary,
    /// 各村比较:--account 一个科目在各账套的期初、发生、期末
    AccountComparison,
    /// 往来余额表:按 --by 的农户、单位或项目列出各科目借贷余额
    PartyBalances,
    /// 预算执行情况表:--year 一年,或 --from --to
    Budget,
}

/// `mingzhang report`.
#[derive(Args)]
pub(super) struct Report {
    /// 哪张表
    #[arg(value_enum)]
    pub(super) kind: ReportKind,
    /// 账套编号,ALL 为全镇汇总
    #[arg(long)]
    pub(super) book: String,
    /// 起始月份,例如 2024-01
    #[arg(long, value_parser = period, required_unless_present = "year")]
    pub(super) from: Option<Period>,
    /// 截止月份,例如 2024-12
    #[arg(long, value_parser = period, required_unless_present = "year")]
    pub(super) to: Option<Period>,
    /// 一整年,代替 --from 和 --to,例如 2024
    #[arg(long, value_parser = clap::value_parser!(i32).range(1949..=9999), conflicts_with_all = ["from", "to"])]
    pub(super) year: Option<i32>,
    /// 科目编码或名称:明细账必写,总账、日记账不写则为全部
    #[arg(long)]
    pub(super) account: Option<String>,
    /// 分栏或分列的依据:detail、household、counterparty、project
    #[arg(long)]
    pub(super) by: Option<String>,
    /// 科目余额表、凭证汇总表到几级,1 至 4
    #[arg(long, value_parser = clap::value_parser!(u8).range(1..=4))]
    pub(super) level: Option<u8>,
    /// 科目余额表另列本年累计发生额
    #[arg(long)]
    pub(super) year_to_date: bool,
    /// 总账、日记账的纸面前加账簿启用表和账户目录
    #[arg(long)]
    pub(super) bound: bool,
    /// 各村比较另列每月净额
    #[arg(long)]
    pub(super) months: bool,
    /// 往来余额表改列账龄
    #[arg(long)]
    pub(super) ages: bool,
    /// 写入文件;不写则输出到标准输出
    #[arg(long, value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
}

/// `mingzhang close`.
#[derive(Args)]
pub(super) struct Close {
    /// 账套编号
    #[arg(long)]
    pub(super) book: String,
    /// 月份,例如 2024-01
    #[arg(long, value_parser = period, required_unless_present = "year", conflicts_with = "year")]
    pub(super) period: Option<Period>,
    /// 年度,例如 2024:逐月结账,年终结转记账,结完12月
    #[arg(long, value_parser = year)]
    pub(super) year: Option<FiscalYear>,
    /// 结账人的用户名,也是结转凭证的复核人,默认总监督会计
    #[arg(long)]
    pub(super) by: Option<String>,
    /// 结完12月后封存这一年
    #[arg(long, requires = "year")]
    pub(super) seal: bool,
}

/// `mingzhang user …`.
#[derive(Subcommand)]
pub(super) enum User {
    /// 列出登录和角色
    List,
    /// 增加一个人,密码只显示一次
    Add {
        /// 用户名
        #[arg(long)]
        login: String,
        /// 姓名
        #[arg(long)]
        name: String,
        /// 角色,例如 accountant 或 专管员
        #[arg(long, value_parser = role)]
        role: Role,
        /// 账套编号,村里的角色和专管员要写
        #[arg(long)]
        book: Option<String>,
    },
    /// 换一个新密码,只显示一次
    ResetPassword {
        /// 用户名
        #[arg(long)]
        login: String,
    },
}

/// `mingzhang backup`.
#[derive(Args)]
pub(super) struct Backup {
    /// 新目录,不能已存在
    pub(super) to: PathBuf,
}

pub(super) fn period(text: &str) -> Result<Period, String> {
    text.parse()
}

fn role(text: &str) -> Result<Role, String> {
    text.parse()
}

/// `mingzhang restore`.
#[derive(Args)]
pub(super) struct Restore {
    /// 备份目录
    pub(super) from: PathBuf,
}

/// `mingzhang demo`.
#[derive(Args)]
pub(super) struct Demo {
    /// 只建数据,不开服务
    #[arg(long)]
    pub(super) seed_only: bool,
}

fn year(text: &str) -> Result<FiscalYear, String> {
    let wrong = || format!("「{text}」不是年度,请写成 2024");
    let number: i32 = text.parse().map_err(|_| wrong())?;
    Period::new(number, 1).map(Period::year).ok_or_else(wrong)
}
