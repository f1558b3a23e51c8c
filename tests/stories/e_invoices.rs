//! 电子发票: read when it arrives, believed instead of what is typed, handed in once in the whole township.

use axum::body::Body;
use axum::http::{Request, header};

use crate::support::browser::Browser;
use crate::support::invoices::{Invoice, invoice, number, pdf_file, xml_file};
use crate::support::story::{PASSWORD, Story};
use crate::support::village_acts::picture;
use crate::support::visitor::{Attached, Filled, Page};

const OURS: &str = "李家村股份经济合作社";

async fn two_villages(t: &mut Story) {
    t.village("LJ", "李家村").await;
    t.village("WJ", "王家村").await;
    t.it_is("2025-09-12");
}

/// The card of a village's clerk with the words of a small purchase and nothing of what the invoice says.
async fn purchase(t: &mut Story, code: &str, card: &str, item: &str) -> Filled {
    let clerk = t.person("clerk", code).await;
    let page = clerk.goes(&format!("/books/{code}/submissions/new?card={card}")).await.ok();
    page.form("交单").choosing("item", item).with("reason", "修渠水泥").with("paid_by", "bank")
}

async fn sends(t: &mut Story, code: &str, filled: &Filled) -> Page {
    t.person("clerk", code).await.sends(filled).await
}

async fn refuses(t: &mut Story, code: &str, filled: &Filled) -> Page {
    let page = sends(t, code, filled).await;
    assert_eq!(page.status, 422, "{}", page.words());
    page
}

async fn buys(t: &mut Story, code: &str, bill: &Invoice) -> Page {
    let form = purchase(t, code, "expense", "办公用品").await.attaching(bill.file());
    sends(t, code, &form).await
}

#[tokio::test]
async fn 空着的照电子发票填上_单据照发票说_会计看得见() {
    Story::tell(async |t| {
        two_villages(t).await;
        let bill = invoice(1, "李家村　股份经济合作社", 800).remarked("修渠");
        let sent = buys(t, "LJ", &bill).await.ok();
        sent.shows("审批中").shows("800.00").shows("青溪建材经营部").shows(&number(1)).shows("2025-09-08");
        t.village_agrees("LJ").await;
        let desk = t.person("accountant", "LJ").await.goes("/books/LJ/intake").await.ok();
        desk.shows("电子发票").shows("购买方").shows("价税合计").shows("*水泥*水泥 50包").shows("有");
        t.centre_takes_in("LJ").await;
        let list = t.person("accountant", "LJ").await.goes("/books/LJ/drafts").await.ok();
        let draft = t.person("accountant", "LJ").await.goes(&list.link("2025-09-12")).await.ok();
        draft.shows(&number(1)).shows("销售方");
    })
    .await;
}

#[tokio::test]
async fn 填的数和发票不一样_两个数都说_有合同可以少付() {
    Story::tell(async |t| {
        two_villages(t).await;
        let bill = invoice(2, OURS, 800);
        let form = purchase(t, "LJ", "expense", "办公用品").await.with("amount", "880").attaching(bill.file());
        let refused = refuses(t, "LJ", &form).await;
        refused
            .shows("填的金额 880.00 元，电子发票 1 张合计 800.00 元")
            .shows(&format!("已从电子发票读出 {}", number(2)));
        let other = refused.form("交单").with("amount", "800").forged("numbers", &number(7));
        let refused = refuses(t, "LJ", &other).await;
        refused.shows(&format!("填的发票号码是 {}，电子发票上是 {}", number(7), number(2)));
        let less = refused.form("交单").forged("numbers", "").with("amount", "760");
        refuses(t, "LJ", &less).await.shows("留质保金的，请附合同");
        let contract = less.with("kind", "contract").attaching(picture(9));
        sends(t, "LJ", &contract).await.ok().shows("审批中").shows("760.00");
    })
    .await;
}

#[tokio::test]
async fn 抬头不是本账套的_不收() {
    Story::tell(async |t| {
        two_villages(t).await;
        let form = purchase(t, "LJ", "expense", "办公用品").await.attaching(invoice(3, "李家村村民委员会", 100).file());
        let refused = refuses(t, "LJ", &form).await;
        refused.shows("抬头是“李家村村民委员会”，本账套是“李家村股份经济合作社”");
        let form = purchase(t, "LJ", "income", "租金收入").await.attaching(invoice(3, OURS, 100).file());
        refuses(t, "LJ", &form).await.shows("由“青溪建材经营部”开出");
    })
    .await;
}

