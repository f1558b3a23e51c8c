//! The stories and the tests of the rooms on real databases: one binary, one file per subject.

#[path = "../support/mod.rs"]
mod support;

mod township;

mod amounts;
mod bank;
mod budget;
mod projects;
mod disclosure;
mod disclosure_pages;
mod bank_files;
mod bank_matching;
mod bank_pages;
mod bank_reconciliations;
mod bank_shapes;
mod checks;
mod command_line;
mod consolidation;
mod crash;
mod desk;
mod doors;
mod e_invoices;
mod hand_in;
mod hostile_files;
mod ledger;
mod ledger_cases;
mod opening;
mod conversion;
mod voucher_files;
mod logins;
mod periods;
mod package;
mod package_interface;
mod package_journals;
mod package_pages;
mod posting;
mod printing;
mod quarter;
mod repeats;
mod reports;
mod books;
mod evidence;
mod forms;
mod foreign_ids;
mod people;
mod permissions;
mod phone;
mod schema;
mod scope;
mod settings;
mod walls;
mod workflow;
mod writing;
mod year_ends;
mod years;
