//! 手机: a receipt handed in from the field, over a line that breaks; and every page of the village under a thumb.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::{Rgb, RgbImage};

use crate::support::chromium::Chromium;
use crate::support::invoices::invoice;
use crate::support::line::Line;
use crate::support::village_acts::photo;

/// A photograph of a receipt as a phone makes it: some hundred kB, already small enough to go as it is.
fn large_photo() -> Vec<u8> {
    let mut grain = 7_u32;
    let picture = RgbImage::from_fn(1_000, 760, |x, y| {
        grain = grain.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let noise = (grain >> 24) as u8 / 3;
        Rgb([noise.wrapping_add((x / 5) as u8), noise.wrapping_add((y / 4) as u8), noise])
    });
    let mut bytes = Cursor::new(Vec::new());
    picture.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, 60)).expect("a photograph");
    bytes.into_inner()
}

/// The line is cut in the middle of the photo, the page closed, opened again: the photo goes on by itself, the words are
/// there; the line is cut once more when the card goes; it is handed in once, and the file is the one that was taken.
pub async fn a_photo_survives_a_cut_line(b: &Chromium, line: &Line) {
    let photo = large_photo();
    assert!(photo.len() > 150_000, "{} bytes are no photograph of today", photo.len());
    b.logs_in("clerk-lj").await;
    b.goes("/books/LJ/submissions/new?card=expense").await;
    line.weakens();
    let before = line.has_carried();
    b.attaches("票据.jpg", &photo).await;
    b.comes_true("传了一部分", async || line.has_carried() > before + 40_000).await;
    line.breaks();
    assert!(line.has_carried() < before + photo.len(), "the photo was through before the line was cut");
    b.sees("未发送，自动再试").await;
    b.sees("未发送 1").await;
    for (field, words) in [("amount", "356"), ("other_party", "县供电所"), ("reason", "村部8月电费")] {
        b.types(field, words).await;
    }
    b.chooses("item", "付电费").await;
    b.presses("交单").await;
    b.sees("还有 1 张照片没有发完").await;
    let taken = b.digest_of_what_waits().await;
    b.closes_the_page().await;
    line.is_mended();
    b.goes("/").await;
    b.sees("未发送 1").await;
    b.sees("照片未发送 1").await;
    b.follows("照片未发送").await;
    b.sees("上次填到一半的，已经放回来了").await;
    b.sees("1 张都已收到").await;
    b.ticks("paid_by", "bank").await;
    line.breaks();
    b.presses("交单").await;
    b.sees("网络一通就自动再交").await;
    line.is_mended();
    b.presses("再交一次").await;
    b.sees("审批中").await;
    b.sees("村部8月电费").await;
    let kept = b.digest_of("[src*=\"/files/\"]").await;
    assert_eq!((kept.len(), &kept), (64, &taken), "the stored file is the one that waited on the phone");
    b.goes("/books/LJ/submissions").await;
    b.sees("第1号").await;
    b.sees_no("第2号").await;
    b.goes("/").await;
    b.sees("另有 1 件在别人手里").await;
    b.sees_no("未发送").await;
    b.goes("/books/LJ/submissions/new?card=expense").await;
    b.sees("要拍的是").await;
    b.sees_no("都已收到").await;
}

/// The form fills itself from an electronic invoice, never over what is typed, and the light knows what is missing.
pub async fn an_e_invoice_fills_the_form(b: &Chromium) {
    b.goes("/books/LJ/submissions/new?card=expense").await;
    b.types("other_party", "建材部老板").await;
    let bill = invoice(1, "李家村股份经济合作社", 12_345);
    b.attaches("发票.xml", bill.xml().as_bytes()).await;
    b.sees("已从电子发票读出").await;
    for (field, said) in [("amount", "12345.00"), ("other_party", "建材部老板"), ("date", "2025-09-08")] {
        assert_eq!(b.value(field).await, said, "{field}");
    }
    b.chooses("item", "公益设施维修").await;
    for missing in ["合同（维修和整治满 10,000.00 元），还没有", "验收单（维修和整治满 5,000.00 元），还没有"]
    {
        b.sees(missing).await;
    }
    b.sees("证明人（各项支出满 5,000.00 元），还没有").await;
    b.types("witness", "村民甲").await;
    b.sees_no("证明人（各项支出满 5,000.00 元），还没有").await;
    b.types("amount", "800").await;
    b.sees_no("合同（维修和整治").await;
}

/// One item at every stage, then each page of each of the village's people.
pub async fn every_page_fits_the_thumb(b: &Chromium) {
    let mut small = Vec::new();
    b.logs_in("clerk-lj").await;
    hands_in(b, 7).await;
    hands_in(b, 8).await;
    let path = b.path().await;
    let form = "/books/LJ/submissions/new?card=income";
    let pages = [
        "/",
        "/books/LJ/submissions/new",
        form,
        &path,
        "/books/LJ/submissions",
        "/books/LJ/receipts",
        "/books/LJ/pay-lists",
        "/books/LJ/handovers",
        "/books/LJ/reporting-days",
        "/books/LJ/bulletin",
        "/books/LJ/meetings",
        "/books/LJ/meetings/new",
        "/books/LJ/disclosures",
        "/me",
    ];
    measured(b, "clerk", &pages, &mut small).await;
    b.goes("/books/LJ/submissions/new?card=expense").await;
    b.presses("交单").await;
    b.sees("要改").await;
    keep(b, "clerk", "the form refused", &mut small).await;
    b.logs_out().await;
    for who in ["group1-lj", "head-lj"] {
        b.logs_in(who).await;
        let pages = ["/", "/books/LJ/approvals", &path, "/books/LJ/meetings", "/books/LJ/disclosures", "/me"];
        measured(b, who, &pages, &mut small).await;
        let paper = path.replace("submissions", "approvals");
        measured(b, who, &[&paper], &mut small).await;
        b.logs_out().await;
    }
    assert!(small.is_empty(), "\n{}", small.join("\n"));
}

async fn hands_in(b: &Chromium, number: u8) {
    b.goes("/books/LJ/submissions/new?card=expense").await;
    b.attaches("票据.jpg", &photo(number)).await;
    let amount = format!("35{number}");
    for (field, words) in [("amount", amount.as_str()), ("other_party", "县供电所"), ("reason", "村部8月电费")]
    {
        b.types(field, words).await;
    }
    b.chooses("item", "付电费").await;
    b.ticks("paid_by", "bank").await;
    b.sees("1 张都已收到").await;
    b.presses("交单").await;
    b.sees("审批中").await;
}

async fn measured(b: &Chromium, who: &str, pages: &[&str], small: &mut Vec<String>) {
    for page in pages {
        b.goes(page).await;
        keep(b, who, page, small).await;
    }
}

async fn keep(b: &Chromium, who: &str, page: &str, small: &mut Vec<String>) {
    small.extend(b.measures().await.into_iter().map(|line| format!("{who} {page}: {line}")));
}
