//! Reads through a Prisma client (prisma.io/docs, "Prisma Client API reference"): `<client>.<model>.<operation>({ … })`.
//! What the client is called says nothing; the project knows whether it has a model of that name.

use smol_str::SmolStr;

use super::options::{Forms, included, option_insertion, switched, switches};
use crate::facts::{Columns, Included, Mapper, ModelName, ObjectValue, Operation, RowRead, Value};
use crate::recognise::script::callee::alternatives;
use crate::syntax::digest::{CallKind, CallSite};

/// How a read is told to leave columns out.
const OMIT: Forms = Forms {
    column: "$: true",
    in_filled: (" omit: { ", " },"),
    in_empty: (" omit: { ", " } "),
    alone: ("{ omit: { ", " } }"),
    behind: (", { omit: { ", " } }"),
    needs: Some(("@prisma/client", 6)),
};

/// The read a call makes.
pub fn read(site: &CallSite) -> Option<RowRead> {
    if site.kind != CallKind::Call {
        return None;
    }
    let (model, operation) = alternatives(&site.call.callee).iter().find_map(called)?;
    let (columns, included) = match site.call.arguments.first() {
        None => (Columns::All, Vec::new()),
        Some(Value::Object(options)) => shape(options),
        Some(_) => (Columns::Unknown, Vec::new()),
    };
    let shaped = site
        .argument(0)
        .object()
        .is_some_and(|options| ["select", "omit"].iter().any(|key| options.get(key).is_some()));
    let omit = if shaped { None } else { option_insertion(site, 0, &OMIT) };
    Some(RowRead {
        range: site.call.range,
        steps: Vec::new(),
        head: site.head(),
        mappers: &[Mapper::Prisma],
        model: ModelName { name: model, value: Value::Unknown },
        operation,
        columns,
        included,
        is_plain: true,
        is_used: false,
        deselections: omit.map(|omit| (Mapper::Prisma, omit)).into_iter().collect(),
        function: site.function,
    })
}

/// The model and what is done with it.
fn called(callee: &Value) -> Option<(SmolStr, Operation)> {
    let [.., model, operation] = callee.reference()?.path.as_slice() else { return None };
    let operation = match operation.as_str() {
        "findUnique" | "findUniqueOrThrow" | "findFirst" | "findFirstOrThrow" | "update" | "upsert" | "delete" => {
            Operation::One
        }
        "findMany" | "updateManyAndReturn" => Operation::Many,
        "create" | "createManyAndReturn" => Operation::Create,
        _ => return None,
    };
    Some((model.clone(), operation))
}

/// `select`, `omit` and `include`, at the read itself or at a relation.
fn shape(options: &ObjectValue) -> (Columns, Vec<Included>) {
    if options.is_open() {
        return (Columns::Unknown, Vec::new());
    }
    let of = |key: &str| options.get(key).map(|entry| &entry.value);
    let along = |value: Option<&Value>| value.and_then(Value::object).map(|object| included(object, &shape));
    match (of("select"), of("omit")) {
        (Some(select), _) => (switched(select), along(Some(select)).unwrap_or_default()),
        (None, Some(omit)) => {
            let left_out = omit.object().and_then(switches).map(|(on, _)| on);
            (left_out.map_or(Columns::Unknown, Columns::Without), along(of("include")).unwrap_or_default())
        }
        (None, None) => (Columns::All, along(of("include")).unwrap_or_default()),
    }
}
