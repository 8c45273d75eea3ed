//! Real forms of every lockfile, and texts that are none.

use crate::analyse;
use crate::facts::Lockfile;

fn lock(path: &str, text: &str) -> Lockfile {
    analyse(path, text).lockfile.unwrap()
}

fn packages(lock: &Lockfile) -> Vec<String> {
    lock.packages.iter().map(|package| format!("{}@{}", package.name, package.version)).collect()
}

#[test]
fn npm_in_all_versions() {
    let v1 = r#"{"lockfileVersion": 1, "dependencies": {"a": {"version": "1.0.0", "dependencies": {"b": {"version": "2.0.0"}}}, "c": {"version": "npm:d@3.0.0"}}}"#;
    let read = lock("package-lock.json", v1);
    assert_eq!(packages(&read), ["a@1.0.0", "b@2.0.0", "d@3.0.0"]);
    assert_eq!(read.version_for("", "c", "npm:d@3"), Some("3.0.0"));
    let v3 = r#"{"lockfileVersion": 3, "packages": {
        "": {"name": "root", "version": "1.0.0"}, "apps/web": {"version": "0.1.0"},
        "node_modules/web": {"resolved": "apps/web", "link": true},
        "node_modules/next": {"version": "15.1.0"}, "apps/web/node_modules/next": {"version": "14.0.0"},
        "node_modules/alias": {"name": "real", "version": "1.1.0", "hasInstallScript": true},
        "node_modules/@s/x/node_modules/next": {"version": "13.0.0"}}}"#;
    let read = lock("package-lock.json", v3);
    assert_eq!(packages(&read), ["next@15.1.0", "next@14.0.0", "real@1.1.0", "next@13.0.0"]);
    assert!(read.packages[2].has_install_script && read.packages[0].range.slice(v3) == "\"node_modules/next\"");
    assert_eq!(read.version_for("", "next", "^15"), Some("15.1.0"));
    assert_eq!(read.version_for("apps/web", "next", "^14"), Some("14.0.0"));
    assert_eq!(read.version_for("apps/api", "next", "^15"), Some("15.1.0"), "hoisted");
}

#[test]
fn pnpm_in_all_versions() {
    let v5 = "lockfileVersion: 5.4\n\nspecifiers:\n  next: ^12.0.0\n\ndependencies:\n  next: 12.0.0_react@17.0.2\n\npackages:\n\n  /next/12.0.0_react@17.0.2:\n    resolution: {integrity: x}\n  /@babel/core/7.16.0:\n    requiresBuild: true\n";
    let read = lock("pnpm-lock.yaml", v5);
    assert_eq!(packages(&read), ["next@12.0.0", "@babel/core@7.16.0"]);
    assert!(read.packages[1].has_install_script);
    assert_eq!(read.version_for("", "next", "^12.0.0"), Some("12.0.0"));
    let v6 = "lockfileVersion: '6.0'\n\ndependencies:\n  '@s/x':\n    specifier: ^1.0.0\n    version: 1.2.0(react@18.2.0)\n\npackages:\n\n  /@s/x@1.2.0(react@18.2.0):\n    resolution: {integrity: x}\n";
    let read = lock("pnpm-lock.yaml", v6);
    assert_eq!(
        (packages(&read), read.version_for("", "@s/x", "^1.0.0")),
        (vec!["@s/x@1.2.0".to_owned()], Some("1.2.0"))
    );
    let v9 = "lockfileVersion: '9.0'\n\ncatalogs:\n  default:\n    zod:\n      specifier: ^3\n      version: 3.0.0\n\nimporters:\n\n  .:\n    devDependencies:\n      turbo:\n        specifier: ^2\n        version: 2.0.0\n\n  apps/web:\n    dependencies:\n      zod:\n        specifier: 'catalog:'\n        version: 3.24.0\n      ui:\n        specifier: workspace:*\n        version: link:../../packages/ui\n      swc:\n        specifier: npm:string-width@^4\n        version: string-width@4.2.3\n\npackages:\n\n  turbo@2.0.0:\n    hasBin: true\n\n  zod@3.24.0:\n    peerDependencies:\n      a@1.0.0: x\n\nsnapshots:\n\n  zod@3.24.0: {}\n";
    let read = lock("pnpm-lock.yaml", v9);
    assert_eq!(packages(&read), ["turbo@2.0.0", "zod@3.24.0"]);
    assert_eq!(read.version_for("apps/web", "zod", "catalog:"), Some("3.24.0"));
    assert_eq!(read.version_for("apps/web", "swc", ""), Some("4.2.3"));
    assert_eq!(read.version_for("apps/web", "ui", "workspace:*"), None);
    assert_eq!(read.version_for("", "turbo", "^2"), Some("2.0.0"));
}

#[test]
fn yarn_classic_and_berry() {
    let classic = "# yarn lockfile v1\n\n\n\"@babel/core@^7.0.0\", \"@babel/core@^7.1.0\":\n  version \"7.26.0\"\n  resolved \"x\"\n  dependencies:\n    version \"1\"\n\nms@2.0.0:\n  version \"2.0.0\"\n\nms@^2.1.0:\n  version \"2.1.3\"\n";
    let read = lock("yarn.lock", classic);
    assert_eq!(packages(&read), ["@babel/core@7.26.0", "ms@2.0.0", "ms@2.1.3"]);
    assert_eq!(read.version_for("", "@babel/core", "^7.1.0"), Some("7.26.0"));
    assert_eq!((read.version_for("", "ms", "^2.1.0"), read.version_for("", "ms", "^3")), (Some("2.1.3"), None));
    let berry = "__metadata:\n  version: 8\n\n\"ms@npm:2.0.0, ms@npm:^2.0.0\":\n  version: 2.0.0\n  resolution: \"ms@npm:2.0.0\"\n\n\"app@workspace:.\":\n  version: 0.0.0-use.local\n\n\"a@npm:b@^1\":\n  version: 1.0.0\n";
    let read = lock("yarn.lock", berry);
    assert_eq!(packages(&read), ["ms@2.0.0", "b@1.0.0"]);
    assert_eq!(read.version_for("", "ms", "^2.0.0"), Some("2.0.0"));
}

