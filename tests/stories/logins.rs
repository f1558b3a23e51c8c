//! Many at once: the count of failures and the first administrator hold when everybody comes together.

use futures_util::future::join_all;
use mingzhang::auth::{self, Attempt, Hashing, NewPerson, Password};
use mingzhang::db::Db;
use mingzhang::kernel::{Outcome, Timestamp};

use super::doors::{CHIEF, founded};
use crate::support::browser::{Browser, MORNING, app_at};
use crate::support::each_engine;

fn morning() -> Timestamp {
    Timestamp::parse(MORNING).expect("an instant")
}

#[tokio::test]
async fn 同时猜密码_也只给五次() {
    each_engine(async |db: Db| {
        founded(&db).await;
        let hashing = Hashing::fast_for_tests();
        let guess = |password: String| {
            let attempt = Attempt {
                login: CHIEF.0.to_owned(),
                password,
                address: "203.0.113.7".to_owned(),
                agent: String::new(),
            };
            auth::log_in(&db, &hashing, attempt, morning())
        };
        let answers = join_all((0..12).map(|n| guess(format!("guess number {n}")))).await;
        let refused = |code: &str| answers.iter().filter(|a| a.as_ref().is_err_and(|f| f.is(code))).count();
        assert_eq!((refused("auth.wrong_password"), refused("auth.throttled")), (4, 8));
        let right = guess(CHIEF.1.to_owned()).await;
        assert!(right.is_err_and(|f| f.is("auth.throttled")), "the right password has to wait as well");
    })
    .await;
}

#[tokio::test]
async fn 两人同时首次使用_只成一个() {
    each_engine(async |db: Db| {
        let hashing = Hashing::fast_for_tests();
        let found = async |login: &str| -> Outcome<()> {
            let new = NewPerson::new(login, "管理员")?;
            let sealed = hashing.seal(&Password::new(login, "a-long-password")?).await?;
            let act = db.write(move |tx| {
                Box::pin(async move { auth::first_administrator(tx, &new, &sealed, "", morning()).await })
            });
            act.await.map(drop)
        };
        let (one, two) = tokio::join!(found("first"), found("second"));
        assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
        let late = if one.is_err() { one } else { two };
        assert!(late.is_err_and(|f| f.is("auth.already_set_up")));
    })
    .await;
}

#[tokio::test]
async fn 天天在用的登录_七天也要重新来() {
    each_engine(async |db: Db| {
        let app = founded(&db).await;
        let mut chief = Browser::on(&app);
        chief.logs_in(CHIEF.0, CHIEF.1).await;
        for hours in (11..168).step_by(11) {
            chief.moves_to(&app_at(&db, &morning().plus_seconds(hours * 3600).stored()));
            chief.get("/me").await.is(200);
        }
        chief.moves_to(&app_at(&db, &morning().plus_seconds(168 * 3600).stored()));
        chief.get("/me").await.is(303);
    })
    .await;
}
