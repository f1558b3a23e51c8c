use super::{Holds, Width};

/// What a section is made of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Source {
    /// 货币资金, by account.
    Funds,
    /// 货币资金, bank and cash beside each other in one row.
    MoneyCount,
    /// 收入, line by line.
    Income,
    /// 支出, line by line.
    Expense,
    /// 收入 by item.
    IncomeItems,
    /// 支出 by item.
    ExpenseItems,
    /// 债权债务.
    Claims,
    /// 资产.
    Assets,
    /// 一事一议, 专项资金, 土地补偿.
    Others,
    /// 收益.
    Surplus,
    /// 说明.
    Notes,
    /// 公开前审核意见.
    Opinions,
    /// 更正: what was wrong on the version before.
    Corrections,
    /// 超期未答复的质询.
    Questions,
    /// The 44 items, each with what the sheet holds for it.
    Catalogue,
}

/// Something a row of a source can say.
pub(super) struct Field {
    pub(super) says: &'static str,
    pub(super) title: &'static str,
    pub(super) holds: Holds,
    pub(super) width: Width,
}

/// Wide enough for 9,999,999.99.
const AMOUNT: Width = Width::Tenths(74);

const fn words(says: &'static str, title: &'static str, width: Width) -> Field {
    Field { says, title, holds: Holds::Words, width }
}

const fn marks(says: &'static str, title: &'static str, tenths: u32) -> Field {
    Field { says, title, holds: Holds::Marks, width: Width::Tenths(tenths) }
}

const fn amount(says: &'static str, title: &'static str) -> Field {
    Field { says, title, holds: Holds::Amounts, width: AMOUNT }
}

/// A column left white for the pen, in any section.
pub(super) const PEN: Field = words("pen", "", Width::Tenths(60));

const NUMBER: Field = marks("number", "序号", 27);

const LINES: &[Field] = &[
    NUMBER,
    marks("date", "日期", 61),
    marks("voucher", "凭证号", 46),
    words("what", "事由", Width::Parts(10)),
    words("party", "单位或个人", Width::Tenths(105)),
    words("account", "科目", Width::Tenths(90)),
    words("item", "项目", Width::Tenths(90)),
    words("fund", "资金来源", Width::Tenths(64)),
    words("opinion", "审核意见", Width::Tenths(58)),
    amount("amount", "金额"),
    words("in_words", "金额大写", Width::Tenths(110)),
];

const FUNDS: &[Field] = &[
    words("name", "账户", Width::Parts(10)),
    amount("opening", "上期结余"),
    amount("received", "本期收入"),
    amount("paid", "本期支出"),
    amount("moved", "内部划转"),
    amount("closing", "本期结余"),
];

const MONEY_COUNT: &[Field] = &[amount("bank", "账面数额"), amount("cash", "账面数额")];

const CLAIMS: &[Field] = &[
    marks("claim", "类别", 32),
    words("party", "单位或个人", Width::Parts(13)),
    amount("opening", "期初"),
    amount("increase", "增加"),
    amount("decrease", "减少"),
    amount("closing", "期末"),
    words("note", "备注", Width::Parts(10)),
];

const ASSETS: &[Field] = &[
    words("name", "名称", Width::Parts(10)),
    amount("opening", "期初"),
    amount("increase", "增加"),
    amount("decrease", "减少"),
    amount("closing", "期末"),
];

const OTHERS: &[Field] = &[
    words("kind", "类别", Width::Tenths(60)),
    words("what", "事项", Width::Parts(10)),
    amount("opening", "上期结余"),
    amount("received", "收入"),
    amount("spent", "支出"),
    amount("left", "结余"),
];

const SURPLUS: &[Field] = &[words("name", "项目", Width::Parts(10)), amount("amount", "金额")];

const NOTES: &[Field] = &[NUMBER, words("what", "说明事项", Width::Parts(10))];

const OPINIONS: &[Field] =
    &[words("body", "单位", Width::Parts(10)), words("said", "意见", Width::Parts(18)), marks("on", "日期", 61)];

