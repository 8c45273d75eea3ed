//! Hooks, composables and atoms that keep a state in web storage under a key.

use smol_str::SmolStr;

use super::callee::imported;
use super::storage::web_storage;
use crate::facts::{FileFacts, StorageApi, StorageArea, StorageWrite, Value};
use crate::syntax::digest::{CallSite, Script};

struct Hook {
    packages: &'static [&'static str],
    name: &'static str,
    /// Where the state is kept unless an argument says otherwise.
    area: StorageArea,
    /// The argument that may name another storage.
    storage_argument: Option<usize>,
}

const fn hook(packages: &'static [&'static str], name: &'static str, area: StorageArea) -> Hook {
    Hook { packages, name, area, storage_argument: None }
}

const REACT_HOOKS: &[&str] = &[
    "react-use",
    "usehooks-ts",
    "@uidotdev/usehooks",
    "@rehooks/local-storage",
    "use-local-storage",
    "@mantine/hooks",
    "react-use-localstorage",
    "@vueuse/core",
    "@solid-primitives/storage",
];

/// Documented by each library under the hook's name.
const HOOKS: &[Hook] = &[
    hook(REACT_HOOKS, "useLocalStorage", StorageArea::Local),
    hook(REACT_HOOKS, "useSessionStorage", StorageArea::Session),
    hook(&["use-local-storage", "react-use-localstorage"], "", StorageArea::Local),
    hook(&["use-local-storage-state"], "", StorageArea::Local),
    hook(&["ahooks"], "useLocalStorageState", StorageArea::Local),
    hook(&["ahooks"], "useSessionStorageState", StorageArea::Session),
    Hook {
        packages: &["@vueuse/core", "@vueuse/nuxt"],
        name: "useStorage",
        area: StorageArea::Local,
        storage_argument: Some(2),
    },
    Hook { packages: &["jotai/utils"], name: "atomWithStorage", area: StorageArea::Local, storage_argument: Some(2) },
    hook(&["svelte-persisted-store", "svelte-local-storage-store"], "persisted", StorageArea::Local),
    hook(&["svelte-local-storage-store"], "writable", StorageArea::Local),
    hook(&["@nanostores/persistent"], "persistentAtom", StorageArea::Local),
    hook(&["@nanostores/persistent"], "persistentMap", StorageArea::Local),
];

/// Finds states kept under a key.
pub fn recognise(script: &Script, facts: &mut FileFacts) {
    for site in &script.calls {
        if let Some(hook) = HOOKS.iter().find(|hook| is_hook(&site.call.callee, hook)) {
            facts.storage_writes.extend(state(site, hook));
        }
    }
}

fn is_hook(callee: &Value, hook: &Hook) -> bool {
    imported(callee, hook.packages).is_some_and(|path| match path {
        [] => hook.name.is_empty(),
        [only] => only == hook.name,
        _ => false,
    })
}

fn state(site: &CallSite, hook: &Hook) -> Option<StorageWrite> {
    let area = match hook.storage_argument.map(|index| site.argument(index)) {
        None | Some(Value::Unknown) => hook.area,
        Some(storage) => storage_argument(storage)?,
    };
    // Mantine's hook takes one object with the key in it.
    let (key, value) = match site.argument(0).object() {
        Some(options) => {
            (options.get("key")?.value.clone(), options.get("defaultValue").map(|entry| entry.value.clone()))
        }
        None => (site.argument(0).clone(), site.call.arguments.get(1).cloned()),
    };
    Some(StorageWrite {
        range: site.call.range,
        statement: None,
        function: site.function,
        area,
        api: StorageApi::Hook,
        written_as: SmolStr::new(site.call.callee.last_segment().unwrap_or("useLocalStorage")),
        key,
        value: value.unwrap_or_default(),
    })
}

/// The storage an argument names; `None` when it is one of the project's own.
fn storage_argument(storage: &Value) -> Option<StorageArea> {
    if let Some(area) = web_storage(storage) {
        return Some(area);
    }
    // jotai: createJSONStorage(() => sessionStorage)
    match storage {
        Value::Nothing => Some(StorageArea::Local),
        _ => None,
    }
}
