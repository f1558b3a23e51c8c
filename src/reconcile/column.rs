use serde::{Deserialize, Serialize};

/// What a column of a statement means.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 交易日期; may carry the time too.
    Date,
    /// 交易时间; carries the date too when there is no 交易日期.
    Time,
    /// 记账日期; used when the bank gives no other day.
    BookedDate,
    /// 收入, or 贷方: the bank's credit is money in.
    In,
    /// 支出, or 借方: the bank's debit is money out.
    Out,
    /// One amount, signed or with a direction beside it.
    Amount,
    /// 借贷标志.
    Direction,
    /// 余额.
    Balance,
    /// 对方户名.
    Counterparty,
    /// 摘要.
    Summary,
    /// 用途, 附言, 备注.
    Purpose,
    /// 流水号, 凭证号.
    Reference,
    /// The account itself, in every row.
    OwnAccount,
    /// Its holder, in every row.
    OwnName,
    /// 币种.
    Currency,
    /// 付款人账号, where direction is told by who pays.
    PayerAccount,
    /// 付款人名称.
    PayerName,
    /// 收款人账号.
    PayeeAccount,
    /// 收款人名称.
    PayeeName,
}

impl Role {
    /// The column in words.
    pub const fn in_chinese(self) -> &'static str {
        match self {
            Role::Date => "交易日期",
            Role::Time => "交易时间",
            Role::BookedDate => "记账日期",
            Role::In => "收入",
            Role::Out => "支出",
            Role::Amount => "金额",
            Role::Direction => "借贷标志",
            Role::Balance => "余额",
            Role::Counterparty => "对方户名",
            Role::Summary => "摘要",
            Role::Purpose => "用途",
            Role::Reference => "流水号",
            Role::OwnAccount => "本方账号",
            Role::OwnName => "本方户名",
            Role::Currency => "币种",
            Role::PayerAccount => "付款人账号",
            Role::PayerName => "付款人名称",
            Role::PayeeAccount => "收款人账号",
            Role::PayeeName => "收款人名称",
        }
    }

    /// True for what stands in a row once; texts may stand in several columns, the first filled one counts.
    pub const fn stands_once(self) -> bool {
        !matches!(self, Role::Counterparty | Role::Summary | Role::Purpose | Role::Reference)
    }

    /// By its word.
    pub fn named(word: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.in_chinese() == word)
    }

    /// What banks call the column, the word to prefer first. Source: header names met in public parsers.
    pub(super) fn synonyms(self) -> impl Iterator<Item = &'static str> {
        let words = match self {
            Role::Date => "交易日期 日期 交易日 发生日期 交易日期时间 交易日期和时间",
            Role::Time => "交易时间 入账时间 提交时间 记账时间 时间",
            Role::BookedDate => "记账日期 入账日期 记账日 入账日 会计日期",
            Role::In => {
                "记账金额(收入) 收入金额 收入 贷方发生额 贷方金额 贷方发生额(收入) 转入金额 存入金额 \
                 收方金额 贷方 贷方发生金额 收款金额 存入 转入 贷(收入) 收入(贷) 收入(贷方) \
                 贷方(收入) 贷方金额(收入) 收入发生额 交易金额(收入)"
            }
            Role::Out => {
                "记账金额(支出) 支出金额 支出 借方发生额 借方金额 借方发生额(支取) 借方发生额(支出) \
                 转出金额 取出金额 付方金额 借方 借方发生金额 付款金额 支取金额 支取 取出 转出 \
                 借(支出) 支出(借) 支出(借方) 借方(支出) 借方(支取) 借方金额(支出) 支出发生额 \
                 交易金额(支出)"
            }
            Role::Amount => "交易金额 发生额 金额 收入/支出金额 收支金额 交易发生额 发生金额 交易额",
            Role::Direction => {
                "借贷标志 借/贷 借贷方向 收支标志 借贷 借贷标记 收/支 收支 收支类型 收付标志 收支方向 \
                 借贷类型"
            }
            Role::Balance => {
                "余额 账户余额 本次余额 联机余额 交易后余额 账面余额 当前余额 交易余额 活期余额 \
                 可用余额"
            }
            Role::Counterparty => {
                "对方户名 对方名称 对方单位 对方单位名称 对方账户名 对方账户名称 对方账号名称 \
                 对手信息 交易对手名称 交易对手 对手户名 对手名称 交易对方 对方姓名 对方账号与户名 \
                 交易对手信息 收(付)方名称 收/付方名称 收付方名称 对方"
            }
            Role::Summary => "摘要 交易摘要 交易名称 摘要说明 业务摘要 交易类型 业务类型",
            Role::Purpose => {
                "用途 交易用途 资金用途 附言 交易附言 备注 客户附言 客户摘要 交易地点/附言 \
                 回单个性化信息 个性化信息 交易备注 交易详情 交易场所 交易地点"
            }
            Role::Reference => {
                "交易流水号 账户明细编号-交易流水号 流水号 核心流水号 银行流水号 交易流水 流水编号 \
                 明细编号 日志号 交易序号 凭证号 凭证号码 顺序号"
            }
            Role::OwnAccount => "本方账号 账号 交易账号 我方账号 账户账号 查询账号 借记卡号 卡号 账户",
            Role::OwnName => "本方户名 账户名称 户名 本方账户名称 账户名 我方户名",
            Role::Currency => "记账币种 币种 币别 货币 交易币种",
            Role::PayerAccount => "付款人账号 付款账号 付款方账号",
            Role::PayerName => "付款人名称 付款人户名 付款方名称 付款方户名",
            Role::PayeeAccount => "收款人账号 收款账号 收款方账号",
            Role::PayeeName => "收款人名称 收款人户名 收款方名称 收款方户名",
        };
        words.split(' ')
    }

    /// Every role.
    pub const ALL: [Role; 19] = [
        Role::Date,
        Role::Time,
        Role::BookedDate,
        Role::In,
        Role::Out,
        Role::Amount,
        Role::Direction,
        Role::Balance,
        Role::Counterparty,
        Role::Summary,
        Role::Purpose,
        Role::Reference,
        Role::OwnAccount,
        Role::OwnName,
        Role::Currency,
        Role::PayerAccount,
        Role::PayerName,
        Role::PayeeAccount,
        Role::PayeeName,
    ];
}
