//! The tables of GB/T 24589.1-2010 that a village's books fill: element names, codes, kinds, lengths.
//!
//! Names and codes of group 2 as real files carry them; names of group 1 and the six-digit code of a row (the table's
//! number and 00) are inferred. The standard has thirty places for dimensions (辅助项); a village's books use three.

/// What a place takes.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    /// `C..60`: up to so many characters.
    UpTo(usize),
    /// `C8`: exactly so many, or nothing.
    Exactly(usize),
    /// `I..2`: a whole number of up to so many digits.
    Whole(usize),
    /// `D20.2`: up to so many digits, point and sign apart.
    Decimal(usize),
}

/// One element of a row.
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) code: &'static str,
    pub(super) kind: Kind,
}

/// One table.
pub(super) struct Form {
    pub(super) name: &'static str,
    pub(super) code: &'static str,
    pub(super) fields: &'static [Field],
}

const fn upto(name: &'static str, code: &'static str, limit: usize) -> Field {
    Field { name, code, kind: Kind::UpTo(limit) }
}

const fn exactly(name: &'static str, code: &'static str, length: usize) -> Field {
    Field { name, code, kind: Kind::Exactly(length) }
}

const fn whole(name: &'static str, code: &'static str, digits: usize) -> Field {
    Field { name, code, kind: Kind::Whole(digits) }
}

const fn decimal(name: &'static str, code: &'static str, digits: usize) -> Field {
    Field { name, code, kind: Kind::Decimal(digits) }
}

/// 1-01 电子账簿.
pub(super) const BOOKS: Form = Form {
    name: "电子账簿",
    code: "010100",
    fields: &[
        upto("电子账簿编号", "010101", 60),
        upto("电子账簿名称", "010102", 200),
        upto("会计核算单位", "010103", 200),
        upto("组织机构代码", "010104", 20),
        exactly("单位性质", "010105", 8),
        upto("行业", "010106", 20),
        upto("开发单位", "010107", 200),
        upto("版本号", "010108", 20),
        upto("本位币", "010109", 30),
        exactly("会计年度", "010110", 4),
        upto("标准版本号", "010111", 30),
    ],
};

/// 1-02 会计期间.
pub(super) const PERIODS: Form = Form {
    name: "会计期间",
    code: "010200",
    fields: &[
        exactly("会计年度", "010110", 4),
        upto("会计期间号", "010201", 15),
        exactly("会计期间起始日期", "010202", 8),
        exactly("会计期间结束日期", "010203", 8),
    ],
};

/// 1-03 记账凭证类型.
pub(super) const VOUCHER_TYPES: Form = Form {
    name: "记账凭证类型",
    code: "010300",
    fields: &[
        upto("记账凭证类型编号", "010301", 60),
        upto("记账凭证类型名称", "010302", 60),
        upto("记账凭证类型简称", "010303", 20),
    ],
};

/// 1-04 汇率类型.
pub(super) const RATE_TYPES: Form = Form {
    name: "汇率类型",
    code: "010400",
    fields: &[upto("汇率类型编号", "010401", 60), upto("汇率类型名称", "010402", 60)],
};

/// 1-05 币种.
pub(super) const CURRENCIES: Form =
    Form {
        name: "币种", code: "010500", fields: &[upto("币种编码", "010501", 10), upto("币种名称", "010502", 30)]
    };

/// 1-06 结算方式.
pub(super) const SETTLEMENTS: Form = Form {
    name: "结算方式",
    code: "010600",
    fields: &[upto("结算方式编码", "010601", 60), upto("结算方式名称", "010602", 60)],
};

/// 1-07 部门档案.
pub(super) const DEPARTMENTS: Form = Form {
    name: "部门档案",
    code: "010700",
    fields: &[upto("部门编码", "010701", 60), upto("部门名称", "010702", 200), upto("上级部门编码", "010703", 60)],
};

/// 1-08 员工档案.
pub(super) const EMPLOYEES: Form = Form {
    name: "员工档案",
    code: "010800",
    fields: &[
        upto("员工编码", "010801", 60),
        upto("员工姓名", "010802", 30),
        upto("证件类别", "010803", 30),
        upto("证件号码", "010804", 30),
        upto("性别", "010805", 20),
        exactly("出生日期", "010806", 8),
        upto("部门编码", "010701", 60),
        exactly("入职日期", "010807", 8),
        exactly("离职日期", "010808", 8),
    ],
};

