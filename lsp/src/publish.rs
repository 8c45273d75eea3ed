//! From facts to what the client shows.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

use seaworthy_core::{Change, FileFacts, Finding, Judgement, Related, TextRange};
use tower_lsp::lsp_types::{Diagnostic, Location, MessageType, Url};

use crate::action::{Target, difference};
use crate::background::hash;
use crate::convert::Snapshot;
use crate::diagnostic::{diagnostic, notice, with_data};
use crate::disk::{self, Tracked};
use crate::event::DiskFile;
use crate::folder::{FolderId, Place, fresh_project};
use crate::outbox::Outgoing;
use crate::owner::{Owner, Stale};

/// Who types without a pause is shown what was found in an older text after this long.
const LATE: Duration = Duration::from_millis(200);

impl Owner {
    /// Takes in what the analysis of a document gave, unless the text is another one by now.
    pub(crate) fn settle(&mut self, url: &Url, ticket: u64, facts: Option<Box<FileFacts>>) {
        let Some(document) = self.documents.get_mut(url) else { return };
        document.schedule.finished(ticket);
        if document.ticket != ticket {
            let is_late = document.behind_since.is_some_and(|since| since.elapsed() >= LATE);
            // Another document may have been open under this name when the analysis began, or in another place.
            let is_same =
                document.analysed.0 == ticket && facts.as_ref().is_some_and(|facts| facts.path == document.place.path);
            if is_late && is_same {
                self.show_moved(url, facts);
            }
            return;
        }
        document.settled = Some(ticket);
        document.behind_since = None;
        let place = document.place.clone();
        match facts {
            Some(mut facts) => {
                document.failed = false;
                let folder = self.folders.get(place.folder);
                facts.is_tracked = folder.and_then(|folder| folder.tracked.of(&place.path));
                let same = folder.and_then(|folder| folder.project.file(&place.path)) == Some(&*facts);
                if !same {
                    self.apply(place.folder, vec![Change::Set(facts)]);
                    self.mark_stale(place.folder, Some(url));
                }
                // A client that asks for diagnostics does so with every change of its own.
                self.show(url);
            }
            None => self.fail(url),
        }
        let parked = self.documents.get_mut(url).map(|document| std::mem::take(&mut document.parked));
        parked.into_iter().flatten().for_each(|request| self.answer(request));
    }

    /// Publishes for a text that changes faster than it can be analysed: what was found in an older state of it, at the
    /// places it has now, if all of it stands outside of what changed since.
    fn show_moved(&mut self, url: &Url, facts: Option<Box<FileFacts>>) {
        let (Some(document), Some(mut facts)) = (self.documents.get_mut(url), facts) else { return };
        document.behind_since = Some(Instant::now());
        let (place, version) = (document.place.clone(), document.version);
        let (before, now) = (Arc::clone(&document.analysed.1), Arc::clone(&document.snapshot));
        facts.is_tracked = self.folders.get(place.folder).and_then(|folder| folder.tracked.of(&place.path));
        self.apply(place.folder, vec![Change::Set(facts)]);
        self.mark_stale(place.folder, Some(url));
        let Some(mut judgement) = self.judge(&place) else { return };
        let change = difference(&place.path, &before.text, &now.text);
        let moved = |range: &mut TextRange| move_range(range, change.range, &change.text);
        // What changed under a finding may or may not have mended it: nothing is said rather than something wrong.
        if !judgement.findings.iter_mut().all(|finding| moved(&mut finding.range)) {
            return;
        }
        judgement.notices.retain_mut(|notice| moved(&mut notice.range));
        let plain = self.diagnostics(&place, &judgement, &now);
        let Some(document) = self.documents.get_mut(url) else { return };
        if document.is_news(&plain) {
            document.shown_version = version;
            document.shown = Some(plain.clone());
            // Those known are of another text, and would stand beside the wrong diagnostics.
            document.findings.clear();
            self.publish(url.clone(), decorate(&plain, &[], Some(version)), Some(version));
        }
    }

    /// Says once that a document cannot be analysed. What is shown stays: the client moves it with the text.
    fn fail(&mut self, url: &Url) {
        let Some(document) = self.documents.get_mut(url) else { return };
        document.findings.clear();
        if !std::mem::replace(&mut document.failed, true) {
            let text = format!("the analysis of {} failed; what was found before stays shown", document.place.path);
            self.log(MessageType::ERROR, text);
        }
    }

