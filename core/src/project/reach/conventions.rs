//! What frameworks send to the browser, or keep on the server, by its place in an app.

use super::kind::EntryKind;
use super::roots::Framework;

/// How a framework tells by a file's place that it is in the browser.
pub struct Convention {
    /// The framework.
    pub framework: Framework,
    /// Paths from the app's root, without the ending.
    pub files: &'static [&'static str],
    /// Those among them that are not.
    pub but: &'static [&'static str],
    /// What the file is.
    pub kind: EntryKind,
    /// The file must export one of these; nothing is asked for when there are none.
    pub exporting: &'static [&'static str],
    /// Exports that the framework takes out of what it sends to the browser.
    pub server_exports: &'static [&'static str],
}

const PLAIN: Convention = Convention {
    framework: Framework::Package,
    files: &[],
    but: &[],
    kind: EntryKind::AppStart,
    exporting: &[],
    server_exports: &[],
};

/// nextjs.org/docs/pages, "Data Fetching": these are left out of the client bundle; `getInitialProps` is not.
const NEXT_SERVER: &[&str] = &["getServerSideProps", "getStaticProps", "getStaticPaths", "config"];

/// reactrouter.com, "Route Module"; remix.run, "Route Module": what the compiler removes from client bundles.
pub const REMIX_SERVER: &[&str] =
    &["loader", "action", "headers", "middleware", "unstable_middleware", "ServerComponent", "ServerErrorBoundary"];
const REMIX_CLIENT: &[&str] =
    &["default", "clientLoader", "clientAction", "ErrorBoundary", "CatchBoundary", "HydrateFallback", "Layout"];

