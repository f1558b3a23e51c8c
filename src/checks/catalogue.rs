use super::facts::BookFacts;
use super::finding::{Problem, Severity};
use super::{
    balanced, carried, cash, chained, corrected, counted, disclosed, disclosed_year, gapless, interim, kept,
    net_values, opened, parties, pending, published, receipts, receivables, reconciled, reserve, rolled_up, sealed,
    sheet_foots, sheet_opening, sides, surplus_opening, surplus_turnover, tied, two_hands, undistributed, year_closed,
    year_sealed,
};

/// One named check.
pub struct Check {
    /// Stable name, `voucher.chained`.
    pub id: &'static str,
    /// What people call it.
    pub name: &'static str,
    /// The rule it serves.
    pub clause: &'static str,
    /// How much its problems weigh.
    pub severity: Severity,
    /// How it looks.
    pub(super) run: Run,
}

/// What a check has to look at.
#[derive(Clone, Copy)]
pub(super) enum Run {
    /// One book's facts.
    Book(fn(&BookFacts) -> Vec<Problem>),
    /// The facts and the evidence with its files.
    Evidence,
    /// The facts and the lists of people and papers.
    Lists,
    /// The facts and whose parties they name.
    Scope,
    /// The centre's statement forms.
    Forms,
    /// The operation log.
    Log,
}

impl Check {
    /// True when it looks at books, one by one; false when it looks at the township once.
    pub const fn is_of_books(&self) -> bool {
        match self.run {
            Run::Book(_) | Run::Evidence | Run::Lists | Run::Scope => true,
            Run::Forms | Run::Log => false,
        }
    }

    /// By its id.
    pub fn named(id: &str) -> Option<&'static Check> {
        CHECKS.iter().find(|check| check.id == id)
    }
}

const fn error(id: &'static str, name: &'static str, clause: &'static str, run: Run) -> Check {
    Check { id, name, clause, severity: Severity::Error, run }
}

const fn note(id: &'static str, name: &'static str, clause: &'static str, run: Run) -> Check {
    Check { id, name, clause, severity: Severity::Note, run }
}

/// Every check, in the order they are reported.
pub const CHECKS: &[Check] = &[
    error("voucher.balanced", "每张凭证借贷相等", "C-1", Run::Book(balanced::run)),
    error("voucher.gapless", "凭证号连续无缺号", "财会〔2024〕12号第二十一条", Run::Book(gapless::run)),
    error("voucher.chained", "凭证内容未被改动", "财会〔2024〕12号第十九条", Run::Book(chained::run)),
    error("voucher.two_hands", "制单与复核不是同一人", "会计法第二十七条", Run::Book(two_hands::run)),
    error("voucher.corrected", "红字冲销与原凭证一一相反", "会计基础工作规范第六十一条", Run::Book(corrected::run)),
    error("book.scoped", "没有别的账套的东西", "四权不变", Run::Scope),
    error("evidence.kept", "原始凭证齐全且未被改动", "会计基础工作规范第四十九条", Run::Evidence),
    error("lists.kept", "发放表和移交清单未被改动", "会计基础工作规范第二十七条", Run::Lists),
    error("opening.balanced", "期初余额平衡且未被改动", "C-2", Run::Book(opened::run)),
    error("balance.kept", "余额与凭证一致", "C-4", Run::Book(kept::run)),
    error("balance.carried", "期初加减发生额等于期末，上年年末转入今年年初", "C-4", Run::Book(carried::run)),
    error("accounts.rolled_up", "上级科目等于下级科目之和", "C-3", Run::Book(rolled_up::run)),
    error("parties.controlled", "往来和项目逐户逐项，合计等于总账", "C-16", Run::Book(parties::run)),
    error("period.sealed", "结账封存未被改动", "财会〔2024〕12号第二十四条", Run::Book(sealed::run)),
    error("year.closed", "年终结转后损益和本年收益没有余额", "C-14", Run::Book(year_closed::run)),
    error("year.sealed", "下年年初等于本年年末", "C-4 C-7", Run::Book(year_sealed::run)),
    error("statements.tied", "科目余额表平，资产等于负债加权益", "C-2 C-6", Run::Book(tied::run)),
    error("sheet.foots", "资产总计等于负债和所有者权益总计", "C-6", Run::Book(sheet_foots::run)),
    error("sheet.opening", "年初数等于上年期末数", "C-7", Run::Book(sheet_opening::run)),
    error("sheet.receivables", "应收应付按户分列，不相抵", "C-8 C-19", Run::Book(receivables::run)),
    error("sheet.net_values", "净值等于原值减累计", "C-9", Run::Book(net_values::run)),
    error("sheet.undistributed", "未分配收益与收益表相符", "C-10", Run::Book(undistributed::run)),
    error("sheet.interim", "平时的未分配收益含未结转的损益", "I-1", Run::Book(interim::run)),
    error("surplus.opening", "年初未分配收益等于上年年末", "C-11", Run::Book(surplus_opening::run)),
    error("surplus.turnover", "收益表等于损益科目发生额", "C-12", Run::Book(surplus_turnover::run)),
    error("surplus.reserve", "提取公积公益金与凭证相符", "C-13", Run::Book(reserve::run)),
    error("pending.cleared", "年末待处理财产损溢为零", "C-15", Run::Book(pending::run)),
    error("cash.not_negative", "库存现金任何一天不为负", "C-19", Run::Book(cash::run)),
    note("cash.counted", "现金盘点与现金账相符", "C-5", Run::Book(counted::run)),
    error("bank.reconciled", "余额调节表与存款账相符", "C-5", Run::Book(reconciled::run)),
    error(
        "receipts.in_order",
        "收据按号使用，一号一笔，金额相符",
        "会计基础工作规范第四十八条",
        Run::Book(receipts::run),
    ),
    note("balance.side", "余额方向反常的科目", "C-19", Run::Book(sides::run)),
    error("disclosure.published", "已公布的公开表与账一致", "C-17", Run::Book(published::run)),
    error("disclosure.adds_up", "公开表逐笔相加等于合计，结余等于现金加存款", "C-17", Run::Book(disclosed::run)),
    error("disclosure.year", "各期公开的收益加起来等于全年收益表", "C-18", Run::Book(disclosed_year::run)),
    error("forms.kept", "报表样式未被改动，每个科目恰好归一行", "财会〔2024〕12号第二十五条", Run::Forms),
    error("log.chained", "操作日志完整", "财会〔2024〕12号第三十二条", Run::Log),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_check_has_its_own_name() {
        let mut ids: Vec<&str> = CHECKS.iter().map(|c| c.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), CHECKS.len());
    }
}