    /// Judges a settled document and publishes what is found, if that is news; whether it was.
    pub(crate) fn show(&mut self, url: &Url) -> bool {
        let Some(document) = self.documents.get(url).filter(|document| document.is_settled() && !document.failed)
        else {
            return false;
        };
        let place = document.place.clone();
        let snapshot = Arc::clone(&document.snapshot);
        let Some(judgement) = self.judge(&place) else {
            self.fail(url);
            return false;
        };
        let plain = self.diagnostics(&place, &judgement, &snapshot);
        let Some(document) = self.documents.get_mut(url) else { return false };
        let version = document.version;
        let is_news = document.is_news(&plain);
        if is_news {
            document.shown_version = version;
            let diagnostics = decorate(&plain, &judgement.findings, Some(version));
            self.publish(url.clone(), diagnostics, Some(version));
        }
        if let Some(document) = self.documents.get_mut(url) {
            document.findings = judgement.findings;
            document.shown = Some(plain);
        }
        is_news
    }

    /// What is found in a file; nothing where nothing is wanted. `None` when judging panicked.
    pub(crate) fn judge(&self, place: &Place) -> Option<Judgement> {
        let Some(folder) = self.folders.get(place.folder) else { return Some(Judgement::default()) };
        let unwanted = folder.project.config().ignores(&place.path) || disk::is_in_output_folder(&place.path);
        if !self.settings.enable || unwanted {
            return Some(Judgement::default());
        }
        catch_unwind(AssertUnwindSafe(|| (self.engine.judge)(&folder.project, &place.path))).ok()
    }

    pub(crate) fn diagnostics(&self, place: &Place, judgement: &Judgement, snapshot: &Snapshot) -> Vec<Diagnostic> {
        let locate = |related: &Related| self.locate(place.folder, related);
        let findings = judgement.findings.iter().map(|finding| diagnostic(finding, snapshot, self.unit, &locate));
        findings.chain(judgement.notices.iter().map(|note| notice(note, snapshot, self.unit))).collect()
    }

    fn locate(&self, folder: FolderId, related: &Related) -> Option<Location> {
        let target = self.target(&Place { folder, path: related.path.clone() })?;
        Some(Location { uri: target.url, range: target.snapshot.range(related.range, self.unit) })
    }

    /// A file in the state its facts are of; `None` when it has changed since.
    pub(crate) fn target(&self, place: &Place) -> Option<Target> {
        let open = self.documents.iter().find(|(_, document)| document.place == *place);
        if let Some((url, document)) = open {
            let target = || Target {
                url: url.clone(),
                version: Some(document.version),
                snapshot: Arc::clone(&document.snapshot),
            };
            return document.is_settled().then(target);
        }
        let folder = self.folders.get(place.folder)?;
        let text = disk::read(folder.root.as_deref()?, &place.path)?;
        let same = folder.hashes.get(&place.path) == Some(&hash(&text));
        let url = self.folders.url(place)?;
        same.then(|| Target { url, version: None, snapshot: Arc::new(Snapshot::new(text)) })
    }

    /// Takes in changed facts. Should that panic, the project is begun anew from the open documents.
    pub(crate) fn apply(&mut self, id: FolderId, changes: Vec<Change>) {
        let Some(folder) = self.folders.get_mut(id) else { return };
        if catch_unwind(AssertUnwindSafe(|| folder.project.apply(changes))).is_err() {
            folder.project = fresh_project(folder.project.config().clone());
            folder.hashes.clear();
            self.log(MessageType::ERROR, "taking in a change failed; only open files are known until a restart".into());
        }
    }

    /// Takes in which environment files git tracks, open ones included.
    pub(crate) fn take_tracked(&mut self, id: FolderId, tracked: Tracked) {
        let Some(folder) = self.folders.get_mut(id) else { return };
        let other = folder.project.files().filter(|file| file.is_tracked != tracked.of(&file.path));
        let changes: Vec<Change> = other
            .map(|file| Change::Set(Box::new(FileFacts { is_tracked: tracked.of(&file.path), ..file.clone() })))
            .collect();
        folder.tracked = tracked;
        if !changes.is_empty() {
            self.apply(id, changes);
            self.mark_stale(id, None);
        }
    }

    /// Takes in files read from disk. Open documents win over the disk.
    pub(crate) fn take_files(&mut self, id: FolderId, files: Vec<DiskFile>, whole: bool) {
        let open: HashSet<String> = self.open_paths(id);
        let Some(folder) = self.folders.get_mut(id) else { return };
        let mut changes = Vec::new();
        if whole {
            let there: HashSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
            let known = folder.project.files().map(|file| &file.path);
            let gone = known.filter(|path| !there.contains(path.as_str()) && !open.contains(*path));
            changes.extend(gone.cloned().map(Change::Remove));
        }
        for DiskFile { path, content } in files {
            match content {
                _ if open.contains(&path) => {}
                Some((facts, hash)) => {
                    folder.hashes.insert(path, hash);
                    changes.push(Change::Set(facts));
                }
                None => changes.push(Change::Remove(path)),
            }
        }
        let removed =
            changes.iter().filter_map(|change| if let Change::Remove(path) = change { Some(path) } else { None });
        let removed: Vec<Place> = removed.map(|path| Place { folder: id, path: path.clone() }).collect();
        for place in &removed {
            folder.hashes.remove(&place.path);
        }
        self.apply(id, changes);
        for place in &removed {
            self.clear(place);
        }
        self.mark_stale(id, None);
        self.mark_closed_stale(id);
    }