/// What frameworks send to the browser by its place. The first row that fits counts.
pub const CONVENTIONS: &[Convention] = &[
    Convention {
        framework: Framework::Next,
        files: &["pages/**", "src/pages/**"],
        but: &["pages/api/**", "src/pages/api/**", "**/_document"],
        kind: EntryKind::NextPage,
        exporting: &["default"],
        server_exports: NEXT_SERVER,
    },
    Convention {
        framework: Framework::Next,
        files: &["instrumentation-client", "src/instrumentation-client", "sentry.client.config"],
        ..PLAIN
    },
    Convention { framework: Framework::ReactScripts, files: &["src/index"], ..PLAIN },
    Convention { framework: Framework::VueCli, files: &["src/main"], ..PLAIN },
    Convention { framework: Framework::Angular, files: &["src/main", "projects/*/src/main"], ..PLAIN },
    Convention { framework: Framework::Bundler, files: &["src/index", "src/main"], ..PLAIN },
    Convention {
        framework: Framework::SvelteKit,
        // svelte.dev/docs/kit/advanced-routing: a layout may be named after an `@`.
        files: &[
            "src/routes/**/+page",
            "src/routes/**/+page@*",
            "src/routes/**/+layout",
            "src/routes/**/+layout@*",
            "src/routes/**/+error",
            "src/hooks",
            "src/hooks.client",
        ],
        kind: EntryKind::SvelteKitRoute,
        ..PLAIN
    },
    Convention {
        framework: Framework::Nuxt,
        files: &[
            "app",
            "error",
            "app.config",
            "pages/**",
            "layouts/**",
            "components/**",
            "composables/**",
            "plugins/**",
            "middleware/**",
            "store/**",
            "stores/**",
            "app/**",
            "src/pages/**",
            "src/layouts/**",
            "src/components/**",
            "src/composables/**",
            "src/plugins/**",
            "src/middleware/**",
        ],
        kind: EntryKind::NuxtApp,
        ..PLAIN
    },
    Convention { framework: Framework::Remix, files: &["app/entry.client"], ..PLAIN },
    Convention {
        framework: Framework::Remix,
        files: &["app/root", "app/routes/**"],
        kind: EntryKind::RemixRoute,
        exporting: REMIX_CLIENT,
        server_exports: REMIX_SERVER,
        ..PLAIN
    },
    Convention { framework: Framework::TanStackStart, files: &["src/client", "app/client"], ..PLAIN },
    Convention {
        framework: Framework::TanStackStart,
        files: &["src/routes/**", "app/routes/**"],
        kind: EntryKind::TanStackRoute,
        exporting: &["Route"],
        server_exports: &["ServerRoute", "APIRoute"],
        ..PLAIN
    },
    Convention { framework: Framework::SolidStart, files: &["src/entry-client"], ..PLAIN },
    Convention {
        framework: Framework::SolidStart,
        files: &["src/app", "src/routes/**"],
        kind: EntryKind::SolidRoute,
        exporting: &["default"],
        ..PLAIN
    },
    Convention { framework: Framework::Gatsby, files: &["gatsby-browser", "src/gatsby-browser"], ..PLAIN },
    Convention {
        framework: Framework::Gatsby,
        files: &["src/pages/**", "src/templates/**"],
        kind: EntryKind::GatsbyPage,
        exporting: &["default"],
        server_exports: &["getServerData", "config"],
        ..PLAIN
    },
    Convention {
        framework: Framework::Docusaurus,
        files: &["src/pages/**", "src/theme/**"],
        kind: EntryKind::DocusaurusPage,
        ..PLAIN
    },
    Convention {
        framework: Framework::LaravelVite,
        files: &["resources/js/app", "resources/js/main", "resources/js/Pages/**", "resources/js/pages/**"],
        kind: EntryKind::LaravelPage,
        ..PLAIN
    },
    Convention {
        framework: Framework::ExpoRouter,
        files: &["app/**", "src/app/**"],
        but: &["**/*+api", "**/+html", "**/+middleware"],
        kind: EntryKind::Screen,
        exporting: &["default"],
        ..PLAIN
    },
    Convention { framework: Framework::ReactNative, files: &["App", "index"], kind: EntryKind::Screen, ..PLAIN },
    Convention {
        framework: Framework::Electron,
        files: &[
            "src/renderer/index",
            "src/renderer/main",
            "src/renderer/renderer",
            "src/renderer/src/main",
            "src/renderer",
            "preload",
            "src/preload",
            "src/preload/index",
            "src/main/preload",
            "electron/preload",
            "electron/preload/index",
        ],
        kind: EntryKind::Window,
        ..PLAIN
    },
    Convention {
        framework: Framework::Wxt,
        files: &["entrypoints/*", "entrypoints/*/index", "src/entrypoints/*", "src/entrypoints/*/index"],
        kind: EntryKind::Extension,
        ..PLAIN
    },
    Convention {
        framework: Framework::Plasmo,
        files: &[
            "popup",
            "options",
            "newtab",
            "sidepanel",
            "devtools",
            "background",
            "content",
            "popup/index",
            "background/index",
            "contents/**",
            "tabs/**",
            "src/popup",
            "src/options",
            "src/newtab",
            "src/sidepanel",
            "src/background",
            "src/content",
            "src/contents/**",
            "src/tabs/**",
        ],
        kind: EntryKind::Extension,
        ..PLAIN
    },
    Convention {
        files: &[
            "sw",
            "service-worker",
            "src/sw",
            "src/service-worker",
            "src/serviceWorker",
            "src/service-worker/index",
            "app/sw",
            "src/app/sw",
        ],
        kind: EntryKind::ServiceWorker,
        ..PLAIN
    },
];

/// Folders whose files are served as they are.
pub const SERVED: [(Framework, &str); 4] = [
    (Framework::Package, "public/**"),
    (Framework::SvelteKit, "static/**"),
    (Framework::Gatsby, "static/**"),
    (Framework::Docusaurus, "static/**"),
];

/// Files that frameworks keep on the server, without their endings.
pub const SERVER_ONLY: [(Framework, &str); 13] = [
    (Framework::Next, "app/**/route"),
    (Framework::Next, "src/app/**/route"),
    (Framework::Next, "pages/api/**"),
    (Framework::Next, "src/pages/api/**"),
    (Framework::Next, "middleware"),
    (Framework::Next, "src/middleware"),
    (Framework::Next, "instrumentation"),
    (Framework::Next, "src/instrumentation"),
    (Framework::SvelteKit, "src/routes/**/+server"),
    (Framework::SvelteKit, "src/lib/server/**"),
    (Framework::Nuxt, "server/**"),
    (Framework::SolidStart, "src/routes/api/**"),
    (Framework::Package, "supabase/functions/**"),
];
