//! 审计包 from the browser: for those who oversee, recorded, and the same bytes as from a terminal.

use axum::http::StatusCode;
use mingzhang::auth::Role;

use crate::support::desk::voucher;
use crate::support::package::{Empty, packed};
use crate::support::story::Story;

#[tokio::test]
async fn 监督员从网页带走账本_记入日志_与命令导出的一样() {
    Story::tell(async |t| {
        t.village("LJ", "李家村").await;
        t.it_is("2025-07-08");
        t.employs("jiandu", "监督员", Role::Observer, None).await;
        let paper = voucher("2025-07-03").debit("老村部房租", "101", "500").credit("老村部房租", "50103", "500");
        t.accountant_types("LJ", &paper).await.ok();
        t.colleague_reviews("LJ").await;
        t.colleague_posts("LJ").await.shows("记-0001");
        t.seat("jiandu").await.goes("/oversight").await.ok().shows("审计包");
        t.seat("jiandu").await.goes("/books/LJ/package").await.ok().shows("2025年").shows("带走");
        let zip = t.seat("jiandu").await.goes("/books/LJ/package/2025.zip").await.ok().bytes;
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (from_web, from_terminal) = (folder.path().join("web.zip"), folder.path().join("terminal.zip"));
        std::fs::write(&from_web, &zip).expect("written");
        packed(&t.app, "LJ", 2025, &from_terminal).await.expect("a package");
        assert!(zip == std::fs::read(&from_terminal).expect("a file"), "网页与命令导出的不同");
        assert!(!t.app.config.data.join("packing").read_dir().is_ok_and(|mut d| d.next().is_some()), "有剩下的文件");
        let db = t.app.db.clone();
        assert!(Empty::over(db).inherits(&from_web).await.expect_err("not empty").is("archive.not_empty"));
        t.seat("jiandu").await.goes("/settings/audit").await.ok().shows("审计包").shows("包码");
        for (who, path) in [("accountant", "/books/LJ/package"), ("clerk", "/books/LJ/package/2025.zip")] {
            assert_eq!(t.person(who, "LJ").await.goes(path).await.status, StatusCode::FORBIDDEN, "{who}");
        }
        let empty = t.seat("jiandu").await.goes("/books/LJ/package/2024.zip").await;
        assert_eq!(empty.status, StatusCode::NOT_FOUND);
    })
    .await;
}
