//! What a setting changes, for whom, from which day on; and what blocks.

use mingzhang::controls::Severity;
use mingzhang::workflow::SubmissionContent;

use super::found;
use crate::support::each_engine;
use crate::workflow::Village;

#[tokio::test]
async fn 不得办理的_有理由也不收_不查的不问_提示的只看() {
    each_engine(async |db| {
        let v = Village::with_cash(db).await;
        let floor = |fen| [("floor", fen)];
        v.sets("cash.transfer_floor", Severity::Block, "2025-09-20", &floor(50_000)).await;
        let explained = SubmissionContent { explanation: "对方只收现金".into(), ..v.bought(500).await };
        let refused = v.hands_in("甲", explained).await.unwrap_err();
        assert!(refused.is("controls.blocked"), "{refused}");
        assert!(refused.to_string().contains("按规定不得办理"), "{refused}");
        assert!(found(&v, "乙", v.bought(499).await).await.is_empty());

        v.sets("cash.transfer_floor", Severity::Note, "2025-09-20", &floor(50_000)).await;
        let id = v.hands_in("丙", v.bought(501).await).await.expect("a note holds nobody up");
        assert_eq!(v.told(id).await[0].0, "cash.transfer_floor");
        v.sets("cash.transfer_floor", Severity::Off, "2025-09-20", &floor(50_000)).await;
        assert!(found(&v, "丁", v.bought(502).await).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn 规则从定的那天起_本账套的盖过全镇的_过去的改不了() {
    each_engine(async |db| {
        let v = Village::with_cash(db).await;
        let (own, foreign) = (v.book().id, v.town.books[1].id);
        v.sets("cash.transfer_floor", Severity::Block, "2025-09-21", &[("floor", 10_000)]).await;
        assert!(found(&v, "甲", v.bought(100).await).await.is_empty(), "明天才起用");
        let floor = |fen| [("floor", fen)];
        v.sets_for(Some(foreign), "cash.transfer_floor", Severity::Block, "2025-09-20", &floor(1)).await.expect("set");
        assert!(found(&v, "乙", v.bought(101).await).await.is_empty(), "那是别的账套的");
        v.sets_for(Some(own), "cash.transfer_floor", Severity::Warn, "2025-09-20", &floor(10_200)).await.expect("set");
        v.sets("cash.transfer_floor", Severity::Off, "2025-09-20", &[]).await;
        assert_eq!(found(&v, "丙", v.bought(102).await).await, ["cash.transfer_floor"], "自己定的盖过全镇的");

        let past = v.sets_for(None, "cash.limit", Severity::Warn, "2025-09-19", &[]).await.unwrap_err();
        assert!(past.is("controls.setting_in_past"), "{past}");
        let days = v.sets_for(None, "cash.unbanked", Severity::Warn, "2025-09-20", &[("days", 367)]).await.unwrap_err();
        assert!(days.is("controls.bad_parameter"), "{days}");
        let none = v.sets_for(None, "no.such", Severity::Warn, "2025-09-20", &[]).await.unwrap_err();
        assert!(none.is("controls.no_such_control"), "{none}");
    })
    .await;
}
