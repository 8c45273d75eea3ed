//! Why a file is in the browser without anything importing it.

/// Why a file is in the browser without anything importing it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EntryKind {
    /// It begins with `"use client"`.
    ClientComponent,
    /// The file an app starts with.
    AppStart,
    /// A file of Next's `pages`.
    NextPage,
    /// A page, layout or load function of SvelteKit.
    SvelteKitRoute,
    /// A part of a Nuxt app.
    NuxtApp,
    /// A route of Remix or React Router.
    RemixRoute,
    /// A route of TanStack Start.
    TanStackRoute,
    /// A route of SolidStart.
    SolidRoute,
    /// A page or template of Gatsby.
    GatsbyPage,
    /// A page of Docusaurus.
    DocusaurusPage,
    /// A page of a Laravel app.
    LaravelPage,
    /// A component with one of Astro's `client:` directives.
    AstroIsland,
    /// A page of HTML, or a component whose own scripts run in the browser.
    Page,
    /// A script that a page loads.
    PageScript,
    /// A screen or start of an app for phones.
    Screen,
    /// The window of a desktop app.
    Window,
    /// A part of a browser extension.
    Extension,
    /// A service worker.
    ServiceWorker,
    /// A script that is served as it is.
    PublicFile,
    /// A script of a live page.
    Deployed,
}

impl EntryKind {
    /// What the file is, for people: a noun phrase.
    pub const fn words(self) -> &'static str {
        match self {
            Self::ClientComponent => "a client component (`use client`)",
            Self::AppStart => "the file the app starts with",
            Self::NextPage => "a page of Next's pages folder",
            Self::SvelteKitRoute => "a SvelteKit route",
            Self::NuxtApp => "a part of the Nuxt app",
            Self::RemixRoute => "a route module",
            Self::TanStackRoute => "a route of TanStack Start",
            Self::SolidRoute => "a SolidStart route",
            Self::GatsbyPage => "a Gatsby page",
            Self::DocusaurusPage => "a Docusaurus page",
            Self::LaravelPage => "a page of the front end",
            Self::AstroIsland => "an Astro island (`client:`)",
            Self::Page => "a page that is sent to the browser",
            Self::PageScript => "a script that a page loads",
            Self::Screen => "a screen of the app",
            Self::Window => "a script of the app's window",
            Self::Extension => "a script of the browser extension",
            Self::ServiceWorker => "a service worker",
            Self::PublicFile => "a file that is served as it is",
            Self::Deployed => "a script of the live page",
        }
    }
}
