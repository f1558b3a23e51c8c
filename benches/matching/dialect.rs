//! Three dialects: what the bank prints, how it masks names and how the clerk writes differ between them, so that figures
//! tuned on one can be reported on the other.

/// How one bank prints, and how one clerk writes.
pub struct Dialect {
    /// Its name in a report.
    pub name: &'static str,
    pub transfer: &'static [&'static str],
    pub payroll: &'static [&'static str],
    pub cheque: &'static [&'static str],
    pub fee: &'static [(&'static str, &'static str)],
    pub interest: (&'static str, &'static str),
    pub purposes: &'static [(&'static str, &'static str)],
    pub people: &'static [&'static str],
    pub firms: &'static [(&'static str, &'static str)],
    pub mask: fn(&str) -> String,
    pub pay: &'static [&'static str],
    /// Of a hundred bank lines, how many name the other side.
    pub named: u32,
}

/// The dialect the weights were tuned on.
pub const HOME: Dialect = Dialect {
    name: "home",
    transfer: &["转账", "网银转账", "跨行转账"],
    payroll: &["批量代发", "代发工资"],
    cheque: &["支票", "现金支票"],
    fee: &[("手续费", "银行手续费"), ("账户维护费", "账户维护费"), ("短信费", "短信服务费")],
    interest: ("结息", "存款利息"),
    purposes: &[
        ("电费", "村部电费"),
        ("水费", "自来水费"),
        ("维修", "水渠维修材料"),
        ("办公用品", "购办公用品"),
        ("承包费", "收承包费"),
        ("租金", "收房屋租金"),
        ("工程款", "道路硬化工程款"),
        ("绿化", "绿化养护费"),
        ("保洁", "保洁服务费"),
        ("路灯", "路灯维修"),
    ],
    people: &[
        "张有田",
        "李长河",
        "王满仓",
        "赵秀云",
        "陈大山",
        "周小满",
        "吴春生",
        "郑谷雨",
        "孙立冬",
        "钱白露",
        "冯青禾",
        "褚麦秋",
    ],
    firms: &[
        ("县供电有限公司", "供电公司"),
        ("青溪自来水厂", "自来水厂"),
        ("兴农建材经营部", "兴农建材"),
        ("文印图文店", "文印店"),
        ("绿野园林有限公司", "绿野园林"),
        ("镇财政所", "镇财政所"),
        ("富民养殖专业合作社", "富民合作社"),
        ("安顺工程有限公司", "安顺工程"),
    ],
    mask: |name| {
        let mut chars: Vec<char> = name.chars().collect();
        if chars.len() > 1 {
            chars[1] = '*';
        }
        chars.into_iter().collect()
    },
    pay: &["付", "支付"],
    named: 90,
};

/// Another bank and another clerk: other words, other masks, fewer names.
pub const AWAY: Dialect = Dialect {
    name: "away",
    transfer: &["汇款", "往账", "实时汇兑", "普通汇兑"],
    payroll: &["代付", "批量入账"],
    cheque: &["转支", "支票付款"],
    fee: &[("汇款费", "付银行汇款费"), ("回单费", "回单费"), ("网银费", "网银服务费")],
    interest: ("存息", "收到利息"),
    purposes: &[
        ("电", "缴电费"),
        ("自来水", "缴水费"),
        ("材料款", "购水泥砂石"),
        ("用品", "复印纸等"),
        ("土地承包", "承包户交来承包款"),
        ("房租", "门面租金"),
        ("进度款", "文化广场进度款"),
        ("苗木", "补植苗木"),
        ("清运", "垃圾清运"),
        ("亮化", "更换灯具"),
    ],
    people: &[
        "高秋实",
        "林晚霞",
        "何春晓",
        "罗长青",
        "梁守田",
        "宋雨水",
        "唐立春",
        "许丰年",
        "韩冬至",
        "邓有余",
        "曹小寒",
        "彭大暑",
        "曾稼穑",
    ],
    firms: &[
        ("国网电力股份有限公司县支公司", "电力公司"),
        ("城乡供水有限责任公司", "供水公司"),
        ("恒固建材有限公司", "恒固建材"),
        ("诚信办公用品商行", "诚信办公"),
        ("春和苗木基地", "春和苗木"),
        ("县财政局国库支付中心", "县财政局"),
        ("振兴农业发展有限公司", "振兴农业"),
        ("路畅建设工程有限公司", "路畅建设"),
    ],
    mask: |name| {
        let last = name.chars().last().unwrap_or('*');
        format!("{}{last}", "*".repeat(name.chars().count() - 1))
    },
    pay: &["", "付"],
    named: 80,
};

/// A third bank and a third clerk: no weight was tuned on them.
pub const THIRD: Dialect = Dialect {
    name: "third",
    transfer: &["支付系统来往账", "行内转账", "大额汇划", "手机银行"],
    payroll: &["批量转账", "代发农补"],
    cheque: &["现支", "转账支票"],
    fee: &[("结算费", "付结算手续费"), ("短信通知费", "短信费"), ("工本费", "买支票工本费")],
    interest: ("结息", "银行存款利息收入"),
    purposes: &[
        ("电费", "交泵站电费"),
        ("供水", "村委用水"),
        ("修渠", "渠道清淤工料"),
        ("耗材", "打印耗材"),
        ("发包", "鱼塘承包收入"),
        ("厂房", "旧厂房租金"),
        ("路面", "机耕路铺石子"),
        ("种树", "行道树补种"),
        ("卫生", "公厕清掏"),
        ("安装", "装路灯"),
    ],
    people: &[
        "马得草",
        "牛耕野",
        "杨柳青",
        "田广积",
        "石开山",
        "江水平",
        "方向明",
        "白如雪",
        "黄金穗",
        "蓝天远",
        "常有余",
        "万年红",
    ],
    firms: &[
        ("市供电局城郊分局", "供电局"),
        ("惠民供水站", "供水站"),
        ("四海五金机电有限公司", "四海五金"),
        ("墨香文体用品店", "墨香文体"),
        ("长青苗圃", "长青苗圃"),
        ("区财政国库集中收付中心", "区财政"),
        ("丰收家庭农场", "丰收农场"),
        ("宏达市政工程有限责任公司", "宏达市政"),
    ],
    mask: |name| {
        let first = name.chars().next().unwrap_or('*');
        format!("{first}{}", "*".repeat(name.chars().count() - 1))
    },
    pay: &["付", "支", ""],
    named: 75,
};
