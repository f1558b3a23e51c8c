//! Every axis along which bank files differ, and every way a file is refused.

use mingzhang::evidence::FileEncoding;
use mingzhang::kernel::Outcome;
use mingzhang::reconcile::{
    BankProfile, BankStatement, DateShape, HeaderPlace, Role, RowOrder, StatementWarning, read_profile, read_statement,
};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

fn read(text: &str) -> Outcome<BankStatement> {
    read_statement(text.as_bytes(), None)
}

/// `row date time in out balance counterparty|summary|purpose|ref`, one a line, in the file's order.
fn told(statement: &BankStatement) -> Vec<String> {
    let line = |r: &mingzhang::reconcile::StatementRow| {
        format!(
            "{} {} {} +{} -{} ={} {}|{}|{}|{}",
            r.row,
            r.date,
            if r.time.is_empty() { "·" } else { &r.time },
            r.money_in.plain(),
            r.money_out.plain(),
            r.balance.plain(),
            r.counterparty,
            r.summary,
            r.purpose,
            r.reference
        )
    };
    statement.rows().iter().map(line).collect()
}

struct Shape {
    text: &'static str,
    layout: &'static str,
    order: RowOrder,
    account: &'static str,
    rows: &'static [&'static str],
}

const SHAPES: &[Shape] = &[
    // 一列金额加借贷标志；借是银行的借，村里的支出。
    Shape {
        text: "本方账号,对方账号,交易时间,借贷标志,发生额,余额,对方单位,用途,摘要,附言
0000111122223333444,9001,2024-07-03 10:02:00,借,\"2,680.50\",\"7,319.50\",县供电公司,代扣电费,电费,
0000111122223333444,9002,2024-07-10 15:30:45,贷,\"50,000.00\",\"57,319.50\",镇财政所,补助,转移支付,
",
        layout: "工商银行对公明细（借贷标志）",
        order: RowOrder::Ascending,
        account: "0000111122223333444",
        rows: &[
            "2 2024-07-03 10:02:00 +0.00 -2680.50 =7319.50 县供电公司|电费|代扣电费|",
            "3 2024-07-10 15:30:45 +50000.00 -0.00 =57319.50 镇财政所|转移支付|补助|",
        ],
    },
    // 前言、比表头多一格的数据行、单元格带 TAB、两组金额取记账的一组、合计行。
    Shape {
        text: "中国工商银行借记账户历史明细
\"卡号: 6222****3444\",\"卡别名: \"

子账户序号: 00000
交易日期,摘要,交易场所,交易国家或地区简称,钞/汇,交易金额(收入),交易金额(支出),交易币种,记账金额(收入),记账金额(支出),记账币种,余额,对方户名
2024-07-02\t,工资\t,某网点\t,CHN\t,钞\t,\"1,000.00\"\t,\t,人民币\t,\"1,000.00\"\t,\t,人民币\t,\"3,000.00\"\t,某单位\t,
2024-07-05\t,消费\t,某店\t,CHN\t,钞\t,\t,88.80\t,人民币\t,\t,88.80\t,人民币\t,\"2,911.20\"\t,\t,
人民币合计,,,,,\"1,000.00\",88.80,,\"1,000.00\",88.80,,,
",
        layout: "工商银行个人卡明细",
        order: RowOrder::Ascending,
        account: "6222****3444",
        rows: &[
            "6 2024-07-02 · +1000.00 -0.00 =3000.00 某单位|工资|某网点|",
            "7 2024-07-05 · +0.00 -88.80 =2911.20 |消费|某店|",
        ],
    },
    // 新的在前、一列带符号金额、横线表示没有。
    Shape {
        text: "中国银行交易流水明细单
记账日期,记账时间,币别,金额,余额,交易名称,渠道,网点名称,附言,对方账户名,对方卡号/账号,对方开户行,借记卡号
2024-07-09,08:00:00,人民币,\"-2,600.00\",\"7,400.00\",转账支出,网上银行,-------------------,工程款,某工程队,9003,-------------------,6217000000003444
2024-07-01,12:30:00,人民币,\"10,000.00\",\"10,000.00\",转账收入,柜台,某网点,-------------------,-------------------,-------------------,某行,6217000000003444
",
        layout: "中国银行个人卡明细",
        order: RowOrder::Descending,
        account: "6217000000003444",
        rows: &[
            "3 2024-07-09 08:00:00 +0.00 -2600.00 =7400.00 某工程队|转账支出|工程款|",
            "4 2024-07-01 12:30:00 +10000.00 -0.00 =10000.00 |转账收入||",
        ],
    },
    // 双语表头；方向看付款人和收款人谁是本账户。
    Shape {
        text: "查询账号[ Inquirer account number ],104000003444
交易流水号[ Transaction reference number ],交易日期[ Transaction Date ],交易时间[ Transaction time ],付款人账号[ Debit Account No. ],付款人名称[ Payer's Name ],收款人账号[ Payee's Account Number ],收款人名称[ Payee's Name ],交易金额[ Trade Amount ],交易后余额[ After-transaction balance ],摘要[ Reference ],用途[ Purpose ]
T1,20240702,091421,104000003444,本村合作社,9001,县供电公司,\"-680.50\",\"9,319.50\",电费,代扣
T2,20240703,101500,9002,镇财政所,104000003444,本村合作社,500.00,\"9,819.50\",补助,
",
        layout: "中国银行对公明细",
        order: RowOrder::Ascending,
        account: "104000003444",
        rows: &[
            "3 2024-07-02 091421 +0.00 -680.50 =9319.50 县供电公司|电费|代扣|T1",
            "4 2024-07-03 101500 +500.00 -0.00 =9819.50 镇财政所|补助||T2",
        ],
    },
    // 户名账号在下一格；空的一方写横线。
    Shape {
        text: "户名,本村股份经济合作社
账号,9400000000003444
交易流水号,交易日期,交易时间,收入金额,支出金额,余额,对方户名,对方账号,摘要,用途,附言
P1,2024/7/2,9:14,100.00,-,100.00,村民甲,,收款,,土地承包费
P2,2024/7/2,9:15,--,0.00,100.00,,,查询,,
",
        layout: "按表头识别",
        order: RowOrder::Ascending,
        account: "9400000000003444",
        rows: &[
            "4 2024-07-02 9:14 +100.00 -0.00 =100.00 村民甲|收款|土地承包费|P1",
            "5 2024-07-02 9:15 +0.00 -0.00 =100.00 |查询||P2",
        ],
    },
    // 制表符分隔、全角空格填充的表头、倒序、免责声明。
    Shape {
        text: "China Construction Bank
账　　号：\t6217000000003444
币　　种：\t人民币

记账日　\t交易日期\t交易时间\t支出\t收入\t账户余额\t币种\t摘要\t对方账号\t对方户名\t交易地点
20240703\t20240702\t10:00:01\t20.00\t0.00\t80.00\t人民币\t消费\t\t某店\t某地
20240702\t20240701\t09:00:00\t0.00\t100.00\t100.00\t人民币\t存款\t\t\t
以上数据仅供参考|具体内容请以柜台为准
",
        layout: "建设银行个人账户明细",
        order: RowOrder::Descending,
        account: "6217000000003444",
        rows: &[
            "6 2024-07-02 10:00:01 +0.00 -20.00 =80.00 某店|消费|某地|",
            "7 2024-07-01 09:00:00 +100.00 -0.00 =100.00 |存款||",
        ],
    },
    // 像公式的文字还是文字；引号里的逗号；一格两行。
    Shape {
        text: "交易日期,收入金额,支出金额,余额,对方户名,摘要
2024-07-02,1.00,,1.00,=SUM(A1),\"摘要,带逗号\"
2024-07-03,1.00,,2.00,+86村民,\"第一行
第二行\"
",
        layout: "按表头识别",
        order: RowOrder::Ascending,
        account: "",
        rows: &[
            "2 2024-07-02 · +1.00 -0.00 =1.00 =SUM(A1)|摘要,带逗号||",
            "3 2024-07-03 · +1.00 -0.00 =2.00 +86村民|第一行 第二行||",
        ],
    },
];

#[test]
fn every_shape_of_a_bank_file_is_read() {
    for shape in SHAPES {
        let first = shape.text.lines().next().unwrap();
        let statement = read(shape.text).unwrap_or_else(|refused| panic!("{first}: {refused}"));
        assert_eq!(told(&statement), shape.rows, "{first}");
        assert_eq!((statement.layout.as_str(), statement.order()), (shape.layout, shape.order), "{first}");
        assert_eq!(statement.account_number.as_deref().unwrap_or(""), shape.account, "{first}");
        let (gbk, _, lossy) = encoding_rs::GBK.encode(shape.text);
        assert!(!lossy);
        let again = read_statement(&gbk, None).expect("the same in GBK");
        assert_eq!((again.encoding, told(&again)), (FileEncoding::Gbk, told(&statement)), "{first}");
        let marked = read(&format!("\u{feff}{}", shape.text.replace('\n', "\r\n"))).expect("the same with a mark");
        assert_eq!((marked.encoding, told(&marked)), (FileEncoding::Utf8, told(&statement)), "{first}");
    }
}

#[test]
fn what_is_set_aside_is_listed_and_what_is_odd_is_said() {
    let personal = read(SHAPES[1].text).expect("a personal card");
    assert_eq!(personal.skipped.len(), 1, "合计行列出来，不丢掉");
    assert!(personal.warnings.contains(&StatementWarning::PersonalCard));
    let wrong_total = read(
        &SHAPES[1]
            .text
            .replace("人民币合计,,,,,\"1,000.00\",88.80,,\"1,000.00\",88.80", "人民币合计,,,,,,,,\"1,000.00\",99.80"),
    );
    let said: Vec<String> = wrong_total.expect("read").warnings.iter().map(ToString::to_string).collect();
    assert!(said.contains(&"第 8 行合计 99.80 元，逐行相加是 88.80 元，请核对".to_owned()), "{said:?}");
    assert!(read(SHAPES[6].text).expect("read").warnings.contains(&StatementWarning::AccountUnnamed));
}

#[test]
fn a_workbook_of_today_reads_like_its_text() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let day = Format::new().set_num_format("yyyy-mm-dd hh:mm:ss");
    for (column, word) in ["交易时间", "收入金额", "支出金额", "账户余额", "对方户名", "摘要"].into_iter().enumerate()
    {
        sheet.write(2, column as u16, word).expect("a cell");
    }
    sheet.write(0, 0, "账号：6200000000003444").expect("a cell");
    for (row, (at, money_in, money_out, balance)) in [
        ("2024-07-02T09:14:21", 0.1, 0.0, 0.1),
        ("2024-07-03T00:00:00", 0.2, 0.0, 0.3),
        ("2024-07-04T23:59:59", 0.0, 67.0, -66.7),
    ]
    .into_iter()
    .enumerate()
    {
        let row = row as u32 + 3;
        sheet.write_with_format(row, 0, ExcelDateTime::parse_from_str(at).expect("an instant"), &day).expect("a cell");
        for (column, amount) in [(1, money_in), (2, money_out), (3, balance)] {
            sheet.write(row, column, amount).expect("a cell");
        }
    }
    let statement = read_statement(&book.save_to_buffer().expect("a workbook"), None).expect("read");
    assert_eq!(statement.encoding, FileEncoding::Xlsx);
    assert_eq!(
        told(&statement),
        [
            "4 2024-07-02 09:14:21 +0.10 -0.00 =0.10 |||",
            "5 2024-07-03 · +0.20 -0.00 =0.30 |||",
            "6 2024-07-04 23:59:59 +0.00 -67.00 =-66.70 |||"
        ]
    );
}

