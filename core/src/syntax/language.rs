//! Which language a file is written in, told from its path alone.

/// A language, or a file format, that some part of the core reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    /// `.js`, `.mjs`, `.cjs`. Parsed with JSX on, because people write JSX in `.js` files.
    JavaScript,
    /// `.jsx`.
    Jsx,
    /// `.ts`, `.mts`, `.cts`.
    TypeScript,
    /// `.tsx`.
    Tsx,
    /// `.d.ts`, `.d.mts`, `.d.cts`: types only.
    Declaration,
    /// `.vue` single-file component.
    Vue,
    /// `.svelte` component.
    Svelte,
    /// `.astro` component.
    Astro,
    /// `.html`, `.htm`.
    Html,
    /// `.env`, `.env.local`, `production.env` and the like.
    Env,
    /// `.json`, `.jsonc`, `.json5` and well-known JSON files without an extension.
    Json,
    /// `.sql`.
    Sql,
    /// `.toml`.
    Toml,
    /// `.yaml`, `.yml`.
    Yaml,
    /// `.prisma`.
    Prisma,
    /// `.rules`: security rules of Firestore and Cloud Storage.
    AccessRules,
    /// Anything else.
    Other,
}

impl Language {
    /// The language of the file at `path`. Separators are forward slashes; upper and lower case are the same.
    pub fn from_path(path: &str) -> Self {
        let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
        if name.starts_with(".env.") {
            return Self::Env;
        }
        if [".d.ts", ".d.mts", ".d.cts"].iter().any(|end| name.ends_with(end)) {
            return Self::Declaration;
        }
        let Some((_, extension)) = name.rsplit_once('.') else {
            return Self::Other;
        };
        Self::from_extension(extension)
    }

    fn from_extension(extension: &str) -> Self {
        match extension {
            "js" | "mjs" | "cjs" | "es6" => Self::JavaScript,
            "jsx" => Self::Jsx,
            "ts" | "mts" | "cts" => Self::TypeScript,
            "tsx" => Self::Tsx,
            "vue" => Self::Vue,
            "svelte" => Self::Svelte,
            "astro" => Self::Astro,
            "html" | "htm" | "xhtml" => Self::Html,
            "json" | "jsonc" | "json5" | "prettierrc" | "eslintrc" | "babelrc" | "swcrc" | "firebaserc" => Self::Json,
            "env" => Self::Env,
            "sql" => Self::Sql,
            "toml" => Self::Toml,
            "yaml" | "yml" => Self::Yaml,
            "prisma" => Self::Prisma,
            "rules" => Self::AccessRules,
            _ => Self::Other,
        }
    }

    /// Whether `parse` can find JavaScript or TypeScript in it.
    pub fn has_script(self) -> bool {
        self.is_script() || self.is_markup()
    }

    /// Whether the whole file is JavaScript or TypeScript.
    pub fn is_script(self) -> bool {
        matches!(self, Self::JavaScript | Self::Jsx | Self::TypeScript | Self::Tsx | Self::Declaration)
    }

    /// Whether the file is markup that may hold scripts.
    pub fn is_markup(self) -> bool {
        matches!(self, Self::Vue | Self::Svelte | Self::Astro | Self::Html)
    }

    /// Whether a script in this language may hold JSX.
    pub fn has_jsx(self) -> bool {
        matches!(self, Self::JavaScript | Self::Jsx | Self::Tsx)
    }

    /// Whether a script in this language may hold TypeScript's types.
    pub fn has_types(self) -> bool {
        matches!(self, Self::TypeScript | Self::Tsx | Self::Declaration)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_tell_the_language() {
        let table = [
            ("app/page.tsx", Language::Tsx),
            ("a.b/c.js", Language::JavaScript),
            ("x.MJS", Language::JavaScript),
            ("x.cjs", Language::JavaScript),
            ("x.jsx", Language::Jsx),
            ("x.mts", Language::TypeScript),
            ("x.cts", Language::TypeScript),
            ("x.ts", Language::TypeScript),
            ("types/x.d.ts", Language::Declaration),
            ("App.vue", Language::Vue),
            ("routes/+page.svelte", Language::Svelte),
            ("pages/index.astro", Language::Astro),
            ("index.html", Language::Html),
            ("index.htm", Language::Html),
            (".env", Language::Env),
            ("apps/web/.env.local", Language::Env),
            ("deploy/production.env", Language::Env),
            (".env.ts", Language::Env),
            ("package.json", Language::Json),
            ("tsconfig.jsonc", Language::Json),
            (".prettierrc", Language::Json),
            ("schema.prisma", Language::Prisma),
            ("firestore.rules", Language::AccessRules),
            ("a.sql", Language::Sql),
            ("seaworthy.toml", Language::Toml),
            ("ci.yml", Language::Yaml),
            ("README", Language::Other),
            ("env/index.d", Language::Other),
            ("", Language::Other),
        ];
        for (path, expected) in table {
            assert_eq!(Language::from_path(path), expected, "{path}");
        }
    }

    #[test]
    fn only_scripts_and_markup_have_scripts() {
        assert!(Language::Tsx.has_script() && Language::Vue.has_script());
        assert!(!Language::Json.has_script() && !Language::Other.has_script());
    }
}
