//! 操作日志: who did what, when. For the observer, the director, and — people and settings only — the administrator.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::routing::get;
use serde::Deserialize;

use crate::app::App;
use crate::audit::{self, Event, Scope, Search};
use crate::auth::{AuthRefusal, LogReader};
use crate::kernel::{Date, Timestamp};
use crate::village::{self, Book};

use super::error::WebError;
use super::extract::Query;
use super::frame::Frame;
use super::page::{Answer, in_query, show};
use super::permit::Office;

/// Events on one page.
const PAGE: usize = 50;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/settings/audit", get(index))
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Wish {
    chain: String,
    person: String,
    words: String,
    from: String,
    to: String,
    before: String,
}

impl Wish {
    /// The same question, further back.
    fn earlier_than(&self, seq: i64) -> String {
        let fields = [
            ("chain", &self.chain),
            ("person", &self.person),
            ("words", &self.words),
            ("from", &self.from),
            ("to", &self.to),
        ];
        let asked: String = fields.iter().map(|(name, value)| format!("{name}={}&", in_query(value))).collect();
        format!("/settings/audit?{asked}before={seq}")
    }
}

/// One act in words.
struct Row {
    at: String,
    who: String,
    address: String,
    what: &'static str,
    verb: String,
    subject: String,
    detail: String,
    seq: i64,
}

#[derive(Template)]
#[template(path = "settings/audit.html")]
struct LogPage {
    frame: Frame,
    wish: Wish,
    chains: Vec<(String, String)>,
    rows: Vec<Row>,
    earlier: String,
}

async fn index(State(app): State<App>, reader: Office<LogReader>, Query(wish): Query<Wish>) -> Answer {
    let mut tx = app.db.read().await?;
    let books = if reader.by.sees_every_chain() { village::books(&mut tx).await? } else { Vec::new() };
    let search = search(&wish, &books, app.now())?;
    let events = audit::search(&mut tx, &search).await?;
    drop(tx);
    let earlier = events.get(PAGE - 1).filter(|_| events.len() > PAGE).map(|e| wish.earlier_than(e.seq));
    let chains = [(String::new(), "全乡镇（人员和设置）".to_owned())];
    show(&LogPage {
        frame: Frame::of(&reader.who).under("设置").crumb("操作日志", ""),
        chains: chains.into_iter().chain(books.into_iter().map(|b| (b.code, b.name))).collect(),
        rows: events.into_iter().take(PAGE).map(row).collect(),
        earlier: earlier.unwrap_or_default(),
        wish,
    })
}

/// One more than a page is asked for, to know whether there is an earlier one.
fn search(wish: &Wish, books: &[Book], now: Timestamp) -> Result<Search, WebError> {
    let scope = match wish.chain.as_str() {
        "" => Scope::Township,
        code => Scope::Book(books.iter().find(|b| b.code == code).ok_or(AuthRefusal::NoSuchBook)?.id),
    };
    let day = |typed: &str| typed.parse::<Date>().ok();
    let beginning = Timestamp::parse("1970-01-01T00:00:00Z").unwrap_or(now);
    Ok(Search {
        scope,
        person: wish.person.clone(),
        words: wish.words.clone(),
        from: day(&wish.from).map_or(beginning, Timestamp::start_of),
        to: day(&wish.to).and_then(|d| d.succ_opt()).map(Timestamp::start_of).unwrap_or(now.plus_seconds(86_400)),
        before: wish.before.parse().ok(),
        limit: i64::try_from(PAGE).unwrap_or(50) + 1,
    })
}

fn row(event: Event) -> Row {
    Row {
        at: event.at.minute(),
        who: event.actor_name,
        address: event.address,
        what: word_of(&event.act),
        verb: event.act,
        subject: event.subject,
        detail: event.detail,
        seq: event.seq,
    }
}

/// The trade's word for an act; an act without one is shown as recorded.
fn word_of(verb: &str) -> &'static str {
    WORDS.iter().find(|(known, _)| *known == verb).map_or("", |(_, word)| word)
}

