use serde_json::json;

use crate::app::{App, Founding};
use crate::auth::{NewPerson, Password};
use crate::kernel::Outcome;

use super::answer::Answer;
use super::args::Init;

/// Founds the township; the two passwords are shown this once.
pub(super) async fn init(app: &App, init: Init) -> Outcome<Answer> {
    let (admin, chief) = (Password::random(), Password::random());
    let shown = json!({
        "township": init.township,
        "admin": { "login": init.admin, "password": admin.reveal() },
        "chief": { "login": init.chief, "password": chief.reveal() },
    });
    let text = format!(
        "已建立{}。\n系统管理员  用户名 {}  密码 {}\n总监督会计  用户名 {}  密码 {}\n密码只显示这一次,登录后请在「我的」里改。",
        init.township,
        init.admin,
        admin.reveal(),
        init.chief,
        chief.reveal()
    );
    let founding = Founding {
        township: init.township,
        centre: init.centre,
        admin: (NewPerson::new(&init.admin, "系统管理员")?, admin),
        chief: (NewPerson::new(&init.chief, "总监督会计")?, chief),
        address: String::new(),
    };
    app.found(founding).await?;
    Ok(Answer::said(text, shown))
}
