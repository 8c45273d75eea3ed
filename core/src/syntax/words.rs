//! What people read in a script: the text between its elements, its strings, its links, and addresses it names.
#![allow(clippy::disallowed_types, reason = "this module reads swc's tree")]

use swc_ecma_ast::{
    Callee, Expr, ImportDecl, JSXAttr, JSXAttrName, JSXAttrValue, JSXElement, JSXElementChild, JSXElementName, JSXExpr,
    KeyValueProp, Lit, MemberProp, PropName, Str, TaggedTpl, TplElement, TsType,
};
use swc_ecma_visit::{Visit, VisitWith};

use super::parse::{Parsed, range_of};
use crate::text::TextRange;

/// What people read in a script.
#[derive(Debug, Default)]
pub struct Words {
    /// Text of elements, strings and templates: what may be shown.
    pub texts: Vec<TextRange>,
    /// Links and buttons.
    pub links: Vec<Link>,
    /// Strings, each with what it is given to.
    pub strings: Vec<NamedString>,
}

/// A link or a button.
#[derive(Debug)]
pub struct Link {
    /// Where it leads; none when that is no literal, or nowhere.
    pub target: Option<String>,
    /// Whether it leads where a script says, or a script acts when it is clicked.
    pub is_scripted: bool,
    /// What stands in it: text, and the strings among it (keys of translations).
    pub text: String,
    /// Its start tag.
    pub range: TextRange,
}

/// A string and what it is given to.
#[derive(Debug)]
pub struct NamedString {
    /// Its content.
    pub value: String,
    /// The attribute, property or method it is given to, in lower case; empty for others.
    pub given_to: String,
    /// Its place, with quotes.
    pub range: TextRange,
}

/// Attributes that people never read.
const UNREAD: [&str; 21] = [
    "class",
    "classname",
    "href",
    "to",
    "src",
    "id",
    "key",
    "style",
    "variant",
    "type",
    "size",
    "rel",
    "target",
    "name",
    "as",
    "htmlfor",
    "role",
    "width",
    "height",
    "d",
    "viewbox",
];
/// Longer strings are no addresses.
const LONGEST_ADDRESS: usize = 300;

/// Reads the scripts of a file.
pub fn words(parsed: &Parsed) -> Words {
    let mut reader = Reader::default();
    for unit in &parsed.units {
        unit.module.visit_with(&mut reader);
    }
    reader.words
}

#[derive(Default)]
struct Reader {
    words: Words,
    given_to: String,
}

impl Reader {
    fn string(&mut self, node: &Str) {
        let range = range_of(node);
        let value = node.value.to_string_lossy().into_owned();
        if !UNREAD.contains(&self.given_to.as_str()) {
            self.words.texts.push(range.inside_quotes());
        }
        if value.len() <= LONGEST_ADDRESS && !value.contains(char::is_whitespace) {
            self.words.strings.push(NamedString { value, given_to: self.given_to.clone(), range });
        }
    }

    fn given<T: VisitWith<Self>>(&mut self, to: String, node: &T) {
        let before = std::mem::replace(&mut self.given_to, to);
        node.visit_with(self);
        self.given_to = before;
    }
}

impl Visit for Reader {
    fn visit_import_decl(&mut self, _: &ImportDecl) {}

    fn visit_ts_type(&mut self, _: &TsType) {}

    fn visit_str(&mut self, node: &Str) {
        self.string(node);
    }

    fn visit_tpl_element(&mut self, node: &TplElement) {
        if !UNREAD.contains(&self.given_to.as_str()) {
            self.words.texts.push(range_of(node));
        }
    }

    fn visit_tagged_tpl(&mut self, node: &TaggedTpl) {
        self.given("class".to_owned(), &*node.tpl);
    }

    fn visit_jsx_text(&mut self, node: &swc_ecma_ast::JSXText) {
        self.words.texts.push(range_of(node));
    }

    fn visit_jsx_attr(&mut self, node: &JSXAttr) {
        let name = match &node.name {
            JSXAttrName::Ident(name) => name.sym.to_ascii_lowercase(),
            JSXAttrName::JSXNamespacedName(_) => return,
        };
        if let Some(value) = &node.value {
            self.given(name.to_string(), value);
        }
    }

    fn visit_key_value_prop(&mut self, node: &KeyValueProp) {
        let name = match &node.key {
            PropName::Ident(name) => name.sym.to_ascii_lowercase().to_string(),
            PropName::Str(name) => name.value.to_string_lossy().to_ascii_lowercase(),
            _ => String::new(),
        };
        self.given(name, &*node.value);
    }

