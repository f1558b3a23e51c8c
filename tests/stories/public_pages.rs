//! 村民看的页面: from the finder to one line, without a login, a script or a name too many.

use axum::http::{Request, header};
use mingzhang::kernel::Quarter;

use crate::disclosure_pages::quarter_is_closed;
use crate::support::browser::Browser;
use crate::support::sheets::publishes;
use crate::support::story::Story;

fn third() -> Quarter {
    Quarter::new(2025, 3).expect("a quarter")
}

#[tokio::test]
async fn 村民从找村走到一笔_不登录也不带脚本() {
    Story::tell(async |t| {
        let book = quarter_is_closed(t).await;
        t.keeps_book_of("WJ", "王家村").await;
        t.passer_by_sees("/v").await.ok().shows("青溪镇的村账").shows("还没有哪个村公布过").hides("王家村");
        let head = publishes(&t.app.db, book, third(), t.app.now()).await;
        let finder = t.passer_by_sees("/v").await.ok();
        finder.shows("李家村").hides("王家村");
        for (typed, found) in [("李", true), ("ljc", true), ("王", false)] {
            let page = t.passer_by_sees(&format!("/v?q={typed}")).await.ok();
            assert_eq!(page.words().contains("李家村"), found, "{typed}");
        }
        let village = t.passer_by_sees(&finder.link("李家村")).await.ok();
        village.shows("李家村的账").shows("收进6,000.00").shows("花掉120.50").shows("2025年第三季度");
        let sheet = t.passer_by_sees(&village.link("看这一季的每一笔")).await.ok();
        sheet.shows("两个码一样").shows(&head.code);
        let line = t.passer_by_sees(&sheet.link("购办公用品")).await.ok();
        assert_eq!(line.path, format!("/p/{}/2025-08-0001-1", head.token));
        line.shows("花掉120.50").shows("2025年8月6日").shows("2025年8月 记-0001").shows("李家村");
        assert_eq!(line.link("回到公开表"), format!("/p/{}#2025-08-0001-1", head.token));
        assert!(sheet.html().contains("id=\"2025-08-0001-1\""), "the line has an anchor");
        let rent = t.passer_by_sees(&line.link("上一笔")).await.ok();
        rent.shows("仓库三季度租金").shows("收进6,000.00");
        for page in [&finder, &village, &sheet, &line] {
            assert!(page.bytes.len() < 100_000 && !page.html().contains("<script"), "{}", page.path);
        }
    })
    .await;
}

#[tokio::test]
async fn 不是这里的地址_说清楚往哪里走() {
    Story::tell(async |t| {
        let book = quarter_is_closed(t).await;
        let head = publishes(&t.app.db, book, third(), t.app.now()).await;
        for (path, says) in [
            ("/v/2345678923456789".to_owned(), "没有这个村的公开页"),
            ("/p/0123456789abcdef".to_owned(), "没有这张公开表"),
            ("/p/0123456789abcdef/2025-08-0001-1".to_owned(), "没有这张公开表"),
            (format!("/p/{}/2025-08-0001-2", head.token), "公开表上没有这一笔"),
            (format!("/p/{}/2025-08-0001-01", head.token), "公开表上没有这一笔"),
            (format!("/p/{}/2025-08-0002-1", head.token), "公开表上没有这一笔"),
        ] {
            let page = t.passer_by_sees(&path).await;
            assert_eq!(page.status, 404, "{path}");
            page.shows(says).shows("找村");
        }
    })
    .await;
}

#[tokio::test]
async fn 公开页可以缓存_没有变就不再送_压着送() {
    Story::tell(async |t| {
        let book = quarter_is_closed(t).await;
        let head = publishes(&t.app.db, book, third(), t.app.now()).await;
        let mut browser = Browser::on(&t.app);
        for path in ["/v".to_owned(), head.public_path(), format!("{}/2025-08-0001-1", head.public_path())] {
            let first = browser.get(&path).await.is(200);
            assert!(first.headers[header::CACHE_CONTROL].to_str().expect("text").contains("public"), "{path}");
            assert!(!first.headers.contains_key(header::SET_COOKIE), "nobody is followed: {path}");
            let asking = |name, value: &str| Request::get(&path).header(name, value).body(axum::body::Body::empty());
            let tag = first.headers[header::ETAG].to_str().expect("text").to_owned();
            let again = asking(header::IF_NONE_MATCH, &tag).expect("a request");
            let again = browser.send(again).await.is(304);
            assert!(again.bytes.is_empty());
            let packed = asking(header::ACCEPT_ENCODING, "gzip").expect("a request");
            let packed = browser.send(packed).await.is(200);
            assert_eq!(packed.headers[header::CONTENT_ENCODING], "gzip");
            assert!(packed.bytes.len() < first.bytes.len(), "{path}");
        }
    })
    .await;
}
