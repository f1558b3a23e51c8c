//! 设置: what there is to set, for those who may.

use askama::Template;
use axum::Router;
use axum::routing::get;

use crate::app::App;
use crate::auth::Standing;

use super::frame::Frame;
use super::page::{Answer, show};
use super::visit::LoggedIn;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/settings", get(settings))
}

/// One place to go.
struct Place {
    word: &'static str,
    href: &'static str,
    say: &'static str,
}

#[derive(Template)]
#[template(path = "settings/index.html")]
struct SettingsPage {
    frame: Frame,
    places: Vec<Place>,
}

/// The places open to a person. A page area that has something to set adds its line.
fn places(standing: &Standing) -> Vec<Place> {
    let keeps_books = standing.sees_every_book() || !standing.books().is_empty();
    let places = [
        (keeps_books, "账套", "/settings/books", "建立账套；协议、期初余额、往来、银行账户，谁在办事"),
        (keeps_books, "统一会计科目", "/settings/chart", "各村共用的科目和明细"),
        (keeps_books, "报表样式", "/settings/forms", "两张报表有哪些行、每行怎么算，从哪个月起用"),
        (
            standing.chief().is_ok(),
            "本镇账套之间的往来",
            "/settings/mutual",
            "哪个往来方就是本镇另一个账套，合并报表时抵销",
        ),
        (keeps_books, "办法", "/settings/policies", "制度没有写死的地方怎么定，从哪天起"),
        (keeps_books, "报账日", "/reporting-days", "各村哪天来报账，来了没有；定在各村的页上"),
        (keeps_books, "退回原因", "/settings/return-reasons", "退回补正时选的原因，哪条用得多"),
        (keeps_books, "工作日历", "/settings/calendar", "哪天放假、哪天调休上班，期限按它算"),
        (keeps_books, "凭证打印", "/me/printing", "您的打印机偏多少毫米，印一页对版"),
        (standing.chief().is_ok(), "乡镇", "/settings/township", "公开表上印的咨询电话"),
        (standing.sees_every_book(), "审批权限", "/settings/ladder", "各村多少钱由谁批"),
        (keeps_books, "内控规则", "/settings/controls", "现金、票据、开支查哪些，多硬，数额多少，从哪天起"),
        (keeps_books, "交单材料", "/settings/papers", "多少钱的什么事要附合同、验收单、签领单，要不要证明人"),
        (standing.administrator().is_ok(), "人员", "/settings/people", "增加人员，指定角色，重置密码，停用"),
        (standing.log_reader().is_ok(), "操作日志", "/settings/audit", "谁在什么时候办了什么"),
    ];
    places.into_iter().filter(|p| p.0).map(|(_, word, href, say)| Place { word, href, say }).collect()
}

async fn settings(who: LoggedIn) -> Answer {
    show(&SettingsPage { frame: Frame::of(&who).under("设置"), places: places(&who.standing) })
}
