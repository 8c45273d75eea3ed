//! What a credential looks like.

/// What is known of one kind of credential.
#[derive(Debug)]
pub struct Detector {
    /// Kebab-case name, such as `stripe-secret-key`.
    pub id: &'static str,
}

impl PartialEq for Detector {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}
