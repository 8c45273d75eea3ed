//! State libraries that write their state to storage: zustand, redux-persist, Pinia.

use smol_str::SmolStr;

use super::callee::{imported, is_export, is_module_itself};
use super::device_storage::is_async_storage_object;
use super::storage::web_storage;
use crate::facts::{FileFacts, ObjectValue, Property, StorageApi, StorageArea, StorageWrite, Value};
use crate::syntax::digest::{CallSite, Script};

/// Finds persisted states; the value of the write is an object of the fields that are kept.
pub fn recognise(script: &Script, facts: &mut FileFacts) {
    for site in &script.calls {
        let callee = &site.call.callee;
        let write = if is_export(callee, &["zustand/middleware"], "persist") {
            zustand(site, script)
        } else if is_export(callee, &["redux-persist"], "persistReducer") {
            redux(site)
        } else if is_export(callee, &["pinia"], "defineStore") || callee.is_global("defineStore", &[]) {
            pinia(site, script)
        } else {
            None
        };
        facts.storage_writes.extend(write);
    }
}

/// `persist(creator, { name, storage, partialize })` (zustand, "Persisting store data").
fn zustand(site: &CallSite, script: &Script) -> Option<StorageWrite> {
    let options = site.argument(1).object()?;
    let area = match options.get("storage") {
        None => StorageArea::Local,
        Some(storage) => area_of(&storage.value, script)?,
    };
    let state = state_of(site.argument(0), script)?;
    let fields = match options.get("partialize").map(|entry| &entry.value) {
        None => plain_fields(&state),
        // A function that builds an object keeps what the object names.
        Some(partialize) => returned_object(partialize, script).map(|object| plain_fields(&object))?,
    };
    Some(write(site, area, "persist (zustand)", options.get("name"), fields))
}

/// `persistReducer({ key, storage, whitelist, blacklist }, reducer)` (redux-persist, README).
fn redux(site: &CallSite) -> Option<StorageWrite> {
    let config = site.argument(0).object()?;
    let area = redux_storage(&config.get("storage")?.value)?;
    let names = |key: &str| match config.get(key).map(|entry| &entry.value) {
        Some(Value::Array(items)) => Some(items.iter().filter_map(Value::text).map(SmolStr::new).collect::<Vec<_>>()),
        _ => None,
    };
    let reducers = combined_reducers(site.argument(1));
    let range = site.call.range;
    let field =
        |key: SmolStr, value: Value| Property { key: Some(key), value, is_spread: false, range, value_range: range };
    let properties = match (names("whitelist"), names("blacklist"), reducers) {
        (Some(kept), _, Some(reducers)) => {
            let value = |key: &SmolStr| reducers.get(key).map(|entry| entry.value.clone()).unwrap_or_default();
            kept.into_iter().map(|key| field(key.clone(), value(&key))).collect()
        }
        (Some(kept), _, None) => kept.into_iter().map(|key| field(key, Value::Unknown)).collect(),
        (None, dropped, Some(reducers)) => {
            let dropped = dropped.unwrap_or_default();
            let kept =
                reducers.properties.iter().filter(|entry| entry.key.as_ref().is_none_or(|key| !dropped.contains(key)));
            kept.cloned().collect()
        }
        (None, _, None) => vec![field(SmolStr::new_static("state"), site.argument(1).clone())],
    };
    let fields = ObjectValue { properties, range };
    Some(write(site, area, "persistReducer (redux-persist)", config.get("key"), fields))
}