#[test]
fn a_mapping_made_by_hand_reads_what_no_synonym_knows() {
    let text = "发生日,进,出,结存,给谁\n20240702,5.00,,5.00,村民甲\n";
    assert!(read(text).expect_err("unknown words").is("reconcile.header_unknown"));
    let columns = [
        (Role::Date, "发生日"),
        (Role::In, "进"),
        (Role::Out, "出"),
        (Role::Balance, "结存"),
        (Role::Counterparty, "给谁"),
    ];
    let profile = BankProfile::of_words(columns.into_iter().map(|(role, word)| (role, word.to_owned())).collect());
    let statement = read_statement(text.as_bytes(), Some(&profile)).expect("mapped");
    assert_eq!(told(&statement), ["2 2024-07-02 · +5.00 -0.00 =5.00 村民甲|||"]);
}

#[test]
fn a_profile_reads_a_bank_of_its_own_kind_without_header_with_its_own_words_and_days() {
    let profile = "# 明账银行流水格式 1\n名称：某某村镇银行网银\n表头：没有\n日期写法：日月年\n收入字样：进账\n支出字样：划走\n\
                   交易日期：第1列\n金额：第3列\n借贷标志：第2列\n余额：第4列\n对方户名：第5列\n";
    let profile = read_profile(profile.as_bytes()).expect("a profile");
    assert_eq!((profile.header, profile.date_shape), (HeaderPlace::Absent, DateShape::DayFirst));
    let text = "02/07/2024,进账,\"1,005.00\",1005.00,村民甲\n03/07/2024 09:10:11,划走,5.00,1000.00,县供电公司\n合计,,1010.00,,\n";
    assert!(read(text).expect_err("nobody knows it").is("reconcile.header_unknown"));
    let (gbk, _, _) = encoding_rs::GBK.encode(text);
    for bytes in [text.as_bytes(), &gbk] {
        let statement = read_statement(bytes, Some(&profile)).expect("told");
        assert_eq!(statement.layout, "某某村镇银行网银");
        assert_eq!(
            told(&statement),
            [
                "1 2024-07-02 · +1005.00 -0.00 =1005.00 村民甲|||",
                "2 2024-07-03 09:10:11 +0.00 -5.00 =1000.00 县供电公司|||"
            ]
        );
        assert_eq!(statement.skipped.len(), 1, "the total is listed");
    }
    let third_row = BankProfile { header: HeaderPlace::Row(3), ..profile };
    let below = format!("流水\n尾号 3444\na,b,c,d,e\n{text}");
    assert_eq!(read_statement(below.as_bytes(), Some(&third_row)).expect("told").rows().len(), 2);
}