    fn visit_call_expr(&mut self, node: &swc_ecma_ast::CallExpr) {
        node.callee.visit_with(self);
        let name = match &node.callee {
            Callee::Expr(callee) => match &**callee {
                Expr::Ident(name) => name.sym.to_ascii_lowercase().to_string(),
                Expr::Member(member) => match &member.prop {
                    MemberProp::Ident(name) => name.sym.to_ascii_lowercase().to_string(),
                    _ => String::new(),
                },
                _ => String::new(),
            },
            _ => String::new(),
        };
        // What joins class names is never read.
        let name = if matches!(name.as_str(), "cn" | "clsx" | "cva" | "twmerge" | "classnames" | "tw") {
            "class".to_owned()
        } else {
            name
        };
        self.given(name, &node.args);
    }

    fn visit_object_lit(&mut self, node: &swc_ecma_ast::ObjectLit) {
        self.words.links.extend(entry(node));
        node.visit_children_with(self);
    }

    fn visit_jsx_element(&mut self, node: &JSXElement) {
        if let Some(link) = link(node) {
            self.words.links.push(link);
        }
        let before = std::mem::take(&mut self.given_to);
        node.visit_children_with(self);
        self.given_to = before;
    }
}

/// `<a href>`, `<Link to>`, `<Button href>`, `<button>`.
fn link(node: &JSXElement) -> Option<Link> {
    let mut found = Link { target: None, is_scripted: false, text: String::new(), range: range_of(&node.opening) };
    let mut has_address = false;
    for attribute in &node.opening.attrs {
        let swc_ecma_ast::JSXAttrOrSpread::JSXAttr(attribute) = attribute else {
            found.is_scripted = true;
            continue;
        };
        let JSXAttrName::Ident(name) = &attribute.name else { continue };
        match &*name.sym {
            "href" | "to" => {
                has_address = true;
                found.target = attribute.value.as_ref().and_then(literal);
                found.is_scripted |= found.target.is_none();
            }
            name if name.starts_with("on") => found.is_scripted = true,
            "asChild" | "formAction" => found.is_scripted = true,
            _ => {}
        }
    }
    let is_plain = matches!(&node.opening.name, JSXElementName::Ident(name) if matches!(&*name.sym, "a" | "button"));
    if !has_address && !is_plain {
        return None;
    }
    text_of(&node.children, &mut found.text, 0);
    Some(found)
}

/// `{ label: "Privacy Policy", href: "#" }`: an entry of a list of links.
fn entry(node: &swc_ecma_ast::ObjectLit) -> Option<Link> {
    let text = |names: &[&str]| {
        node.props.iter().find_map(|prop| {
            let swc_ecma_ast::PropOrSpread::Prop(prop) = prop else { return None };
            let swc_ecma_ast::Prop::KeyValue(pair) = &**prop else { return None };
            let PropName::Ident(key) = &pair.key else { return None };
            let Expr::Lit(Lit::Str(value)) = &*pair.value else { return None };
            names.contains(&&*key.sym).then(|| value.value.to_string_lossy().trim().to_owned())
        })
    };
    let target = text(&["href", "to", "url", "link"])?;
    let label = text(&["label", "name", "title", "text"]).unwrap_or_default();
    Some(Link { target: Some(target), is_scripted: false, text: label, range: range_of(node) })
}

fn literal(value: &JSXAttrValue) -> Option<String> {
    match value {
        JSXAttrValue::Str(text) => Some(text.value.to_string_lossy().trim().to_owned()),
        JSXAttrValue::JSXExprContainer(container) => match &container.expr {
            JSXExpr::Expr(inner) => match &**inner {
                Expr::Lit(Lit::Str(text)) => Some(text.value.to_string_lossy().trim().to_owned()),
                // `${base}/privacy`: its last part tells where it leads.
                Expr::Tpl(template) => {
                    template.quasis.last().map(|last| last.raw.trim().to_owned()).filter(|last| last.contains('/'))
                }
                _ => None,
            },
            JSXExpr::JSXEmptyExpr(_) => None,
        },
        _ => None,
    }
}

/// The words in a link, the strings of its expressions among them.
fn text_of(children: &[JSXElementChild], into: &mut String, depth: u32) {
    if depth > 8 || into.len() > 200 {
        return;
    }
    for child in children {
        match child {
            JSXElementChild::JSXText(text) => into.push_str(&text.raw),
            JSXElementChild::JSXElement(element) => text_of(&element.children, into, depth + 1),
            JSXElementChild::JSXFragment(fragment) => text_of(&fragment.children, into, depth + 1),
            JSXElementChild::JSXExprContainer(container) => {
                let mut strings = Reader::default();
                container.expr.visit_with(&mut strings);
                if let Some(first) = strings.words.strings.first() {
                    into.push(' ');
                    // The last part of a key of translations names what it is: `footer.privacyPolicy`.
                    into.push_str(first.value.rsplit(['.', ':', '/']).next().unwrap_or_default());
                }
            }
            JSXElementChild::JSXSpreadChild(_) => {}
        }
    }
}
