//! What Anna does: what is rightful, and what is not. Odd ids are hers, even ones Boris's.

/// How an attack comes to its end.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Closed {
    /// `seaworthy check --fix=suggestions` mends the route.
    ByFix,
    /// The rule says in words what to do, and the test does it.
    ByHand,
    /// The route is sound as written.
    Always,
}

/// A request for what is not Anna's.
pub struct Attack {
    /// What is tried.
    pub name: &'static str,
    pub method: &'static str,
    pub path: &'static str,
    /// JSON; empty for no body.
    pub body: &'static str,
    pub closed: Closed,
}

const fn attack(
    name: &'static str,
    (method, path, body): (&'static str, &'static str, &'static str),
    closed: Closed,
) -> Attack {
    Attack { name, method, path, body, closed }
}

/// The unsound routes.
pub const ATTACKS: &[Attack] = &[
    attack("read a note", ("GET", "/api/notes/2", ""), Closed::ByFix),
    attack("change a note", ("PATCH", "/api/notes/4", r#"{"title":"x","body":"x"}"#), Closed::ByFix),
    attack("delete a note", ("DELETE", "/api/notes/6", ""), Closed::ByFix),
    attack("list invoices", ("GET", "/api/invoices?userId=u-boris", ""), Closed::ByHand),
    attack(
        "make an invoice in another's name",
        ("POST", "/api/invoices", r#"{"userId":"u-boris","customer":"x","total":1}"#),
        Closed::ByFix,
    ),
    attack("change an invoice", ("PUT", "/api/invoices/2", r#"{"total":1}"#), Closed::ByFix),
    attack("take an invoice", ("PUT", "/api/invoices/4", r#"{"userId":"u-anna"}"#), Closed::ByFix),
    attack("foist an invoice on another", ("PUT", "/api/invoices/5", r#"{"userId":"u-boris"}"#), Closed::ByFix),
    attack("read a document through a service", ("GET", "/api/documents/2", ""), Closed::ByHand),
    attack("rename a document through a service", ("PATCH", "/api/documents/4", r#"{"title":"x"}"#), Closed::ByHand),
    attack("rename a project of another workspace", ("PATCH", "/api/projects/2", r#"{"name":"x"}"#), Closed::ByFix),
    attack("read a task behind a mounted router", ("GET", "/api/tasks/2", ""), Closed::ByFix),
    attack("delete a contact behind a mounted router", ("DELETE", "/api/contacts/2", ""), Closed::ByFix),
    attack("become an administrator", ("PATCH", "/api/account", r#"{"name":"Anna","role":"admin"}"#), Closed::ByHand),
];

/// The same on the sound routes beside them.
pub const SOUND: &[Attack] = &[
    attack("read a note's text", ("GET", "/api/notes/2/text", ""), Closed::Always),
    attack("pin a note", ("PATCH", "/api/notes/8/pin", ""), Closed::Always),
    attack("delete a pinned note", ("DELETE", "/api/notes/8/pinned", ""), Closed::Always),
    attack(
        "draft an invoice in another's name",
        ("POST", "/api/invoices/draft", r#"{"userId":"u-boris","customer":"x","total":1}"#),
        Closed::Always,
    ),
    attack("send an invoice", ("POST", "/api/invoices/6/send", ""), Closed::Always),
    attack("export a document", ("GET", "/api/documents/6/export", ""), Closed::Always),
    attack("archive a project", ("POST", "/api/projects/4/archive", ""), Closed::Always),
    attack("see a task's status", ("GET", "/api/tasks/4/status", ""), Closed::Always),
    attack(
        "rename oneself an administrator",
        ("PUT", "/api/account/name", r#"{"name":"A","role":"admin"}"#),
        Closed::Always,
    ),
];

/// What the answer to a rightful call holds.
#[derive(Clone, Copy, Debug)]
pub enum Wanted {
    Anything,
    Says(&'static str),
    Lacks(&'static str),
}

/// A request for what is Anna's own.
pub struct Call {
    pub method: &'static str,
    pub path: &'static str,
    pub body: &'static str,
    pub status: u16,
    pub wanted: Wanted,
}

const fn call(method: &'static str, path: &'static str, body: &'static str, status: u16, wanted: Wanted) -> Call {
    Call { method, path, body, status, wanted }
}

/// Every route once, on Anna's own rows, in this order; later calls show that earlier ones had effect.
pub const RIGHTFUL: &[Call] = &[
    call("GET", "/api/notes", "", 200, Wanted::Says("Anna 4")),
    call("GET", "/api/notes/1", "", 200, Wanted::Says("private to Anna")),
    call("GET", "/api/notes/1/text", "", 200, Wanted::Says("private to Anna")),
    call("POST", "/api/notes", r#"{"title":"New","body":"n"}"#, 201, Wanted::Says("u-anna")),
    call("PATCH", "/api/notes/1", r#"{"title":"Renamed","body":"b"}"#, 200, Wanted::Says("Renamed")),
    call("PATCH", "/api/notes/3/pin", "", 200, Wanted::Says(r#""pinned":true"#)),
    call("DELETE", "/api/notes/3/pinned", "", 204, Wanted::Anything),
    call("GET", "/api/notes/3", "", 404, Wanted::Anything),
    call("DELETE", "/api/notes/7", "", 204, Wanted::Anything),
    call("GET", "/api/notes/7", "", 404, Wanted::Anything),
    call("GET", "/api/invoices?userId=u-anna", "", 200, Wanted::Says("Anna 1")),
    call("GET", "/api/invoices/mine", "", 200, Wanted::Says("Anna 1")),
    call("POST", "/api/invoices", r#"{"userId":"u-anna","customer":"Whole","total":7}"#, 201, Wanted::Says("u-anna")),
    call("POST", "/api/invoices/draft", r#"{"customer":"Draft","total":7}"#, 201, Wanted::Says("u-anna")),
    call("PUT", "/api/invoices/1", r#"{"total":4321}"#, 200, Wanted::Says("4321")),
    call("POST", "/api/invoices/3/send", "", 200, Wanted::Says("sent")),
    call("GET", "/api/invoices/mine", "", 200, Wanted::Says("4321")),
    call("GET", "/api/documents", "", 200, Wanted::Says("Anna 1")),
    call("GET", "/api/documents/1", "", 200, Wanted::Says("private to Anna")),
    call("GET", "/api/documents/1/export", "", 200, Wanted::Says("private to Anna")),
    call("PATCH", "/api/documents/1", r#"{"title":"Report"}"#, 200, Wanted::Says("Report")),
    call("GET", "/api/projects", "", 200, Wanted::Says("Anna 1")),
    call("PATCH", "/api/projects/1", r#"{"name":"Launch"}"#, 200, Wanted::Says("Launch")),
    call("POST", "/api/projects/3/archive", "", 200, Wanted::Says(r#""archived":true"#)),
    call("GET", "/api/tasks", "", 200, Wanted::Says("Anna 1")),
    call("GET", "/api/tasks/1", "", 200, Wanted::Says("Anna 1")),
    call("GET", "/api/tasks/1/status", "", 200, Wanted::Says(r#""done":false"#)),
    call("GET", "/api/account/export", "", 200, Wanted::Says("555-0101")),
    call("DELETE", "/api/contacts/1", "", 204, Wanted::Anything),
    call("GET", "/api/account/export", "", 200, Wanted::Lacks("555-0101")),
    call("PATCH", "/api/account", r#"{"name":"Anna N."}"#, 200, Wanted::Says("Anna N.")),
    call("PUT", "/api/account/name", r#"{"name":"Anna"}"#, 200, Wanted::Says("member")),
    call("GET", "/api/auth/me", "", 200, Wanted::Says("anna@north.example")),
];