const CORRECTIONS: &[Field] = &[
    words("sheet", "原表", Width::Tenths(72)),
    words("line", "位置", Width::Tenths(82)),
    words("what", "事项", Width::Parts(10)),
    words("old", "原来", Width::Tenths(76)),
    words("new", "更正为", Width::Tenths(76)),
    words("reason", "原因", Width::Parts(10)),
];

const QUESTIONS: &[Field] = &[
    NUMBER,
    marks("asked", "提出日期", 61),
    marks("due", "应答复日期", 61),
    words("about", "关于", Width::Parts(8)),
    words("what", "质询内容", Width::Parts(14)),
];

const CATALOGUE: &[Field] = &[
    marks("item", "项", 27),
    words("category", "类别", Width::Tenths(62)),
    words("name", "公开事项", Width::Parts(11)),
    words("says", "本期内容", Width::Parts(10)),
];

const ITEMS: &[Field] =
    &[NUMBER, words("name", "项目", Width::Parts(10)), marks("count", "笔数", 40), amount("amount", "金额")];

impl Source {
    /// The word a file uses for each.
    pub(super) const WORDS: [(&'static str, Source); 15] = [
        ("funds", Source::Funds),
        ("money_count", Source::MoneyCount),
        ("income", Source::Income),
        ("expense", Source::Expense),
        ("income_items", Source::IncomeItems),
        ("expense_items", Source::ExpenseItems),
        ("claims", Source::Claims),
        ("assets", Source::Assets),
        ("others", Source::Others),
        ("surplus", Source::Surplus),
        ("notes", Source::Notes),
        ("opinions", Source::Opinions),
        ("corrections", Source::Corrections),
        ("questions", Source::Questions),
        ("catalogue", Source::Catalogue),
    ];

    pub(super) fn named(word: &str) -> Option<Source> {
        Source::WORDS.iter().find(|(own, _)| *own == word).map(|(_, source)| *source)
    }

    /// What its rows can say, with the head and width a column has unless the file says otherwise.
    pub(super) const fn fields(self) -> &'static [Field] {
        match self {
            Source::Funds => FUNDS,
            Source::MoneyCount => MONEY_COUNT,
            Source::Income | Source::Expense => LINES,
            Source::IncomeItems | Source::ExpenseItems => ITEMS,
            Source::Claims => CLAIMS,
            Source::Assets => ASSETS,
            Source::Others => OTHERS,
            Source::Surplus => SURPLUS,
            Source::Notes => NOTES,
            Source::Opinions => OPINIONS,
            Source::Corrections => CORRECTIONS,
            Source::Questions => QUESTIONS,
            Source::Catalogue => CATALOGUE,
        }
    }

    pub(super) fn field(self, says: &str) -> Option<&'static Field> {
        if says == PEN.says {
            return Some(&PEN);
        }
        self.fields().iter().find(|f| f.says == says)
    }

    /// True where a sum stands under the rows.
    pub(super) const fn is_summed(self) -> bool {
        match self {
            Source::Funds | Source::Income | Source::Expense | Source::IncomeItems | Source::ExpenseItems => true,
            Source::MoneyCount
            | Source::Claims
            | Source::Assets
            | Source::Others
            | Source::Surplus
            | Source::Notes
            | Source::Opinions
            | Source::Corrections
            | Source::Questions
            | Source::Catalogue => false,
        }
    }

    /// What an empty table says.
    pub(super) const fn when_empty(self) -> &'static str {
        match self {
            Source::Funds | Source::MoneyCount => "没有货币资金",
            Source::Income | Source::Expense | Source::IncomeItems | Source::ExpenseItems => "本期没有发生",
            Source::Claims => "没有债权债务",
            Source::Assets => "没有货币以外的资产",
            Source::Others => "本期没有此类事项",
            Source::Surplus => "本期没有收益",
            Source::Notes => "没有要说明的",
            Source::Opinions => "尚无意见",
            Source::Corrections => "没有更正",
            Source::Questions => "没有超期未答复的质询",
            Source::Catalogue => "没有列出",
        }
    }
}
