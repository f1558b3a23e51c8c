//! 理财会议: the list, the papers, PINs in turn on one device; the list signed by hand; the minutes.

use crate::support::story::{PASSWORD, Story};
use crate::support::village_acts::{payment, picture};
use crate::support::visitor::Page;

/// The value a box sends, by the words beside it.
#[track_caller]
fn box_value(page: &Page, field: &str, words: &str) -> String {
    let (html, mark) = (page.html(), format!("name=\"{field}\" value=\""));
    let boxes = html.split(&mark).skip(1);
    let found = boxes
        .map(|b| b.split_once('"').expect("a value"))
        .find(|(_, rest)| rest.split("</label>").next().unwrap_or("").contains(words));
    found.unwrap_or_else(|| panic!("{} 上没有「{words}」这一格", page.path)).0.to_owned()
}

/// Two bills wait for the group of 李家村.
async fn two_bills(t: &mut Story) {
    t.village("LJ", "李家村").await;
    t.it_is("2025-09-12");
    let bill = |amount, party, why| payment("付电费").of(amount).with(party).because(why).dated("2025-09-10");
    t.clerk_hands_in("LJ", &bill("356.00", "县供电所", "村部8月电费").pictured(1)).await.ok();
    t.clerk_hands_in("LJ", &bill("88.50", "镇电料店", "换灯泡").pictured(2)).await.ok();
}

/// The first of the group opens the meeting; everybody is there.
async fn meets(t: &mut Story, who: &str) -> Page {
    let seat = t.person(who, "LJ").await;
    let new = seat.goes("/books/LJ/meetings/new").await.ok();
    let mut form = new.form("开会");
    for name in ["理财组长", "理财组员甲", "理财组员乙"] {
        form = form.ticking("present", &box_value(&new, "present", name));
    }
    seat.sends(&form).await.ok()
}

/// Looks at every paper of the list, one after the other.
async fn looks(t: &mut Story, who: &str, meeting: &Page) -> Page {
    let seat = t.person(who, "LJ").await;
    let mut page = seat.goes(&meeting.link("看票据，还有")).await.ok();
    for _ in 0..9 {
        if page.html().contains("看完了，去签字") {
            break;
        }
        page = seat.goes(&page.link("下一件")).await.ok();
    }
    seat.goes(&page.link("看完了，去签字")).await.ok()
}

async fn sets_pin(t: &mut Story, who: &str, pin: &str) {
    let seat = t.person(who, "LJ").await;
    let me = seat.goes("/me").await.ok();
    let form = me.form("设签字密码").with("current", PASSWORD).with("pin", pin).with("pin_repeated", pin);
    seat.sends(&form).await.ok().shows("签字密码已设定");
}

/// The page on which a member signs, on the convener's device.
async fn turn_of(t: &mut Story, host: &str, meeting: &str, name: &str) -> Page {
    let seat = t.person(host, "LJ").await;
    let page = seat.goes(meeting).await.ok();
    let html = page.html();
    let place = html.split("seats__who\">").find(|s| s.starts_with(name)).expect("a seat");
    let href = place.split("href=\"").nth(1).and_then(|s| s.split('"').next()).expect("a way to sign").to_owned();
    seat.goes(&href).await.ok()
}

