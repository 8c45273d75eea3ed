//! `localStorage`, `sessionStorage` and IndexedDB with its wrappers.

use smol_str::SmolStr;

use super::callee::{alternatives, imported, method, result_of};
use crate::facts::{FileFacts, FunctionId, Reference, Root, StorageApi, StorageArea, StorageRead, StorageWrite, Value};
use crate::syntax::digest::{CallKind, CallSite, Script};
use crate::text::TextRange;

/// Members of the Storage interface that are no keys (HTML Standard, "The Storage interface").
const STORAGE_MEMBERS: [&str; 6] = ["length", "key", "getItem", "setItem", "removeItem", "clear"];
const LOCALFORAGE: [&str; 1] = ["localforage"];
const IDB_KEYVAL: [&str; 1] = ["idb-keyval"];
const IDB: [&str; 1] = ["idb"];
const DEXIE: [&str; 1] = ["dexie"];

/// Finds writes and reads.
pub fn recognise(script: &Script, facts: &mut FileFacts) {
    for site in &script.calls {
        if matches!(site.kind, CallKind::Call) {
            web_storage_call(site, facts);
            indexed_db_call(site, facts);
        }
    }
    for assignment in &script.assignments {
        if let Some((area, key)) = member_of_storage(&assignment.target) {
            // `storage[KEY] = …`: the index tells the key where the path cannot.
            let key = assignment.computed.clone().filter(|_| key == Value::Unknown).unwrap_or(key);
            facts.storage_writes.push(StorageWrite {
                range: assignment.range,
                statement: assignment.statement,
                function: assignment.function,
                area,
                api: StorageApi::Direct,
                written_as: SmolStr::new(area.as_str()),
                key,
                value: assignment.value.clone(),
            });
        }
    }
    for (value, range, function) in &script.storage_reads {
        if let Some((area, key)) = member_of_storage(value) {
            read(area, key, *range, *function, facts);
        }
    }
}

/// Which web storage a value is.
pub fn web_storage(value: &Value) -> Option<StorageArea> {
    let options = alternatives(value);
    [StorageArea::Local, StorageArea::Session]
        .into_iter()
        .find(|area| options.iter().any(|option| option.is_global(area.as_str(), &[])))
}

fn member_of_storage(target: &Value) -> Option<(StorageArea, Value)> {
    let Reference { root: Root::Global(name), path } = target.reference()? else { return None };
    let area = [StorageArea::Local, StorageArea::Session].into_iter().find(|area| name == area.as_str())?;
    match path.as_slice() {
        [key] if STORAGE_MEMBERS.contains(&key.as_str()) => None,
        [key] if key == "*" => Some((area, Value::Unknown)),
        [key] => Some((area, Value::Text(key.clone()))),
        _ => None,
    }
}

fn web_storage_call(site: &CallSite, facts: &mut FileFacts) {
    let found = alternatives(&site.call.callee).iter().filter_map(|callee| {
        let (receiver, name) = method(callee)?;
        let area = web_storage(&receiver)?;
        matches!(name, "setItem" | "getItem").then_some((area, name))
    });
    // Of `(brief ? sessionStorage : localStorage)`, the one that lasts is the one to speak of.
    let Some((area, name)) = found.min_by_key(|(area, _)| *area != StorageArea::Local) else { return };
    if name == "setItem" {
        write(site, area, 0, 1, &format!("{}.setItem", area.as_str()), facts);
    } else {
        read(area, site.argument(0).clone(), site.call.range, site.function, facts);
    }
}

fn indexed_db_call(site: &CallSite, facts: &mut FileFacts) {
    let callee = &site.call.callee;
    if let Some(path) = imported(callee, &LOCALFORAGE) {
        key_value_call(site, path.last(), "setItem", "getItem", "localforage", facts);
    } else if let Some(path) = imported(callee, &IDB_KEYVAL) {
        key_value_call(site, path.last(), "set", "get", "idb-keyval", facts);
    } else if let Some((call, path)) = result_of(callee) {
        if imported(&call.callee, &LOCALFORAGE).is_some() {
            key_value_call(site, path.last(), "setItem", "getItem", "localforage", facts);
        } else if imported(&call.callee, &IDB).is_some() && matches!(path, [last] if last == "put" || last == "add") {
            write(site, StorageArea::IndexedDb, 2, 1, "idb", facts);
        } else if imported(&call.callee, &DEXIE).is_some()
            && matches!(path, [_, last] if last == "put" || last == "add")
        {
            write(site, StorageArea::IndexedDb, 1, 0, "dexie", facts);
        } else if call.callee.last_segment() == Some("objectStore")
            && matches!(path, [last] if last == "put" || last == "add")
        {
            write(site, StorageArea::IndexedDb, 1, 0, "IndexedDB", facts);
        }
    }
}

fn key_value_call(site: &CallSite, name: Option<&SmolStr>, set: &str, get: &str, library: &str, facts: &mut FileFacts) {
    match name {
        Some(name) if name == set => {
            write(site, StorageArea::IndexedDb, 0, 1, &format!("{set} ({library})"), facts);
        }
        Some(name) if name == get => {
            read(StorageArea::IndexedDb, site.argument(0).clone(), site.call.range, site.function, facts);
        }
        _ => {}
    }
}

/// Notes a write whose key and value are the arguments at these positions.
pub fn write(site: &CallSite, area: StorageArea, key: usize, value: usize, written_as: &str, facts: &mut FileFacts) {
    facts.storage_writes.push(StorageWrite {
        range: site.call.range,
        statement: site.statement,
        function: site.function,
        area,
        api: StorageApi::Direct,
        written_as: SmolStr::new(written_as),
        key: site.argument(key).clone(),
        value: site.argument(value).clone(),
    });
}

fn read(area: StorageArea, key: Value, range: TextRange, function: Option<FunctionId>, facts: &mut FileFacts) {
    facts.storage_reads.push(StorageRead { range, area, key, function });
}
