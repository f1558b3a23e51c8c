//! 公开的单据: nothing is shown unless the policy of its kind says so, and no picture unless somebody released it.

use mingzhang::auth::Role;
use mingzhang::village;

use crate::package::quarter;
use crate::support::story::Story;
use crate::support::township::someone;
use crate::support::village_acts::picture;

const PAPERS: &str = "/books/LJ/disclosures/2025Q3/papers";
/// Every kind of paper the program knows, as its policy is called.
const KINDS: [&str; 8] =
    ["invoice", "receipt", "pay_list", "contract", "resolution", "acceptance", "bank_slip", "other_paper"];

/// From today on anybody may see this much of every kind of paper.
async fn township_shows(t: &Story, what: &'static str) {
    let chief = someone("总监督会计", Role::Chief).chief().expect("the chief");
    let now = t.app.now();
    let deciding = t.app.db.write(move |tx| {
        Box::pin(async move {
            for kind in KINDS {
                village::set_policy(tx, &chief, None, &format!("public_{kind}"), what, now.date(), now).await?;
            }
            Ok(())
        })
    });
    deciding.await.expect("decided");
}

/// The address of the one picture on a page.
fn shown_on(html: &str) -> Option<String> {
    let rest = html.split("<img class=\"paper-shown\" src=\"").nth(1)?;
    rest.split('"').next().map(str::to_owned)
}

#[tokio::test]
async fn 单据默认不公开_定了才看得到内容_放行了才看得到图() {
    Story::tell(async |t| {
        quarter(t).await;
        let published = t.person("accountant", "LJ").await.goes("/books/LJ/disclosures/2025Q3").await.ok();
        let sheet = t.passer_by_sees(&published.link("看公开页")).await.ok();
        let line = sheet.link("修桥石料");
        t.passer_by_sees(&line).await.ok().shows("附有1张单据没有放到网上").hides("谁开的");
        let desk = t.person("accountant", "LJ").await;
        let page = desk.goes(&published.link("公开的单据")).await.ok();
        page.shows("修桥石料").shows("不公开");
        let release = page.form("第1页没有个人信息，放行原件");
        desk.sends(&release).await.ok().shows("已放行").shows("图还看不到");
        let twice = desk.sends(&release).await;
        assert_eq!(twice.status, 409);
        twice.shows("这张图已经放行过了");
        let closed = t.passer_by_sees(&line).await.ok();
        assert!(shown_on(&closed.html()).is_none(), "released, and the policy says no");
        township_shows(t, "公开内容").await;
        let told = t.passer_by_sees(&line).await.ok();
        told.shows("指纹").hides("附有");
        assert!(shown_on(&told.html()).is_none(), "the words alone");
        township_shows(t, "公开内容和放行的图").await;
        let open = t.passer_by_sees(&line).await.ok();
        let address = shown_on(&open.html()).expect("a picture");
        let seen = t.passer_by_sees(&address).await.ok();
        assert_eq!((seen.kind.as_str(), &seen.bytes[..2]), ("image/jpeg", [0xFF, 0xD8].as_slice()));
        assert_eq!(t.passer_by_sees(&address.replace(&line, "/p/none/2025-07-0001-1")).await.status, 404);
        let desk = t.person("accountant", "LJ").await;
        let back = desk.goes(PAPERS).await.ok().form("收回");
        desk.sends(&back).await.ok();
        assert_eq!(desk.sends(&back).await.status, 404, "taken back once");
        assert_eq!(t.passer_by_sees(&address).await.status, 404, "taken back is gone");
        let desk = t.person("accountant", "LJ").await;
        let cover = desk.goes(PAPERS).await.ok().form("放行遮盖过的图");
        let mut covered = picture(9);
        covered.field = "cover".into();
        desk.sends(&cover.attaching(covered)).await.ok().shows("遮盖过的图");
        let again = t.passer_by_sees(&line).await.ok();
        assert!(again.html().contains("个人信息遮住了"), "{}", again.words());
    })
    .await;
}

#[tokio::test]
async fn 放行的人要是本村的专管员_别村的单据放不了() {
    Story::tell(async |t| {
        quarter(t).await;
        t.village("WJ", "王家村").await;
        let desk = t.person("accountant", "LJ").await;
        let release = desk.goes(PAPERS).await.ok().form("第1页没有个人信息，放行原件");
        let (document, file) = (release.value("document").expect("an id"), release.value("file").expect("an id"));
        let fields = [("document", document), ("file", file)];
        let other = t.person("accountant", "WJ").await;
        let strange = other.posts(&format!("{PAPERS}/release"), &fields).await;
        assert!([403, 404].contains(&strange.status.as_u16()), "{}", strange.status);
        let clerk = t.person("clerk", "LJ").await;
        clerk.goes(PAPERS).await.ok().hides("没有个人信息，放行");
        let forbidden = clerk.posts(&format!("{PAPERS}/release"), &fields).await;
        assert_eq!(forbidden.status, 403);
    })
    .await;
}