#[tokio::test]
async fn 一台设备上三人轮流签字_看过票据才能同意_不同意写原因() {
    Story::tell(async |t| {
        two_bills(t).await;
        for (who, pin) in [("group1", "2580"), ("group2", "135791"), ("group3", "7410")] {
            sets_pin(t, who, pin).await;
        }
        let meeting = meets(t, "group1").await;
        meeting.shows("第1次理财会议").shows("2 件，合计 444.50元").shows("没看票据").shows("没有签");
        let path = meeting.path.clone();

        let turn = turn_of(t, "group1", &path, "李家村理财组员甲").await;
        let host = t.person("group1", "LJ").await;
        let blind = host.sends(&turn.form("签字").with("pin", "135791")).await;
        assert_eq!(blind.status, 409);
        blind.shows("第1号还没有打开看过票据").shows("第2号还没有打开看过票据");

        let meeting = looks(t, "group1", &meeting).await;
        meeting.shows("已看票据").hides("没看票据");
        let turn = turn_of(t, "group1", &path, "李家村理财组员甲").await;
        let host = t.person("group1", "LJ").await;
        let wrong = host.sends(&turn.form("签字").with("pin", "2580")).await;
        assert_eq!(wrong.status, 422, "another member's PIN");
        wrong.shows("签字密码不对，再错4次");
        assert!(!wrong.html().contains("2580"), "what was typed is not shown");
        let bare = wrong.form("签字").with("pin", "135791").ticking("refuse", &box_value(&wrong, "refuse", "不同意"));
        host.sends(&bare).await.shows("第1号不同意要写明原因");
        let signed = host.sends(&turn.form("签字").with("pin", "135791")).await.ok();
        signed.shows("李家村理财组员甲已签：同意2件，不同意0件").shows("签字密码").shows("●○○ 1/3 同意");

        let turn = turn_of(t, "group1", &path, "李家村理财组员乙").await;
        let second =
            turn.html().split("name=\"words_").nth(2).and_then(|s| s.split('"').next()).expect("a field").to_owned();
        let host = t.person("group1", "LJ").await;
        let no = turn.form("签字").with("pin", "7410").with(&format!("words_{second}"), "没有用这么多");
        host.sends(&no).await.ok().shows("同意1件，不同意1件").shows("李家村理财组员乙 不同意：没有用这么多");
        let turn = turn_of(t, "group1", &path, "李家村理财组长").await;
        let host = t.person("group1", "LJ").await;
        host.sends(&turn.form("签字").with("pin", "2580")).await.ok();
        let twice = host.sends(&turn.form("签字").with("pin", "2580")).await;
        twice.shows("没有可签的");

        let head = t.person("head", "LJ").await;
        let waiting = head.goes("/books/LJ/approvals").await.ok();
        waiting.shows("村部8月电费");
        let paper = head.goes(&waiting.link("看票据")).await.ok();
        paper.shows("李家村理财组员甲 同意（签字密码，第1次理财会议）").shows("3/3 同意");

        let host = t.person("group1", "LJ").await;
        let open = host.goes(&path).await.ok();
        let minutes = host.goes(&open.link("理财会议记录")).await.ok();
        assert_eq!(minutes.kind, "application/pdf");
        let over = host.sends(&open.form("散会")).await.ok();
        over.shows("已散会");
        assert!(over.try_form("散会").is_none());
        host.sends(&turn.form("签字").with("pin", "2580")).await.shows("已经散会");
        host.goes("/books/LJ/meetings").await.ok().shows("第1次理财会议").shows("2 件").shows("已散会");
    })
    .await;
}

#[tokio::test]
async fn 签字密码错五次就停_只签本人_外村和没到会的都不行() {
    Story::tell(async |t| {
        two_bills(t).await;
        t.village("WJ", "王家村").await;
        t.it_is("2025-09-12");
        sets_pin(t, "group2", "2580").await;
        let meeting = meets(t, "clerk").await;
        let path = looks(t, "clerk", &meeting).await.path;
        let turn = turn_of(t, "clerk", &path, "李家村理财组员甲").await;
        let host = t.person("clerk", "LJ").await;
        for left in (1..5).rev() {
            let wrong = host.sends(&turn.form("签字").with("pin", "9999")).await;
            wrong.shows(&format!("再错{left}次将暂停签字"));
        }
        host.sends(&turn.form("签字").with("pin", "9999")).await.shows("请15分钟后再试");
        host.sends(&turn.form("签字").with("pin", "2580")).await.shows("请15分钟后再试");
        host.goes(&path).await.ok().shows("没有签");

        let stranger = t.person("group1", "WJ").await;
        assert_eq!(stranger.goes(&path).await.status, 404);
        assert_eq!(stranger.goes(&path.replace("/LJ/", "/WJ/")).await.status, 404);
        let foreign = turn.path.replace("/LJ/", "/WJ/");
        assert_eq!(stranger.goes(&foreign).await.status, 404);
        let head = t.person("head", "LJ").await;
        assert_eq!(head.goes("/books/LJ/meetings/new").await.status, 403);
        assert_eq!(head.goes(&path).await.status, 200, "the head reads");
        assert!(head.goes(&path).await.try_form("散会").is_none());
    })
    .await;
}