/// 1-09 供应商档案.
pub(super) const SUPPLIERS: Form = Form {
    name: "供应商档案",
    code: "010900",
    fields: &[upto("供应商编码", "010901", 60), upto("供应商名称", "010902", 200), upto("供应商简称", "010903", 60)],
};

/// 1-10 客户档案.
pub(super) const CLIENTS: Form = Form {
    name: "客户档案",
    code: "011000",
    fields: &[upto("客户编码", "011001", 60), upto("客户名称", "011002", 200), upto("客户简称", "011003", 60)],
};

/// 1-11 自定义档案项.
pub(super) const CUSTOM_FILES: Form = Form {
    name: "自定义档案项",
    code: "011100",
    fields: &[
        upto("档案编码", "011101", 60),
        upto("档案名称", "011102", 200),
        upto("档案描述", "011103", 1000),
        exactly("是否有层级特征", "011104", 1),
        upto("档案编码规则", "011105", 200),
    ],
};

/// 1-12 自定义档案值.
pub(super) const CUSTOM_VALUES: Form = Form {
    name: "自定义档案值",
    code: "011200",
    fields: &[
        upto("档案编码", "011101", 60),
        upto("档案值编码", "011201", 60),
        upto("档案值名称", "011202", 200),
        upto("档案值描述", "011203", 1000),
        upto("档案值父节点", "011204", 60),
        upto("档案值级次", "011205", 2),
    ],
};

/// 2-01 总账基础信息.
pub(super) const BASICS: Form = Form {
    name: "总账基础信息",
    code: "020100",
    fields: &[
        exactly("结构分隔符", "020101", 1),
        upto("会计科目编号规则", "020102", 200),
        upto("现金流量项目编码规则", "020103", 200),
        upto("凭证头可扩展字段结构", "020104", 2000),
        upto("凭证头可扩展结构对应档案", "020105", 2000),
        upto("分录行可扩展字段结构", "020106", 2000),
        upto("分录行可扩展字段对应档案", "020107", 2000),
    ],
};

/// 2-02 会计科目.
pub(super) const ACCOUNTS: Form = Form {
    name: "会计科目",
    code: "020200",
    fields: &[
        upto("科目编号", "020201", 60),
        upto("科目名称", "020202", 60),
        whole("科目级次", "020203", 2),
        upto("科目类型", "020204", 20),
        upto("余额方向", "020205", 4),
    ],
};

/// 2-03 科目辅助核算.
pub(super) const ACCOUNT_DIMENSIONS: Form = Form {
    name: "科目辅助核算",
    code: "020300",
    fields: &[
        upto("科目编号", "020201", 60),
        upto("辅助项编号", "020301", 60),
        upto("辅助项名称", "020302", 200),
        upto("对应档案", "020303", 200),
        upto("辅助项描述", "020304", 2000),
    ],
};

/// 2-04 现金流量项目.
pub(super) const CASH_FLOW_ITEMS: Form = Form {
    name: "现金流量项目",
    code: "020400",
    fields: &[
        upto("现金流量项目编码", "020401", 60),
        upto("现金流量项目名称", "020402", 200),
        upto("现金流量项目描述", "020403", 2000),
        exactly("是否末级", "020404", 1),
        upto("现金流量项目级次", "020405", 2),
        upto("现金流量项目父节点", "020406", 60),
        exactly("现金流量数据来源", "020407", 1),
        exactly("现金流量项目属性", "020408", 1),
    ],
};

