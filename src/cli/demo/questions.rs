use crate::app::App;
use crate::disclosure::{self, DisclosureSheet, PublicationHead};
use crate::kernel::{Outcome, Timestamp};
use crate::questions::{
    self, Act, AskedLine, FilledForm, NewQuestion, QuestionKind, Satisfaction, Subject, Taken, Ticket,
};

use super::cast::{Cast, VillageCast};

/// Three questions about the first village's latest sheet: one that nobody has answered in time, one answered and rated,
/// one that has just come. The tickets are told on the terminal, as their askers would have them.
pub(super) async fn ask(app: &App, cast: &Cast) -> Outcome<()> {
    let Some(village) = cast.villages.first() else { return Ok(()) };
    let Some(head) = disclosure::past_sheets(&mut app.db.read().await?, village.book.id).await?.into_iter().next()
    else {
        return Ok(());
    };
    let (_, sheet) = disclosure::published(&mut app.db.read().await?, &head.token).await?;
    let on = Board { app, cast, village, head, sheet };
    let late = on.asks(14, 0, "这笔钱花在哪里了，有没有村民代表开会同意？").await?;
    on.takes(13, &late, QuestionKind::Expense).await?;
    on.gives_to_the_clerk(12, &late).await?;
    let answered = on.asks(6, 1, "这一笔为什么比上个季度多？").await?;
    on.takes(5, &answered, QuestionKind::Expense).await?;
    on.answers(4, &answered).await?;
    let fresh = on.asks(1, 2, "能不能把发票贴出来看一看？").await?;
    eprintln!("  村民质询查询码:{late}(逾期) {answered}(已答复) {fresh}(刚提出)");
    Ok(())
}

/// The sheet on the board, and who stands before it.
struct Board<'a> {
    app: &'a App,
    cast: &'a Cast,
    village: &'a VillageCast,
    head: PublicationHead,
    sheet: DisclosureSheet,
}

impl Board<'_> {
    /// So many days ago, never before the sheet hung there.
    fn ago(&self, days: i64) -> Timestamp {
        let hung = self.head.published.as_ref().map_or(self.head.composed_at, |h| h.at);
        self.cast.today.plus_seconds(-days * 86_400).max(hung)
    }

    async fn form(&self, purpose: &str, at: Timestamp) -> Outcome<FilledForm> {
        let key = self.app.db.write(move |tx| Box::pin(async move { questions::form_key(tx, at).await })).await?;
        Ok(key.check(purpose, &key.issue(purpose, rand::random(), at), at)?)
    }

    /// Somebody asks about one of the largest payments.
    async fn asks(&self, days: i64, nth: usize, words: &str) -> Outcome<Ticket> {
        let at = self.ago(days);
        let mut lines = self.sheet.keyed_lines();
        lines.retain(|l| l.direction == disclosure::Direction::Out);
        lines.sort_by_key(|l| std::cmp::Reverse(l.line.amount));
        let line = lines.get(nth).map(|l| AskedLine {
            month: l.key.month,
            number: l.key.number.clone(),
            place: i64::try_from(l.key.place).unwrap_or(1),
            what: l.line.what.clone(),
        });
        let head = &self.head;
        let about =
            Subject { token: head.token.clone(), number: head.number.clone(), span: head.span.to_string(), line };
        let (name, phone) = if nth == 0 { ("村民戊", "13000000000") } else { ("", "") };
        let (name, phone) = (name.to_owned(), phone.to_owned());
        let new = NewQuestion { book: self.village.book.id, about, words: words.to_owned(), name, phone };
        let form = self.form("demo", at).await?;
        let ticket = form.ticket().clone();
        self.app.db.write(move |tx| Box::pin(async move { questions::ask(tx, &form, new, at).await })).await?;
        Ok(ticket)
    }

    async fn takes(&self, days: i64, ticket: &Ticket, kind: QuestionKind) -> Outcome<()> {
        let (at, by) = (self.ago(days), self.village.accountant.accountant(self.village.book.id)?);
        let (question, _) = questions::by_ticket(&mut self.app.db.read().await?, ticket).await?;
        let taken = Taken { kind: Some(kind), public_words: question.words.clone() };
        let seen = (question.id, 0);
        let take =
            self.app.db.write(move |tx| Box::pin(async move { questions::accept(tx, &by, seen, taken, at).await }));
        take.await
    }

    async fn gives_to_the_clerk(&self, days: i64, ticket: &Ticket) -> Outcome<()> {
        let (at, by) = (self.ago(days), self.village.accountant.accountant(self.village.book.id)?);
        let (question, _) = questions::by_ticket(&mut self.app.db.read().await?, ticket).await?;
        let (seen, clerk) = ((question.id, 1), Some(self.village.clerk.id()));
        let give = self.app.db.write(move |tx| {
            Box::pin(async move { questions::assign(tx, &by, seen, (clerk, "请说明用途，附会议记录"), at).await })
        });
        give.await
    }

    async fn answers(&self, days: i64, ticket: &Ticket) -> Outcome<()> {
        let (at, by) = (self.ago(days), self.village.accountant.accountant(self.village.book.id)?);
        let (question, _) = questions::by_ticket(&mut self.app.db.read().await?, ticket).await?;
        let (form, to, seen) = (self.form("demo", at).await?, ticket.clone(), (question.id, 1));
        let words = "本季多付了一个月的人工，合同、发票和签收单都在凭证后面，村部可以查看。";
        let answer = self.app.db.write(move |tx| {
            Box::pin(async move {
                questions::answer(tx, &by, seen, (words, Act::Answer), at).await?;
                questions::rate(tx, (&form, &to), (Some(Satisfaction::Content), "说清楚了"), at).await
            })
        });
        answer.await
    }
}
