//! What kind of app the project is: does it serve pages, do people sign in, does it keep data.

use std::collections::BTreeSet;

use super::data::Data;
use crate::facts::FileFacts;
use crate::names::ownership::is_people;
use crate::names::sign_in::{is_login_path, signs_in};
use crate::names::words;
use crate::project::Project;
use crate::syntax::Language;

/// The part of a project that the checklist is about, and what kind of app it is.
pub struct App<'a> {
    /// The project around it.
    pub project: &'a Project,
    /// The files the checklist is about.
    pub files: Vec<&'a FileFacts>,
    /// How many of them are scripts, pages, schemas or SQL.
    pub sources: usize,
    /// Names of packages that its manifests need when it runs, in order.
    pub packages: BTreeSet<&'a str>,
    /// How many functions answer requests: routes, server actions, procedures, loaders.
    pub endpoints: usize,
    /// Whether it serves pages or answers requests at all.
    pub is_web_app: bool,
    /// What it keeps, and what it asks for.
    pub data: Data<'a>,
    /// What shows that people sign in, for a sentence: `next-auth`, `the route /login`.
    pub sign_in: Option<String>,
}

/// Packages by which a project is a web app, whatever its files look like.
const FRAMEWORKS: [&str; 30] = [
    "@angular/core",
    "@builder.io/qwik",
    "@hapi/hapi",
    "@nestjs/core",
    "@react-router/node",
    "@remix-run/node",
    "@remix-run/react",
    "@solidjs/start",
    "@sveltejs/kit",
    "@tanstack/react-start",
    "@trpc/server",
    "astro",
    "elysia",
    "express",
    "fastify",
    "gatsby",
    "h3",
    "hono",
    "koa",
    "next",
    "nuxt",
    "preact",
    "react-dom",
    "react-router-dom",
    "sails",
    "solid-js",
    "svelte",
    "vite",
    "vue",
    "restify",
];

impl<'a> App<'a> {
    /// The app that these files of a project make up.
    pub fn new(project: &'a Project, files: Vec<&'a FileFacts>) -> Self {
        let is_source = |file: &&&FileFacts| {
            let language = file.language;
            language.has_script() || matches!(language, Language::Sql | Language::Prisma | Language::AccessRules)
        };
        let manifests = || files.iter().filter_map(|file| file.manifest.as_ref());
        let needed = manifests()
            .flat_map(|manifest| &manifest.dependencies)
            .filter(|one| one.kind != crate::facts::DependencyKind::Development);
        let packages: BTreeSet<&str> = needed.map(|dependency| dependency.name.as_str()).collect();
        let endpoints = files.iter().map(|file| endpoints(file)).sum();
        let is_framework = |name: &str| manifests().any(|manifest| manifest.depends_on(name));
        let has_page = files.iter().any(|file| file.language.is_markup() || is_component(file));
        let mut app = Self {
            project,
            sources: files.iter().filter(is_source).count(),
            endpoints,
            is_web_app: endpoints > 0 || has_page || FRAMEWORKS.iter().any(|name| is_framework(name)),
            data: Data::of(project, &files),
            sign_in: None,
            packages,
            files,
        };
        app.sign_in = app.sign_in();
        app
    }

    fn sign_in(&self) -> Option<String> {
        let package = self.packages.iter().find(|name| signs_in(name));
        if let Some(name) = package {
            return Some((*name).to_owned());
        }
        let routes = self.files.iter().flat_map(|file| &file.routes);
        if let Some(route) = routes.into_iter().find(|route| is_login_path(&route.path)) {
            return Some(format!("the route {}", route.path));
        }
        let models = self.files.iter().flat_map(|file| &file.models);
        let has_password = |model: &&crate::facts::Model| {
            is_people(&model.name)
                && model.fields.iter().any(|field| words(&field.name).iter().any(|w| w == "password"))
        };
        if let Some(model) = models.into_iter().find(has_password) {
            return Some(format!("the passwords of the model {}", model.name));
        }
        let page = self.files.iter().find(|file| is_login_path(&file.path) && is_component(file));
        page.map(|file| format!("the page {}", file.path))
    }

    /// The packages of a list that the app needs.
    pub fn needs<'b>(&self, names: &'b [(&'b str, &'b str)]) -> Vec<(&'b str, &'b str)> {
        names.iter().copied().filter(|(name, _)| self.packages.contains(name)).collect()
    }
}

/// How many functions of a file answer requests.
fn endpoints(file: &FileFacts) -> usize {
    let actions = file.functions.iter().filter(|function| function.is_server_action).count();
    file.routes.len() + file.entry_points.len() + actions
}

fn is_component(file: &FileFacts) -> bool {
    matches!(file.language, Language::Jsx | Language::Tsx) || file.language.is_markup()
}