/// 2-05 科目余额及发生额.
pub(super) const BALANCES: Form = Form {
    name: "科目余额及发生额",
    code: "020500",
    fields: &[
        upto("科目编号", "020201", 60),
        upto("辅助项1编号", "020301", 60),
        upto("辅助项2编号", "020301", 60),
        upto("辅助项3编号", "020301", 60),
        upto("期初余额方向", "020501", 4),
        upto("期末余额方向", "020502", 4),
        upto("币种编码", "010501", 10),
        upto("计量单位", "020503", 10),
        exactly("会计年度", "010110", 4),
        upto("会计期间号", "010201", 15),
        decimal("期初数量", "020504", 20),
        decimal("期初原币余额", "020505", 20),
        decimal("期初本币余额", "020506", 20),
        decimal("借方数量", "020507", 20),
        decimal("借方原币金额", "020508", 20),
        decimal("借方本币金额", "020509", 20),
        decimal("贷方数量", "020510", 20),
        decimal("贷方原币金额", "020511", 20),
        decimal("贷方本币金额", "020512", 20),
        decimal("期末数量", "020513", 20),
        decimal("期末原币余额", "020514", 20),
        decimal("期末本币余额", "020515", 20),
    ],
};

/// 2-06 记账凭证.
pub(super) const VOUCHERS: Form = Form {
    name: "记账凭证",
    code: "020600",
    fields: &[
        exactly("记账凭证日期", "020601", 8),
        exactly("会计年度", "010110", 4),
        upto("会计期间号", "010201", 15),
        upto("记账凭证类型编号", "010301", 60),
        upto("记账凭证编号", "020602", 60),
        upto("记账凭证行号", "020603", 5),
        upto("记账凭证摘要", "020604", 300),
        upto("科目编号", "020201", 60),
        upto("辅助项1编号", "020301", 60),
        upto("辅助项2编号", "020301", 60),
        upto("辅助项3编号", "020301", 60),
        upto("币种编码", "010501", 10),
        upto("计量单位", "020503", 10),
        decimal("借方数量", "020507", 20),
        decimal("借方原币金额", "020508", 20),
        decimal("借方本币金额", "020509", 20),
        decimal("贷方数量", "020510", 20),
        decimal("贷方原币金额", "020511", 20),
        decimal("贷方本币金额", "020512", 20),
        upto("汇率类型编号", "010401", 60),
        decimal("汇率", "020605", 13),
        decimal("单价", "020606", 20),
        upto("凭证头可扩展字段结构值", "020607", 300),
        upto("分录行可扩展字段结构值", "020608", 300),
        upto("结算方式编码", "010601", 60),
        upto("票据类型", "020609", 60),
        upto("票据号", "020610", 60),
        exactly("票据日期", "020611", 8),
        whole("附件数", "020612", 4),
        upto("制单人", "020613", 30),
        upto("审核人", "020614", 30),
        upto("记账人", "020615", 30),
        exactly("记账标志", "020616", 1),
        exactly("作废标志", "020617", 1),
        upto("凭证来源系统", "020618", 20),
    ],
};

/// 2-07 现金流量凭证项目数据.
pub(super) const CASH_FLOW_ENTRIES: Form = Form {
    name: "现金流量凭证项目数据",
    code: "020700",
    fields: &[
        upto("记账凭证类型编号", "010301", 60),
        upto("记账凭证编号", "020602", 60),
        upto("币种编码", "010501", 10),
        upto("现金流量行号", "020701", 20),
        upto("现金流量摘要", "020702", 300),
        upto("现金流量项目编码", "020401", 60),
        exactly("现金流量项目属性", "020408", 1),
        decimal("现金流量原币金额", "020703", 20),
        decimal("现金流量本币金额", "020704", 20),
    ],
};

/// 2-08 报表集.
pub(super) const REPORTS: Form = Form {
    name: "报表集",
    code: "020800",
    fields: &[
        upto("报表编号", "020801", 20),
        upto("报表名称", "020802", 60),
        exactly("报表报告日", "020803", 8),
        upto("报表报告期", "020804", 6),
        upto("编制单位", "020805", 200),
        upto("货币单位", "020806", 30),
    ],
};

/// 2-09 报表项数据.
pub(super) const REPORT_ITEMS: Form = Form {
    name: "报表项数据",
    code: "020900",
    fields: &[
        upto("报表编号", "020801", 20),
        upto("报表项编号", "020901", 20),
        upto("报表项名称", "020902", 200),
        upto("报表项公式", "020903", 2000),
        decimal("报表项数值", "020904", 20),
    ],
};