#[test]
fn bun_and_its_workspaces() {
    let text = "{\n  \"lockfileVersion\": 1,\n  \"workspaces\": {\n    \"\": { \"name\": \"root\", },\n    \"apps/api\": { \"name\": \"@m/api\", \"dependencies\": { \"zod\": \"^3\", }, },\n  },\n  \"packages\": {\n    \"@m/api\": [\"@m/api@workspace:apps/api\"],\n    \"zod\": [\"zod@4.0.0\", \"\", {}, \"sha512-x\"],\n    \"@m/api/zod\": [\"zod@3.0.0\", \"\", {}, \"sha512-y\"],\n    \"@s/x\": [\"@s/x@1.0.0\", \"\", {}, \"sha512-z\"],\n  }\n}\n";
    let read = lock("bun.lock", text);
    assert_eq!(packages(&read), ["zod@4.0.0", "zod@3.0.0", "@s/x@1.0.0"]);
    assert_eq!(
        (read.version_for("", "zod", "^4"), read.version_for("apps/api", "zod", "^3")),
        (Some("4.0.0"), Some("3.0.0"))
    );
    assert_eq!(read.version_for("apps/api", "@s/x", "^1"), Some("1.0.0"));
    assert!(read.is_complete && !lock("bun.lockb", "").is_complete);
}

#[test]
fn python_locks_and_manifests() {
    let uv = "version = 1\n\n[[package]]\nname = \"Flask_Login\"\nversion = \"0.6.3\"\nsource = { registry = \"x\" }\ndependencies = [\n  { name = \"flask\" },\n]\n\n[[package]]\nname = \"flask\"\nversion = \"3.0.0\"\n\n[metadata]\nversion = \"9\"\n";
    assert_eq!(packages(&lock("uv.lock", uv)), ["flask-login@0.6.3", "flask@3.0.0"]);
    let pipfile = r#"{"_meta": {}, "default": {"flask": {"version": "==3.0.0"}, "local": {"path": "."}}, "develop": {"pytest": {"version": "==8.0.0"}}}"#;
    assert_eq!(packages(&lock("Pipfile.lock", pipfile)), ["flask@3.0.0", "pytest@8.0.0"]);
    let text = "# base\n-r base.txt\n--index-url https://x\nDjango[argon2]>=4.2,<5 ; python_version > '3.8'  # web\nrequests==2.32.0 \\\n    --hash=sha256:aa\n";
    let read = analyse("requirements.txt", text).requirements.unwrap();
    let names: Vec<_> = read.dependencies.iter().map(|one| (one.name.as_str(), one.version.as_str())).collect();
    assert_eq!(names, [("django", ">=4.2,<5"), ("requests", "==2.32.0")]);
    assert_eq!((read.includes.len(), read.dependencies[0].version_range.slice(text)), (1, ">=4.2,<5"));
    let text = "[project]\ndependencies = [\"fastapi[all]>=0.1\"]\n[dependency-groups]\ndev = [\"pytest\"]\n[tool.poetry.dependencies]\npython = \"^3.12\"\nflask = { version = \"^3.0\", extras = [\"async\"] }\nown = { path = \"../own\" }\n";
    let read = analyse("pyproject.toml", text).requirements.unwrap();
    let places: Vec<_> = read.dependencies.iter().map(|one| one.version_range.slice(text)).collect();
    assert_eq!(places, [">=0.1", "", "^3.0"]);
}

#[test]
fn hostile_and_broken_texts_do_no_harm() {
    for path in [
        "package-lock.json",
        "pnpm-lock.yaml",
        "yarn.lock",
        "bun.lock",
        "bun.lockb",
        "deno.lock",
        "poetry.lock",
        "Pipfile.lock",
        "Pipfile",
        "pyproject.toml",
        "requirements.txt",
        ".github/workflows/ci.yml",
        ".gitignore",
    ] {
        let deep = format!("a: {}", "[".repeat(20_000));
        let nested = "- ".repeat(5_000);
        let json = format!("{{\"packages\":{}", "{\"node_modules/a\":".repeat(5_000));
        for text in [
            "",
            "\0\u{feff}\u{1F600}",
            "{",
            "[[package]]\nname = \"\nversion",
            "a@:\n  version",
            "importers:\n    x:\n  /:\n'",
            "packages:\n  '':\n  /@:\n  @/@1:\n",
            "jobs:\n  - run: &a |\n   *a\n  - <<: *a",
            "@\n:\n@@:\n  version \"\"\n",
            "[project]\ndependencies = [\"ü\", 7, \"-\", \"[\", \"a[\"]\n",
            &deep,
            &nested,
            &json,
        ] {
            let _ = analyse(path, text);
        }
    }
    let lock =
        analyse("package-lock.json", "{\"packages\": {\"node_modules/a\": {\"version\": \"1.0.0\"}, \"node_m").lockfile;
    assert!(!lock.unwrap().is_complete);
}