#[tokio::test]
async fn 同一张发票同一个文件_全镇只能报一次_说出第一次在哪里() {
    Story::tell(async |t| {
        two_villages(t).await;
        buys(t, "LJ", &invoice(4, OURS, 300)).await.ok();
        t.it_is("2025-09-20");
        let again = purchase(t, "WJ", "expense", "办公用品").await;
        let again = again.attaching(invoice(4, "王家村股份经济合作社", 300).file());
        let place = format!("发票 {} 已在李家村股份经济合作社第1号报账单用过（2025-09-12）", number(4));
        refuses(t, "WJ", &again).await.shows(&place);
        let paper = |form: Filled, no: u8| {
            form.with("amount", "300").with("other_party", "建材部").attaching(picture(no)).with("number", &number(4))
        };
        let typed = paper(purchase(t, "WJ", "expense", "办公用品").await, 21);
        refuses(t, "WJ", &typed).await.shows(&place);
        let own = paper(purchase(t, "LJ", "expense", "办公用品").await, 22);
        refuses(t, "LJ", &own).await.shows(&place);
        let first = paper(purchase(t, "LJ", "expense", "办公用品").await, 23).with("number", "");
        sends(t, "LJ", &first).await.ok().shows("审批中");
        let same = paper(purchase(t, "WJ", "expense", "办公用品").await, 23).with("number", "");
        refuses(t, "WJ", &same).await.shows("同一个文件已在李家村股份经济合作社第2号报账单用过（2025-09-20）");
    })
    .await;
}

#[tokio::test]
async fn 退回补正不挡自己_撤回和不同意的可以再报() {
    Story::tell(async |t| {
        two_villages(t).await;
        let bill = invoice(5, OURS, 300);
        let sent = buys(t, "LJ", &bill).await.ok();
        sends(t, "LJ", &sent.form("撤回")).await.ok().shows("已撤回");
        let sent = buys(t, "LJ", &bill).await.ok();
        sent.shows("审批中");
        t.village_agrees("LJ").await;
        let centre = t.person("accountant", "LJ").await;
        let desk = centre.goes("/books/LJ/intake").await.ok();
        centre.sends(&desk.form("退回报账员").with("words", "事由写清楚")).await.ok();
        buys(t, "LJ", &bill).await.shows("第2号报账单用过");
        let edit = t.person("clerk", "LJ").await.goes(&format!("{}/edit", sent.path)).await.ok();
        let mended = edit.form("交单").with("reason", "修东渠水泥");
        sends(t, "LJ", &mended).await.ok().shows("审批中").shows("修东渠水泥").shows(&number(5));
        // Three members, three to agree: one no is the end.
        let phone = t.person("group1", "LJ").await;
        let waiting = phone.goes("/books/LJ/approvals").await.ok();
        let papers = phone.goes(&waiting.link("看票据")).await.ok();
        phone.sends(&papers.form("不同意").with("words", "没有用到渠上")).await.ok();
        t.person("clerk", "LJ").await.goes(&sent.path).await.ok().shows("没有用到渠上");
        buys(t, "LJ", &bill).await.ok().shows("审批中");
    })
    .await;
}

#[tokio::test]
async fn 红字发票_收钱可以_花钱要和蓝字放在一单() {
    Story::tell(async |t| {
        two_villages(t).await;
        let (blue, red) = (invoice(6, OURS, 500), invoice(9, OURS, -200).remarked(&format!("对应蓝字 {}", number(6))));
        let alone = purchase(t, "LJ", "expense", "办公用品").await.attaching(red.file());
        refuses(t, "LJ", &alone).await.shows("是红字 -200.00 元，不能单独付款");
        let both = purchase(t, "LJ", "expense", "办公用品").await.attaching(blue.file()).attaching(red.file());
        let sent = sends(t, "LJ", &both).await.ok();
        sent.shows("300.00").shows("红字").shows("冲的蓝字发票");
        sends(t, "LJ", &sent.form("撤回")).await.ok();
        let back = purchase(t, "LJ", "income", "罚款和违约金收入").await.attaching(red.file());
        sends(t, "LJ", &back).await.ok().shows("审批中").shows("200.00").shows("红字");
    })
    .await;
}

