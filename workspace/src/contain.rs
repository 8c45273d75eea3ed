//! A panic in one file stays in that file.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::read::{ReadError, Unreadable};

/// Runs `work` on behalf of `path`; a panic becomes an [`Unreadable`] that asks for a report.
///
/// What `work` borrows is either read only or thrown away with the error, so no half-changed value is seen afterwards.
pub(crate) fn contained<T>(path: &str, work: impl FnOnce() -> T) -> Result<T, Unreadable> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|payload| {
        let what = payload
            .downcast_ref::<&str>()
            .map(|text| (*text).to_owned())
            .or_else(|| payload.downcast_ref::<String>().cloned())
            .unwrap_or_else(|| "unknown".to_owned());
        Unreadable { path: path.to_owned(), reason: ReadError::Internal(what) }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_a_reason() {
        assert_eq!(contained("a.ts", || 1).unwrap(), 1);
        let failed = contained("a.ts", || "abc"[2..5].len()).unwrap_err();
        assert_eq!(failed.path, "a.ts");
        let words = failed.reason.to_string();
        assert!(words.starts_with("internal error in a rule or parser, please report it: "), "{words}");
    }
}