/// `defineStore(id, { state, persist })` or `defineStore(id, setup, { persist })` (pinia-plugin-persistedstate).
fn pinia(site: &CallSite, script: &Script) -> Option<StorageWrite> {
    let options =
        site.argument(1).object().or_else(|| site.argument(2).object()).or_else(|| site.argument(0).object())?;
    let persist = &options.get("persist")?.value;
    let (area, kept) = match persist {
        Value::Bool(true) => (StorageArea::Local, None),
        Value::Object(settings) => {
            let area = match settings.get("storage") {
                None => StorageArea::Local,
                Some(storage) => area_of(&storage.value, script)?,
            };
            (area, ["pick", "paths"].iter().find_map(|key| settings.get(key)))
        }
        _ => return None,
    };
    let state = match options.get("state") {
        Some(state) => returned_object(&state.value, script),
        None => returned_object(site.argument(1), script),
    }?;
    let mut fields = plain_fields(&state);
    if let Some(Value::Array(paths)) = kept.map(|entry| &entry.value) {
        let paths: Vec<&str> = paths.iter().filter_map(Value::text).collect();
        fields.properties.retain(|field| {
            field.key.as_deref().is_some_and(|key| paths.iter().any(|path| path.split('.').next() == Some(key)))
        });
    }
    let key = site.call.arguments.first().filter(|first| first.text().is_some());
    let mut write = write(site, area, "persist (Pinia)", None, fields);
    write.key = key.cloned().unwrap_or_default();
    Some(write)
}

fn write(
    site: &CallSite,
    area: StorageArea,
    written_as: &str,
    key: Option<&Property>,
    fields: ObjectValue,
) -> StorageWrite {
    StorageWrite {
        range: site.head(),
        statement: None,
        function: site.function,
        area,
        api: StorageApi::PersistedState,
        written_as: SmolStr::new(written_as),
        key: key.map(|entry| entry.value.clone()).unwrap_or_default(),
        value: Value::Object(fields.into()),
    }
}

/// Where `createJSONStorage(() => sessionStorage)`, `localStorage` or `AsyncStorage` keeps things; `None` for a storage of
/// the project's own, which may well be a safe one.
fn area_of(storage: &Value, script: &Script) -> Option<StorageArea> {
    if let Some(area) = web_storage(storage) {
        return Some(area);
    }
    if is_async_storage_object(storage) {
        return Some(StorageArea::DeviceFile);
    }
    let call = storage.call()?;
    if !is_export(&call.callee, &["zustand/middleware", "jotai/utils"], "createJSONStorage") {
        return None;
    }
    let given = call.arguments.first()?;
    let Value::Function(id) = given else { return area_of(given, script) };
    let function = script.functions.get(id.0 as usize)?;
    let [returned] = function.returns.as_slice() else { return None };
    web_storage(returned).or_else(|| is_async_storage_object(returned).then_some(StorageArea::DeviceFile))
}

/// redux-persist ships its storages as modules (`redux-persist/lib/storage`).
fn redux_storage(storage: &Value) -> Option<StorageArea> {
    if is_module_itself(storage, &["redux-persist/lib/storage", "redux-persist/es/storage"]) {
        Some(StorageArea::Local)
    } else if is_module_itself(storage, &["redux-persist/lib/storage/session", "redux-persist/es/storage/session"]) {
        Some(StorageArea::Session)
    } else if is_async_storage_object(storage) {
        Some(StorageArea::DeviceFile)
    } else {
        web_storage(storage)
    }
}

fn combined_reducers(reducer: &Value) -> Option<&ObjectValue> {
    let call = reducer.call()?;
    imported(&call.callee, &["redux", "@reduxjs/toolkit"])?;
    call.arguments.first()?.object()
}

/// The object a state creator returns, through middlewares such as `immer(devtools(creator))`.
fn state_of(creator: &Value, script: &Script) -> Option<ObjectValue> {
    match creator {
        Value::Function(_) => returned_object(creator, script),
        Value::Object(object) => Some((**object).clone()),
        Value::Call(call) => call.arguments.iter().find_map(|argument| state_of(argument, script)),
        _ => None,
    }
}

fn returned_object(function: &Value, script: &Script) -> Option<ObjectValue> {
    let Value::Function(id) = function else { return function.object().cloned() };
    let function = script.functions.get(id.0 as usize)?;
    function.returns.iter().find_map(Value::object).cloned()
}

/// The fields that hold data: what is kept, once functions are left out.
fn plain_fields(object: &ObjectValue) -> ObjectValue {
    let is_data = |property: &&Property| !matches!(property.value, Value::Function(_));
    ObjectValue { properties: object.properties.iter().filter(is_data).cloned().collect(), range: object.range }
}