#[tokio::test]
async fn 带外部定义的不收_读不出的_pdf_按普通票据收_都说明白() {
    Story::tell(async |t| {
        two_villages(t).await;
        let bill = invoice(10, OURS, 100);
        let entity = bill.xml().replace("*水泥*水泥", "&lol;");
        let doctype = format!("<!DOCTYPE a [<!ENTITY lol 'x'>]>{entity}");
        let deep = format!("<EInvoice>{}{}</EInvoice>", "<a>".repeat(99), "</a>".repeat(99));
        let files: [(Attached, &str); 4] = [
            (xml_file(entity.as_bytes()), "带有外部定义，不能收"),
            (pdf_file(entity.as_bytes()), "带有外部定义，不能收"),
            (xml_file(doctype.as_bytes()), "外部定义"),
            (xml_file(deep.as_bytes()), "嵌套超过 32 层"),
        ];
        for (file, said) in files {
            let form = purchase(t, "LJ", "expense", "办公用品").await.with("amount", "100").attaching(file);
            refuses(t, "LJ", &form).await.shows(said);
        }
        let wrong = bill.xml().replace("<TotalTaxAm>0.00", "<TotalTaxAm>9.00");
        let form = purchase(t, "LJ", "expense", "办公用品").await.attaching(pdf_file(wrong.as_bytes()));
        let form = form.with("amount", "100").with("other_party", "建材部");
        sends(t, "LJ", &form).await.ok().shows("附带的发票数据读不出，按普通票据收").shows("相差9.00元");
        let form = purchase(t, "LJ", "expense", "办公用品").await.attaching(pdf_file(bill.xml().as_bytes()));
        sends(t, "LJ", &form).await.ok().shows(&number(10)).shows("100.00");
    })
    .await;
}

/// The file as the script of the form sends it; the JSON that answers.
async fn uploads(browser: &mut Browser, file: &Attached) -> serde_json::Value {
    let token = browser.get("/me").await.field("csrf").expect("a token");
    let mark = "----a-boundary";
    let mut body = format!("--{mark}\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{token}\r\n").into_bytes();
    let head = format!(
        "--{mark}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{}\"\r\nContent-Type: {}\r\n\r\n",
        file.name, file.kind
    );
    body.extend_from_slice(head.as_bytes());
    body.extend_from_slice(&file.bytes);
    body.extend_from_slice(format!("\r\n--{mark}--\r\n").as_bytes());
    let request = Request::post("/books/LJ/files")
        .header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={mark}"))
        .header(header::ACCEPT, "application/json")
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(body));
    let seen = browser.send(request.expect("a request")).await;
    serde_json::from_str(&seen.body).unwrap_or_else(|e| panic!("{e}: {}", seen.body))
}

#[tokio::test]
async fn 上传时就答出发票的号码日期销售方和金额() {
    Story::tell(async |t| {
        two_villages(t).await;
        let mut phone = Browser::on(&t.app);
        phone.logs_in("clerk-lj", PASSWORD).await;
        let bill = invoice(11, OURS, 1_234);
        let told = uploads(&mut phone, &bill.file()).await;
        assert_eq!(told["invoice"]["number"], number(11));
        assert_eq!(told["invoice"]["date"], "2025-09-08");
        assert_eq!(told["invoice"]["seller"], "青溪建材经营部");
        assert_eq!(told["invoice"]["amount"], "1234.00");
        assert_eq!(told["invoice"]["red"], false);
        let wrong = bill.xml().replace("<TotalTaxAm>0.00", "<TotalTaxAm>9.00");
        let told = uploads(&mut phone, &pdf_file(wrong.as_bytes())).await;
        assert!(told["invoice"].is_null() && told["unread"].as_str().is_some_and(|w| w.contains("相差")), "{told}");
        let told = uploads(&mut phone, &xml_file(b"<EInvoice>&lol;</EInvoice>")).await;
        assert!(told["message"].as_str().is_some_and(|w| w.contains("外部定义")), "{told}");
    })
    .await;
}
