/// Tables that stay where they are, and why.
pub(in crate::archive) const LEFT_OUT: &[(&str, &str)] = &[
    ("person", "登录与密码不出门；凭证、意见、日志上各自写着姓名"),
    ("role_grant", "谁能做什么，是这台机器的事"),
    ("session", "登录的会话不出门"),
    ("login_failure", "登录失败的次数不出门"),
    ("voucher_draft", "没有号的凭证还不是账"),
    ("conversion_sheet", "还没有建账的新旧衔接底稿"),
    ("voucher_template", "录入用的常用凭证，不是账"),
    ("recurring_voucher", "录入用的定期凭证，不是账"),
    ("recurring_made", "录入用的定期凭证，不是账"),
    ("voucher_print", "纸打过几次，是这台机器的事；账不因此改变"),
    ("work_day", "中心的工作日历，只管期限，不管账"),
    ("return_reason", "中心的退回原因清单；每次退回的话写在报账单的经过里"),
    ("return_reason_retired", "中心的退回原因清单；每次退回的话写在报账单的经过里"),
    ("print_offset", "各人打印机的偏移"),
];
