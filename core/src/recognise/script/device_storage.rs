//! Key-value stores of React Native, Expo and Capacitor apps. Those backed by the keychain are no facts here.

use super::callee::{imported, is_export, result_of};
use super::storage::write;
use crate::facts::{FileFacts, StorageApi, StorageArea, StorageWrite, Value};
use crate::syntax::digest::{CallSite, Script};

const ASYNC_STORAGE: [&str; 3] =
    ["@react-native-async-storage/async-storage", "@react-native-community/async-storage", "react-native"];
const CAPACITOR: [&str; 2] = ["@capacitor/preferences", "@capacitor/storage"];
const MMKV: [&str; 1] = ["react-native-mmkv"];

/// Finds writes to unencrypted device storage.
pub fn recognise(script: &Script, facts: &mut FileFacts) {
    for site in &script.calls {
        let callee = &site.call.callee;
        if is_async_storage(callee, "setItem") {
            write(site, StorageArea::DeviceFile, 0, 1, "AsyncStorage.setItem", facts);
        } else if is_async_storage(callee, "multiSet") {
            pairs(site, facts);
        } else if imported(callee, &CAPACITOR).is_some_and(|path| path.last().is_some_and(|last| last == "set")) {
            preferences(site, facts);
        } else if is_plain_mmkv(callee) {
            write(site, StorageArea::DeviceFile, 0, 1, "MMKV.set", facts);
        }
    }
}

/// Whether a value is AsyncStorage itself.
pub fn is_async_storage_object(value: &Value) -> bool {
    imported(value, &ASYNC_STORAGE[..2]).is_some_and(<[_]>::is_empty)
        || is_export(value, &ASYNC_STORAGE, "AsyncStorage")
}

fn is_async_storage(callee: &Value, name: &str) -> bool {
    imported(callee, &ASYNC_STORAGE).is_some_and(|path| match path {
        [only] => only == name,
        [object, last] => object == "AsyncStorage" && last == name,
        _ => false,
    })
}

fn pairs(site: &CallSite, facts: &mut FileFacts) {
    let Value::Array(entries) = site.argument(0) else { return };
    for entry in entries.iter() {
        if let Value::Array(pair) = entry
            && let [key, value] = &**pair
        {
            push(site, key.clone(), value.clone(), "AsyncStorage.multiSet", facts);
        }
    }
}

fn preferences(site: &CallSite, facts: &mut FileFacts) {
    if let Some(object) = site.argument(0).object()
        && let (Some(key), Some(value)) = (object.get("key"), object.get("value"))
    {
        push(site, key.value.clone(), value.value.clone(), "Preferences.set", facts);
    }
}

fn push(site: &CallSite, key: Value, value: Value, written_as: &str, facts: &mut FileFacts) {
    facts.storage_writes.push(StorageWrite {
        range: site.call.range,
        statement: None,
        function: site.function,
        area: StorageArea::DeviceFile,
        api: StorageApi::Direct,
        written_as: written_as.into(),
        key,
        value,
    });
}

/// `new MMKV()` keeps plain files unless it is given an encryption key.
fn is_plain_mmkv(callee: &Value) -> bool {
    result_of(callee).is_some_and(|(call, path)| {
        let encrypted = call
            .arguments
            .first()
            .and_then(Value::object)
            .is_some_and(|options| options.get("encryptionKey").is_some() || options.is_open());
        imported(&call.callee, &MMKV).is_some() && matches!(path, [last] if last == "set") && !encrypted
    })
}