#[test]
fn rare_characters_of_gb18030_and_an_old_style_export_survive() {
    let text = "交易日期,收入金额,支出金额,余额,对方户名,摘要\n2024-07-02,1.00,,1.00,某䶮𬱖,收款\n";
    let (bytes, _, lossy) = encoding_rs::GB18030.encode(text);
    assert!(!lossy);
    let statement = read_statement(&bytes, None).expect("GB18030");
    assert_eq!(statement.rows()[0].counterparty, "某䶮𬱖");
    let reversal = "交易日期,收入金额,支出金额,余额,对方户名,摘要\n2024-07-02,,100.00,900.00,某店,付款\n2024-07-02,,-100.00,1000.00,某店,冲正\n\
                    2024-07-03,,50.00,950.00,村民甲,代发\n2024-07-04,50.00,,1000.00,村民甲,退汇\n2024-07-04,0.00,0.00,1000.00,,查询\n";
    let statement = read(reversal).expect("a reversal and a returned transfer");
    assert_eq!(statement.rows().len(), 5, "a row of zero is a row");
    assert_eq!(statement.proof_line(), "期初 1,000.00 + 收 50.00 − 支 50.00 = 期末 1,000.00");
}

#[test]
fn every_fault_of_a_file_is_named_with_its_row() {
    const HEAD: &str = "交易日期,收入金额,支出金额,余额,币种,账号\n";
    let first = "2024-07-01,10.00,,10.00,人民币,0000003444\n";
    for (rows, code, row) in [
        ("2024-07-02,5.00,,14.99,,\n", "reconcile.chain_broken", 3),
        ("2024-07-32,5.00,,15.00,,\n", "reconcile.date_unreadable", 3),
        (",5.00,,15.00,,\n", "reconcile.date_unreadable", 3),
        ("2024-07-02,=5,,15.00,,\n", "reconcile.amount_unreadable", 3),
        ("2024-07-02,5.001,,15.00,,\n", "reconcile.amount_unreadable", 3),
        ("2024-07-02,5.00,,,,\n", "reconcile.balance_missing", 3),
        ("2024-07-02,5.00,,15.00,美元,\n", "reconcile.foreign_currency", 3),
        ("2024-07-02,5.00,,15.00,,0000009999\n", "reconcile.accounts_several", 3),
        ("2024-07-02,5.00,,15.00,\"人民币,\n2024-07-03,1.00,,16.00,,\n", "reconcile.quote_open", 3),
    ] {
        let refused = read(&format!("{HEAD}{first}{rows}")).expect_err(code);
        assert_eq!(
            refused.refusals().iter().map(|r| (r.code, r.row)).collect::<Vec<_>>(),
            [(code, Some(row))],
            "{rows}"
        );
    }
    let several = read(&format!("{HEAD}{first}x,5.00,,15.00,,\n2024-07-03,y,,15.00,,\n")).expect_err("two faults");
    assert_eq!(several.refusals().len(), 2, "一次说全");
    for (text, code) in [
        ("", "reconcile.file_empty"),
        ("<html><body><table>", "reconcile.file_disguised"),
        ("交易日期,收入金额,摘要,对方户名\n", "reconcile.header_incomplete"),
        ("交易日期,金额,金额,余额\n", "reconcile.header_ambiguous"),
        ("你好\n", "reconcile.header_unknown"),
        (HEAD, "reconcile.no_rows"),
    ] {
        assert!(read(text).expect_err(code).is(code), "{text}");
    }
    let broken = read_statement(b"\xbd\xbb\xd2\xd7\xff\xff,\n", None).expect_err("no Chinese");
    assert!(broken.is("reconcile.undecodable"), "{broken}");
    let flag = "交易日期,借贷标志,发生额,余额\n2024-07-01,错,1.00,1.00\n";
    assert!(read(flag).expect_err("a flag").is("reconcile.direction_unreadable"));
    let long: String = std::iter::repeat_n("2024-07-01,0.00,,10.00,,\n", 20_001).collect();
    assert!(read(&format!("{HEAD}{long}")).expect_err("too long").is("reconcile.too_many_rows"));
}
