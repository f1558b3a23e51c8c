//! The whole chain through the pages: from a clerk's receipt to the sheet on the board.

use mingzhang::auth::Role;

use crate::support::story::Story;

#[tokio::test]
async fn 一个季度_从报账到张榜() {
    Story::tell(async |t| {
        let book = t.keeps_book_of("LJ", "李家村").await;
        t.employs("baozhang", "李家村报账员", Role::Clerk, Some(book)).await;
        t.employs("zhuanguan", "专管员", Role::Accountant, Some(book)).await;
        t.seat("baozhang").await.goes("/").await.ok().shows("待办");
        t.seat("zhuanguan").await.goes("/").await.ok().shows("李家村");
        t.it_is("2025-07-02");
        t.seat("baozhang").await.goes("/").await.ok().shows("李家村");
        t.passer_by_sees("/").await.shows("登录");
    })
    .await;
}
