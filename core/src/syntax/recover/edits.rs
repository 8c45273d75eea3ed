//! Text inserted into a piece, and the way back to places in the piece as it was.

/// Inserted texts, in order of their places.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Edits {
    inserts: Vec<(usize, String)>,
}

impl Edits {
    /// Each text belongs before the byte it names.
    pub fn new(mut inserts: Vec<(usize, String)>) -> Self {
        inserts.sort_by_key(|(at, _)| *at);
        Self { inserts }
    }

    /// Where something is inserted, in the piece as it was.
    pub fn places(&self) -> impl Iterator<Item = usize> {
        self.inserts.iter().map(|(at, _)| *at)
    }

    /// The piece with everything inserted.
    pub fn apply(&self, piece: &str) -> String {
        let mut out = String::with_capacity(piece.len() + self.inserts.len() * 2);
        let mut done = 0;
        for (at, text) in &self.inserts {
            out.push_str(&piece[done..*at]);
            out.push_str(text);
            done = *at;
        }
        out.push_str(&piece[done..]);
        out
    }

    /// The place in the edited piece of byte `at` of the piece as it was.
    pub fn edited(&self, at: usize) -> usize {
        at + self.inserts.iter().take_while(|(place, _)| *place <= at).map(|(_, text)| text.len()).sum::<usize>()
    }

    /// The place in the piece as it was of byte `at` of the edited piece. Inside inserted text it is where that stands.
    pub fn original(&self, at: usize) -> usize {
        let mut shift = 0;
        for (place, text) in &self.inserts {
            let begin = place + shift;
            if at <= begin {
                break;
            }
            if at < begin + text.len() {
                return *place;
            }
            shift += text.len();
        }
        at - shift
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_go_there_and_back() {
        let edits = Edits::new(vec![(4, "))".to_owned()), (2, "x".to_owned()), (4, "}".to_owned())]);
        let edited = edits.apply("abcdef");
        assert_eq!(edited, "abxcd))}ef");
        for (at, letter) in "abcdef".char_indices() {
            let there = edits.edited(at);
            assert_eq!(edited[there..].chars().next(), Some(letter));
            assert_eq!(edits.original(there), at);
        }
        assert_eq!([2, 3, 5, 6, 7, 8, 10].map(|at| edits.original(at)), [2, 2, 4, 4, 4, 4, 6]);
    }
}
