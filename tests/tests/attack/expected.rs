//! Where the app is unsound, and how what has only a guide is mended.

use std::collections::BTreeSet;

/// A finding: file, line, rule.
pub type Found = (String, u64, String);

/// A finding that has to come.
pub struct Place {
    path: &'static str,
    line: u64,
    rule: &'static str,
    /// Whether the rule mends it.
    pub has_fix: bool,
}

const fn place(path: &'static str, line: u64, rule: &'static str, has_fix: bool) -> Place {
    Place { path, line, rule, has_fix }
}

const BY_ID: &str = "lookup-by-id-only";
const WHOLE: &str = "mass-assignment-of-owner";
const FROM_CLIENT: &str = "tenant-id-from-client";

/// Every finding of the gap in the app as written.
const PLACES: &[Place] = &[
    place("src/routes/account.ts", 11, WHOLE, false),
    place("src/routes/contacts.ts", 10, BY_ID, true),
    place("src/routes/invoices.ts", 11, FROM_CLIENT, false),
    place("src/routes/invoices.ts", 28, WHOLE, true),
    place("src/routes/invoices.ts", 44, BY_ID, true),
    place("src/routes/invoices.ts", 46, WHOLE, true),
    place("src/routes/notes.ts", 19, BY_ID, true),
    place("src/routes/notes.ts", 49, BY_ID, true),
    place("src/routes/notes.ts", 75, BY_ID, true),
    place("src/routes/projects.ts", 19, BY_ID, true),
    place("src/routes/tasks.ts", 14, BY_ID, true),
    place("src/services/documents.ts", 10, BY_ID, false),
    place("src/services/documents.ts", 24, BY_ID, false),
];

/// Those that fulfil a condition.
pub fn found(test: impl Fn(&Place) -> bool) -> BTreeSet<Found> {
    let wanted = PLACES.iter().filter(|place| test(place));
    wanted.map(|place| (place.path.to_owned(), place.line, place.rule.to_owned())).collect()
}

/// File, what stands there once, and what takes its place.
pub const MENDED_BY_HAND: &[(&str, &str, &str)] = &[
    ("src/routes/account.ts", ".set(req.body)", ".set({ name: req.body.name, email: req.body.email })"),
    ("src/routes/invoices.ts", "eq(invoices.userId, String(req.query.userId))", "eq(invoices.userId, req.user!.id)"),
    (
        "src/routes/documents.ts",
        "documentService.getDocument(Number(req.params.id))",
        "documentService.getOwnDocument(Number(req.params.id), req.user!.id)",
    ),
    (
        "src/routes/documents.ts",
        "documentService.renameDocument(Number(req.params.id), req.body.title)",
        "documentService.renameDocument(Number(req.params.id), req.user!.id, req.body.title)",
    ),
    (
        "src/services/documents.ts",
        "renameDocument(id: number, title",
        "renameDocument(id: number, userId: string, title",
    ),
    (
        "src/services/documents.ts",
        ".set({ title }).where(eq(documents.id, id))",
        ".set({ title }).where(and(eq(documents.id, id), eq(documents.ownerId, userId)))",
    ),
];
