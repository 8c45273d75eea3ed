//! Route modules that React Router's `routes.ts` names (reactrouter.com, "Routing"): `route("about", "./about.tsx")`.

use smol_str::SmolStr;

use crate::facts::{FileFacts, ScriptSource, Value};
use crate::syntax::digest::Script;

use super::callee::imported;

const PACKAGES: [&str; 2] = ["@react-router/dev/routes", "@remix-run/route-config"];

/// Notes the modules a table of routes names.
pub fn recognise(script: &Script, facts: &mut FileFacts) {
    for site in &script.calls {
        let Some([function]) = imported(&site.call.callee, &PACKAGES) else { continue };
        let position = match function.as_str() {
            "index" | "layout" => 0,
            "route" => 1,
            _ => continue,
        };
        if let (Value::Text(path), Some(range)) = (site.argument(position), site.argument_ranges.get(position)) {
            facts.script_sources.push(ScriptSource { url: SmolStr::new(path), range: *range });
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::analyse;

    #[test]
    fn route_modules_are_named() {
        let text = "import { route, index, layout, prefix } from '@react-router/dev/routes';
            export default [index('./home.tsx'), route('about', './about.tsx'), ...prefix('x', [layout('./shell.tsx',
            [route('y', file)])])];";
        let facts = analyse("app/routes.ts", text);
        let mut seen: Vec<&str> = facts.script_sources.iter().map(|source| source.url.as_str()).collect();
        seen.sort_unstable();
        assert_eq!(seen, ["./about.tsx", "./home.tsx", "./shell.tsx"]);
    }
}