#[tokio::test]
async fn 第一次的签字密码用一次性口令当场设() {
    Story::tell(async |t| {
        two_bills(t).await;
        let admin = t.seat("guanli").await;
        let people = admin.goes("/settings/people").await.ok();
        let person = admin.goes(&people.link("李家村理财组员甲")).await.ok();
        let handed = admin.sends(&person.form("给签字口令")).await.ok();
        let html = handed.html();
        let code = html.split("<strong>").nth(1).and_then(|s| s.split('<').next()).expect("a code").to_owned();
        assert_eq!(code.len(), 6);
        let meeting = meets(t, "group1").await;
        let turn = turn_of(t, "group1", &meeting.path, "李家村理财组员甲").await;
        turn.shows("先设签字密码");
        let host = t.person("group1", "LJ").await;
        let typed = |code: &str, pin: &str, again: &str| {
            turn.form("设定").with("pin_code", code).with("pin", pin).with("pin_repeated", again)
        };
        host.sends(&typed(&code, "1234", "1234")).await.shows("不能全是同一个数");
        host.sends(&typed(&code, "2580", "2581")).await.shows("两次填写的签字密码不一样");
        host.sends(&typed("xxxxxx", "2580", "2580")).await.shows("一次性口令不对，再错4次");
        host.sends(&typed(&code, "2580", "2580")).await.ok().shows("签字密码").shows("不勾的就是同意");
        host.sends(&typed(&code, "3691", "3691")).await.shows("没有可用的一次性口令");
        let stranger = turn_of(t, "group1", &meeting.path, "李家村理财组员乙").await;
        let host = t.person("group1", "LJ").await;
        let refused = host
            .sends(&stranger.form("设定").with("pin_code", &code).with("pin", "3691").with("pin_repeated", "3691"))
            .await;
        refused.shows("没有可用的一次性口令");
    })
    .await;
}

#[tokio::test]
async fn 自己登录签也要先打开票据() {
    Story::tell(async |t| {
        two_bills(t).await;
        let one = t.person("group1", "LJ").await;
        let list = one.goes("/books/LJ/approvals").await.ok();
        let paper = one.goes(&list.link("看票据")).await.ok();
        let seen = paper.form("同意").value("seen").expect("a digest").to_owned();
        let two = t.person("group2", "LJ").await;
        let me = two.goes("/me").await.ok();
        let csrf = me.form("设签字密码").value("csrf").expect("a token").to_owned();
        let fields = [("csrf", csrf.as_str()), ("verdict", "agree"), ("seen", seen.as_str())];
        let blind = two.posts(&paper.path, &fields).await;
        assert_eq!(blind.status, 409);
        blind.shows("还没有打开看过票据");
        two.goes(&paper.path).await.ok();
        two.posts(&paper.path, &fields).await.ok().shows("您已签同意");
    })
    .await;
}

/// The clerk fills in what stands on the paper: both agree, one refuses the second item.
async fn records(t: &mut Story, meeting: &str, code: &str) -> Page {
    let clerk = t.person("clerk", "LJ").await;
    let page = clerk.goes(meeting).await.ok();
    let blank = clerk.goes(&page.link("登记纸质签字")).await.ok();
    let form = blank.form("登记，交专管员核对").with("batch_code", code).attaching(picture_of_paper());
    let form = form.ticking("signed", &box_value(&blank, "signed", "李家村理财组长"));
    let form = form.ticking("signed", &box_value(&blank, "signed", "李家村理财组员甲"));
    clerk.sends(&form).await
}

fn picture_of_paper() -> crate::support::visitor::Attached {
    let mut paper = picture(200);
    paper.field = "scan".to_owned();
    paper
}

fn code_of(meeting: &Page) -> String {
    let html = meeting.html();
    html.split("class=\"code\">").nth(1).and_then(|s| s.split('<').next()).expect("a code").to_owned()
}

