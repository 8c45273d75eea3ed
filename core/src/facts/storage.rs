//! Writes to storage that scripts of the page can read, and reads from it.

use smol_str::SmolStr;

use super::{FunctionId, Value};
use crate::text::TextRange;

/// Where something is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StorageArea {
    /// `localStorage`.
    Local,
    /// `sessionStorage`.
    Session,
    /// IndexedDB, through whatever library.
    IndexedDb,
    /// React Native's AsyncStorage and the like: unencrypted files on the device.
    DeviceFile,
}

impl StorageArea {
    /// The name people know.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Local => "localStorage",
            Self::Session => "sessionStorage",
            Self::IndexedDb => "IndexedDB",
            Self::DeviceFile => "unencrypted device storage",
        }
    }
}

/// How the write is made, where it matters for the message and the fix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StorageApi {
    /// A direct call or assignment; `statement` may be removed.
    Direct,
    /// A hook or composable that keeps a state in storage (`useLocalStorage`, `useStorage`, `atomWithStorage`).
    Hook,
    /// A state library that persists (zustand `persist`, redux-persist, Pinia).
    PersistedState,
}

/// A value is put into storage.
#[derive(Clone, Debug, PartialEq)]
pub struct StorageWrite {
    /// The expression that writes.
    pub range: TextRange,
    /// The statement around it when the write is all it does; removing it removes the write.
    pub statement: Option<TextRange>,
    /// The function it stands in.
    pub function: Option<FunctionId>,
    /// Where it goes.
    pub area: StorageArea,
    /// How.
    pub api: StorageApi,
    /// The API as people write it: `localStorage.setItem`, `persist (zustand)`.
    pub written_as: SmolStr,
    /// The key.
    pub key: Value,
    /// The value kept.
    pub value: Value,
}

/// A value is read from storage.
#[derive(Clone, Debug, PartialEq)]
pub struct StorageRead {
    /// The expression that reads.
    pub range: TextRange,
    /// From where.
    pub area: StorageArea,
    /// The key.
    pub key: Value,
    /// The function it stands in.
    pub function: Option<FunctionId>,
}

/// An SDK that manages sessions is told, or left, to keep its tokens in storage scripts can read.
#[derive(Clone, Debug, PartialEq)]
pub struct SessionStoreChoice {
    /// The option (or the construction, when the default decides).
    pub range: TextRange,
    /// The SDK's name for people: `Auth0`, `Supabase`.
    pub sdk: SmolStr,
    /// Where its tokens go.
    pub area: StorageArea,
    /// Whether the code says so, or the SDK's default does.
    pub is_explicit: bool,
    /// What to write instead, when replacing one expression is enough.
    pub replacement: Option<(TextRange, SmolStr)>,
    /// What to do, for people: names the SDK's own alternative.
    pub alternative: SmolStr,
}
