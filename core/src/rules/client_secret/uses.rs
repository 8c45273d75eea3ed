//! What is done with an environment variable anywhere in the project: the use that proves what it is.

use crate::facts::{CredentialPlace, EnvValue, FileFacts, Reference, Root, Service, ServiceKey, Value, variables_in};
use crate::finding::Related;
use crate::project::Project;
use crate::secrets::Exposure;
use crate::text::TextRange;

/// What the uses of a variable prove.
#[derive(Default)]
pub struct Uses {
    /// A service whose keys must stay on the server is given it.
    pub service: Option<(&'static Service, Related)>,
    /// An SDK is told to run in a browser with it.
    pub allowed_in_browser: Option<Related>,
    /// It is sent as `Authorization`.
    pub authorization: Option<Related>,
    /// A file gives it a value, and this is what that value may be.
    pub value: Option<(Exposure, Related)>,
}

impl Uses {
    /// Looks for uses of the variable `name` in all files.
    pub fn of(project: &Project, name: &str) -> Self {
        let mut uses = Self::default();
        for file in project.files() {
            uses.read(project, file, name);
        }
        uses
    }

    fn read(&mut self, project: &Project, file: &FileFacts, name: &str) {
        let place = |range: TextRange, note: String| Related { path: file.path.clone(), range, note };
        for call in file.service_calls.iter().filter(|call| holds(project, file, &call.key, name)) {
            let note = format!("given to {} here", call.service.name);
            if call.service.key == ServiceKey::Server {
                self.service.get_or_insert((call.service, place(call.range, note)));
            }
            if let Some(range) = call.allows_browser {
                self.allowed_in_browser.get_or_insert(place(range, "told to run in a browser all the same".to_owned()));
            }
        }
        for header in file.request_headers.iter().filter(|header| header.name == "authorization") {
            if self.authorization.is_none() && holds(project, file, &header.value, name) {
                self.authorization = Some(place(header.range, "sent as the Authorization header here".to_owned()));
            }
        }
        for variable in file.env_variables.iter().filter(|variable| variable.name == name) {
            if let EnvValue::Credential(credential) = &variable.value
                && credential.place == CredentialPlace::Code
            {
                let detector = credential.detector;
                let note = format!(
                    "holds {} {} ({})",
                    article(detector.provider),
                    detector_name(detector),
                    credential.redacted
                );
                let exposure = (detector.exposure, place(variable.name_range, note));
                let is_graver = self.value.as_ref().is_none_or(|(known, _)| *known < exposure.0);
                if is_graver {
                    self.value = Some(exposure);
                }
            }
        }
    }
}

/// Whether a value is made of the environment variable `name`, through imports and helpers.
fn holds(project: &Project, file: &FileFacts, value: &Value, name: &str) -> bool {
    let names_it = |value: &Value| match settings_read(value) {
        // `env.TOKEN` of `createEnv({ server: { … }, runtimeEnv: { … } })` is one of the settings, and none of the others.
        Some(settings) => settings.iter().any(|setting| variables_in(setting).iter().any(|(found, _)| *found == name)),
        None => variables_in(value).iter().any(|(found, _)| *found == name),
    };
    names_it(value) || !matches!(value, Value::Text(_) | Value::Unknown) && names_it(&project.expand(file, value))
}

/// What a function is given under the name of the member that is read of its answer; none where no such name is among what it
/// is given.
fn settings_read(value: &Value) -> Option<Vec<&Value>> {
    let Reference { root: Root::Value(inner), path } = value.reference()? else { return None };
    let (call, member) = (inner.call()?, path.first()?);
    let mut found = Vec::new();
    let mut open: Vec<&Value> = call.arguments.iter().collect();
    while let Some(value) = open.pop() {
        for property in value.object().into_iter().flat_map(|object| &object.properties) {
            if property.key.as_ref() == Some(member) {
                found.push(&property.value);
            }
            open.push(&property.value);
        }
    }
    (!found.is_empty()).then_some(found)
}

/// What a detector finds, as people say it: "Stripe live secret key".
pub fn detector_name(detector: &crate::secrets::Detector) -> String {
    // What only its name gives away has no provider to speak of.
    if detector.provider.is_empty() || detector.is_generic() {
        detector.what.to_owned()
    } else {
        format!("{} {}", detector.provider, detector.what)
    }
}

/// `a` or `an`, by the sound of what follows: letters that are spelled count by their names (`an SSH key`, `an npm token`,
/// `an xAI key`).
pub fn article(next: &str) -> &'static str {
    let is_spelled = ["SS", "npm", "n8n", "x"].iter().any(|start| next.starts_with(start));
    if is_spelled || next.starts_with(['A', 'E', 'I', 'O', 'a', 'e', 'i', 'o']) { "an" } else { "a" }
}

#[cfg(test)]
mod tests {
    use super::article;

    #[test]
    fn articles_go_by_sound() {
        for (next, expected) in [
            ("JSON Web Token", "a"),
            ("SSH key", "an"),
            ("npm token", "an"),
            ("OpenAI key", "an"),
            ("Stripe key", "a"),
            ("xAI key", "an"),
        ] {
            assert_eq!(article(next), expected, "{next}");
        }
    }
}