    fn open_paths(&self, id: FolderId) -> HashSet<String> {
        let places = self.documents.values().map(|document| &document.place);
        places.filter(|place| place.folder == id).map(|place| place.path.clone()).collect()
    }

    /// Has the open documents of a folder judged again when there is time, all but one.
    pub(crate) fn mark_stale(&mut self, id: FolderId, but: Option<&Url>) {
        let open = self.documents.iter().filter(|(url, document)| document.place.folder == id && Some(*url) != but);
        self.stale.extend(open.map(|(url, _)| Stale::Open(url.clone())));
    }

    /// Has the closed files of a folder judged again when there is time, if they are shown at all.
    pub(crate) fn mark_closed_stale(&mut self, id: FolderId) {
        if !self.settings.workspace_diagnostics || !self.settings.enable {
            return;
        }
        let open = self.open_paths(id);
        let Some(folder) = self.folders.get(id).filter(|folder| folder.root.is_some()) else { return };
        let closed = folder.project.files().filter(|file| !open.contains(&file.path));
        self.stale.extend(closed.map(|file| Stale::Closed(Place { folder: id, path: file.path.clone() })));
    }

    /// Judges one thing that may have changed.
    pub(crate) fn refresh_one(&mut self) {
        match self.stale.pop_first() {
            Some(Stale::Open(url)) => {
                let is_news = self.show(&url);
                self.refresh_due |= is_news && self.client.pulls;
            }
            Some(Stale::Closed(place)) => self.show_closed(place),
            None => {}
        }
    }

    fn show_closed(&mut self, place: Place) {
        let is_open = self.documents.values().any(|document| document.place == place);
        if is_open || !self.settings.workspace_diagnostics {
            return;
        }
        let Some(judgement) = self.judge(&place) else { return };
        if judgement.findings.is_empty() && judgement.notices.is_empty() {
            return self.clear(&place);
        }
        let Some(target) = self.target(&place) else { return };
        let plain = self.diagnostics(&place, &judgement, &target.snapshot);
        if self.closed.get(&place) != Some(&plain) {
            let diagnostics = decorate(&plain, &judgement.findings, None);
            self.publish(target.url, diagnostics, None);
            self.refresh_due |= self.client.pulls;
            self.closed.insert(place, plain);
        }
    }

    /// Takes back what is shown for a closed file.
    fn clear(&mut self, place: &Place) {
        if self.closed.remove(place).is_some()
            && let Some(url) = self.folders.url(place)
        {
            self.refresh_due |= self.client.pulls;
            self.publish(url, Vec::new(), None);
        }
    }

    /// Sends diagnostics, unless the client asks for them.
    pub(crate) fn publish(&self, url: Url, diagnostics: Vec<Diagnostic>, version: Option<i32>) {
        if !self.client.pulls {
            self.outbox.send(Outgoing::Publish { url, diagnostics, version });
        }
    }

    /// Takes back what is shown for all closed files of a folder.
    pub(crate) fn clear_closed(&mut self, id: FolderId) {
        let shown: Vec<Place> = self.closed.keys().filter(|place| place.folder == id).cloned().collect();
        for place in &shown {
            self.clear(place);
        }
    }
}

/// Moves a range to where it is after `changed` was replaced by `with`; false when it was touched by it.
fn move_range(range: &mut TextRange, changed: TextRange, with: &str) -> bool {
    if range.end < changed.start {
        return true;
    }
    let length = u32::try_from(with.len()).unwrap_or(u32::MAX);
    let place = |at: u32| (at - changed.end).saturating_add(changed.start).saturating_add(length);
    let is_behind = range.start > changed.end;
    if is_behind {
        *range = TextRange::new(place(range.start), place(range.end));
    }
    is_behind
}

/// Diagnostics with the data of the findings they are of; those without a finding come last.
pub(crate) fn decorate(plain: &[Diagnostic], findings: &[Finding], version: Option<i32>) -> Vec<Diagnostic> {
    let diagnostics = plain.iter().cloned().enumerate();
    diagnostics.map(|(at, plain)| with_data(plain, findings.get(at), version)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_follow_the_text_around_them() {
        // "abcXYdef" became "abc123def": bytes 3 to 5.
        let changed = TextRange::new(3, 5);
        for (before, after) in
            [((0, 2), Some((0, 2))), ((6, 8), Some((7, 9))), ((2, 4), None), ((1, 3), None), ((5, 6), None)]
        {
            let mut range = TextRange::new(before.0, before.1);
            let kept = move_range(&mut range, changed, "123");
            assert_eq!(kept.then_some((range.start, range.end)), after, "{before:?}");
        }
    }
}
