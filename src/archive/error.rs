use thiserror::Error;

use crate::kernel::{Class, Refusal};

/// Why a package cannot be made or taken back. The order is the order of precedence.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum ArchiveRefusal {
    /// The year has nothing in it.
    #[error("{book} {year}年没有凭证，也没有结账，无可导出")]
    NothingInYear {
        /// The book's name.
        book: String,
        /// The year.
        year: i32,
    },
    /// The place is taken.
    #[error("{place} 已有内容，不能覆盖，请换一个位置")]
    PlaceTaken {
        /// Where.
        place: String,
    },
    /// Not a package at all.
    #[error("{place} 不是明账的审计包：{why}")]
    NotAPackage {
        /// Where.
        place: String,
        /// What is missing.
        why: String,
    },
    /// Made by a newer program.
    #[error("审计包由较新的程序（{program}）导出，本程序读不了，请先升级")]
    NewerProgram {
        /// Its version.
        program: String,
    },
    /// A file of the manifest is gone.
    #[error("审计包缺少文件 {name}")]
    FileMissing {
        /// Its name.
        name: String,
    },
    /// A file is not what it was.
    #[error("审计包里的 {name} 被改动过，与清单的校验码不符")]
    FileChanged {
        /// Its name.
        name: String,
    },
    /// A file that the manifest does not know.
    #[error("审计包里多出了清单没有的文件 {name}")]
    FileAdded {
        /// Its name.
        name: String,
    },
    /// Something is kept here already.
    #[error("这里已有数据，审计包只能恢复到空的数据目录")]
    NotEmpty,
}

impl Refusal for ArchiveRefusal {
    fn code(&self) -> &'static str {
        match self {
            ArchiveRefusal::NothingInYear { .. } => "archive.nothing_in_year",
            ArchiveRefusal::PlaceTaken { .. } => "archive.place_taken",
            ArchiveRefusal::NotAPackage { .. } => "archive.not_a_package",
            ArchiveRefusal::NewerProgram { .. } => "archive.newer_program",
            ArchiveRefusal::FileMissing { .. } => "archive.file_missing",
            ArchiveRefusal::FileChanged { .. } => "archive.file_changed",
            ArchiveRefusal::FileAdded { .. } => "archive.file_added",
            ArchiveRefusal::NotEmpty => "archive.not_empty",
        }
    }

    fn class(&self) -> Class {
        match self {
            ArchiveRefusal::NothingInYear { .. } => Class::NotFound,
            ArchiveRefusal::PlaceTaken { .. } | ArchiveRefusal::NotEmpty => Class::Conflict,
            ArchiveRefusal::NotAPackage { .. }
            | ArchiveRefusal::NewerProgram { .. }
            | ArchiveRefusal::FileMissing { .. }
            | ArchiveRefusal::FileChanged { .. }
            | ArchiveRefusal::FileAdded { .. } => Class::Invalid,
        }
    }
}