#[tokio::test]
async fn 纸上签的拍照登记_由另一人核对才算数() {
    Story::tell(async |t| {
        two_bills(t).await;
        let meeting = meets(t, "group1").await;
        let code = code_of(&meeting);
        let clerk = t.person("clerk", "LJ").await;
        let list = clerk.goes(&format!("{}/list.pdf", meeting.path)).await.ok();
        assert_eq!(list.kind, "application/pdf");
        let page = clerk.goes(&meeting.path).await.ok();
        let blank = clerk.goes(&page.link("登记纸质签字")).await.ok();
        let empty = clerk.sends(&blank.form("登记，交专管员核对").with("batch_code", "AAAA-BBBB")).await;
        assert_eq!(empty.status, 422);
        empty.shows("与本次会议的不一样").shows("还没有拍照").shows("纸上谁签了什么还没有填");
        let recorded = records(t, &meeting.path, &code.to_lowercase()).await.ok();
        recorded.shows("等核对").shows("李家村理财组长 同意2件").shows("没有签");
        assert!(recorded.try_form("与纸上一致").is_none(), "not by the one who recorded it");

        let centre = t.person("accountant", "LJ").await;
        let page = centre.goes(&meeting.path).await.ok();
        centre.sends(&page.form("退回重新登记")).await.shows("退回纸质签字要写明原因");
        let page = centre.goes(&meeting.path).await.ok();
        let confirmed = centre.sends(&page.form("与纸上一致")).await.ok();
        confirmed.shows("已核对").shows("2 件").shows("纸上签字").shows("●●○ 2/3 同意");
        let again = centre.sends(&page.form("与纸上一致")).await;
        assert_eq!(again.status, 409);
        again.shows("已经核对过");
        let clerk = t.person("clerk", "LJ").await;
        let fields = [("csrf", "0")];
        assert_eq!(clerk.posts("/books/LJ/bindings/0/confirm", &fields).await.status, 403);
        t.agrees("group3", "LJ").await;
        t.person("head", "LJ").await.goes("/books/LJ/approvals").await.ok().shows("等您");
    })
    .await;
}

#[tokio::test]
async fn 印好以后内容改过_纸上签的作废_页上写明是哪一件() {
    Story::tell(async |t| {
        two_bills(t).await;
        let meeting = meets(t, "group1").await;
        let code = code_of(&meeting);
        let centre = t.person("accountant", "LJ").await;
        let list = centre.goes("/books/LJ/submissions").await.ok();
        let first = list.link("村部8月电费");
        let id = first.rsplit('/').next().expect("an id").to_owned();
        // The group sends it back through the centre before the paper is recorded.
        let chief = t.seat("zongkuai").await;
        let me = chief.goes("/me").await.ok();
        let csrf = me.form("换密码").value("csrf").expect("a token").to_owned();
        let version = version_of(t, &first).await;
        let chief = t.seat("zongkuai").await;
        let back = [("csrf", csrf.as_str()), ("version", version.as_str()), ("reasons", "amount"), ("words", "写错了")];
        chief.posts(&format!("/books/LJ/intake/{id}/return"), &back).await.ok();
        let clerk = t.person("clerk", "LJ").await;
        let mend = clerk.goes(&format!("{first}/edit")).await.ok();
        clerk.sends(&mend.form("交单").with("amount", "365.00")).await.ok();
        clerk.goes(&meeting.path).await.ok().shows("第1号列清单以后内容改过");
        records(t, &meeting.path, &code).await.ok();
        let centre = t.person("accountant", "LJ").await;
        let page = centre.goes(&meeting.path).await.ok();
        let confirmed = centre.sends(&page.form("与纸上一致")).await.ok();
        confirmed.shows("第1号列清单以后内容改过，签的意见作废，请重新开会").shows("●●○ 2/3 同意");
        let shown = centre.goes(&first).await.ok();
        shown.shows("内容改过，已作废：李家村理财组长 同意（纸上签字，第1次理财会议）").shows("0/3 同意");
    })
    .await;
}

async fn version_of(t: &mut Story, path: &str) -> String {
    let clerk = t.person("clerk", "LJ").await;
    let page = clerk.goes(path).await.ok();
    page.form("撤回").value("version").expect("a version").to_owned()
}

#[tokio::test]
async fn 没有等理财小组的_开不了会_开会要写明地点和到会() {
    Story::tell(async |t| {
        t.village("LJ", "李家村").await;
        t.it_is("2025-09-12");
        let one = t.person("group1", "LJ").await;
        let new = one.goes("/books/LJ/meetings/new").await.ok();
        let bad = one.sends(&new.form("开会").with("place", " ").with("held_on", "2025-09-13")).await;
        assert_eq!(bad.status, 422);
        bad.shows("晚于今天").shows("在哪里开会还没有填").shows("到会的理财小组成员还没有勾选");
        let form = new.form("开会").ticking("present", &box_value(&new, "present", "理财组长"));
        one.sends(&form).await.shows("现在没有等理财小组的单");
    })
    .await;
}