const WORDS: &[(&str, &str)] = &[
    ("login", "登录"),
    ("login.failed", "登录失败"),
    ("logout", "退出"),
    ("person.first_administrator", "建立系统管理员"),
    ("person.create", "增加人员"),
    ("person.disable", "停用人员"),
    ("person.enable", "恢复人员"),
    ("person.set_password", "重置密码"),
    ("person.change_password", "换密码"),
    ("person.password_wrong", "换密码时密码不对"),
    ("session.revoke", "退出全部登录"),
    ("role.grant", "指定角色"),
    ("role.revoke", "取消角色"),
    ("role.term", "改任期"),
    ("cadre.record", "登记村干部"),
    ("cadre.end", "登记村干部离任"),
    ("kin.record", "登记近亲属"),
    ("kin.take_back", "取消近亲属登记"),
    ("pin.code", "给一次性口令"),
    ("pin.code_wrong", "一次性口令不对"),
    ("pin.set", "设签字密码"),
    ("pin.given", "用签字密码"),
    ("pin.wrong", "签字密码不对"),
    ("township.found", "建立乡镇"),
    ("policy.set", "改设置"),
    ("reporting_day.set", "定报账日"),
    ("reason.add", "增加退回原因"),
    ("reason.retire", "停用退回原因"),
    ("calendar.set", "填工作日历"),
    ("calendar.clear", "删工作日历"),
    ("form.keep", "存报表样式"),
    ("party.mark_book", "登记本镇往来"),
    ("party.unmark_book", "取消本镇往来"),
    ("check.certify", "出稽核证明"),
    ("notice.compose", "编制专项公开、年度材料、更正公告"),
    ("notice.decline", "记下不必公开"),
    ("notice.meeting", "登记年度会议"),
    ("notice.check", "核对专项公开、年度材料、更正公告"),
    ("notice.opinion", "对专项公开、年度材料、更正公告签意见"),
    ("notice.sign", "签发专项公开、年度材料、更正公告"),
    ("notice.publish", "公布专项公开、年度材料、更正公告"),
    ("notice.posted", "张贴专项公开、年度材料、更正公告"),
    ("question.ask", "收到村民质询"),
    ("question.accept", "受理质询"),
    ("question.reject", "不予受理质询"),
    ("question.merge", "质询并案"),
    ("question.sort", "质询分类"),
    ("question.assign", "质询交办"),
    ("question.urge", "督办质询"),
    ("question.explain", "质询说明"),
    ("question.propose", "质询答复报审"),
    ("question.hand_back", "质询答复退回重拟"),
    ("question.answer", "答复质询"),
    ("question.approve", "审定质询答复"),
    ("question.rate", "评价质询答复"),
    ("question.call", "质询回访"),
    ("question.redo", "重办质询"),
    ("question.archive", "归档质询"),
    ("question.contact", "看提问人联系方式"),
    ("question.erase", "删提问人联系方式"),
    ("book.open", "建立账套"),
    ("book.opening", "录入期初余额"),
    ("book.conversion", "新旧衔接建账"),
    ("conversion.keep", "填新旧衔接底稿"),
    ("account.map", "对应原软件科目"),
    ("voucher.import_drafts", "导入凭证待复核"),
    ("budget.draft", "起草预算"),
    ("budget.keep", "改预算草案"),
    ("budget.delete", "删预算草案"),
    ("budget.adopt", "登记预算决议"),
    ("budget.report", "登记预算执行报告"),
    ("project.resolve", "登记一事一议决议"),
    ("project.exempt", "登记筹资减免"),
    ("project.grant", "登记项目批文"),
    ("project.purpose", "登记项目用途"),
    ("project.step", "登记项目进度"),
    ("project.memo", "记筹资筹劳备查簿"),
    ("project.read", "认定项目收支"),
    ("agreement.record", "登记委托协议"),
    ("chart.lay_down", "建立科目表"),
    ("account.add", "增加科目"),
    ("bank_account.add", "登记银行账户"),
    ("bank_statement.import", "导入流水"),
    ("bank_statement.map_columns", "记住流水格式"),
    ("bank_line.pair", "勾对"),
    ("bank_line.unpair", "取消勾对"),
    ("reconciliation.make", "编余额调节表"),
    ("reconciliation.review", "复核余额调节表"),
    ("reconciliation.withdraw", "撤回余额调节表"),
    ("opening_item.enter", "录期初未达账项"),
    ("opening_item.strike", "划去期初未达账项"),
    ("opening_item.review", "复核期初未达账项"),
    ("party_statement.send", "发往来对账单"),
    ("party_statement.answer", "登记往来回执"),
    ("imprest.write", "记备用金清单"),
    ("imprest.strike", "划去备用金清单一行"),
    ("imprest.check", "备用金核对"),
    ("imprest.sign", "签备用金核对"),
    ("cash.count", "现金盘点"),
    ("receipts.buy", "收据购入"),
    ("receipts.issue", "收据发放"),
    ("receipts.sign", "收据签领"),
    ("receipts.recall", "收据收回"),
    ("receipts.use", "用收据号"),
    ("receipts.let_go", "收据号待处理"),
    ("receipts.void", "收据作废或遗失"),
    ("receipts.hand_back", "收据交回"),
    ("receipts.lose", "收据整本遗失"),
    ("receipts.verify", "收据核销"),
    ("pay_list.make", "做发放表"),
    ("pay_list.sign", "交签领表"),
    ("handover.papers", "移交原始凭证"),
    ("handover.receive", "点收原始凭证"),
    ("handover.withdraw", "收回移交清单"),
    ("handover.make", "编交接清单"),
    ("handover.confirm", "交接确认"),
    ("handover.cancel", "取消交接"),
    ("role.pass_on", "交接办完，停用旧权限"),
    ("household.add", "增加农户"),
    ("counterparty.add", "增加往来单位"),
    ("project.add", "增加项目"),
    ("file.store", "存入文件"),
    ("document.add", "登记原始凭证"),
    ("control.set", "改内控规则"),
    ("control.explain", "写明破例的理由"),
    ("ladder.set", "设审批权限"),
    ("paper_rule.set", "设交单材料"),
    ("submission.save", "保存报账单"),
    ("submission.submit", "交单"),
    ("submission.withdraw", "撤回"),
    ("submission.mark", "签署意见"),
    ("submission.mark_void", "意见作废"),
    ("submission.approve", "同意"),
    ("submission.refuse", "不同意"),
    ("submission.return", "退回补正"),
    ("submission.accept", "受理"),
    ("submission.release", "撤销凭证"),
    ("submission.book", "报账单记账"),
    ("paper.release", "放行票据图"),
    ("paper.withdraw", "收回票据图"),
    ("submission.remind", "督办"),
    ("meeting.open", "开理财会议"),
    ("meeting.come", "登记到会"),
    ("meeting.sign", "会上签字"),
    ("meeting.close", "散会"),
    ("meeting.bind", "登记纸质签字"),
    ("meeting.bind_confirm", "核对纸质签字"),
    ("meeting.bind_decline", "退回纸质签字"),
    ("meeting.bound", "记上纸质意见"),
    ("voucher.import", "导入凭证"),
    ("voucher.park", "暂存凭证"),
    ("voucher.prepare", "制单"),
    ("voucher.revise", "修改凭证"),
    ("voucher.delete_draft", "作废草稿"),
    ("voucher.hand_back", "退回凭证"),
    ("voucher.review", "审核"),
    ("voucher.post", "记账"),
    ("voucher.print", "打印凭证"),
    ("template.keep", "存为常用凭证"),
    ("template.rename", "常用凭证改名"),
    ("template.delete", "删除常用凭证"),
    ("recurring.keep", "设定期凭证"),
    ("recurring.make", "生成定期凭证"),
    ("recurring.end", "停用定期凭证"),
    ("print.offset", "设打印位置"),
    ("period.close", "结账"),
    ("report.export", "导出账簿"),
    ("package.export", "带走审计包"),
    ("interface.export", "带走国标接口"),
    ("package.import", "恢复审计包"),
];
