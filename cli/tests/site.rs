//! `seaworthy site`: a live page served on loopback, a HAR and a folder, by the real command.
#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use common::Project;

/// A token that is nobody's, made anew so that no key stands in the repository.
fn secret() -> String {
    let letters = b"abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    let mut state = 0x2545_f491_u32;
    let random = (0..24).map(|_| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        char::from(letters[(state >> 16) as usize % letters.len()])
    });
    format!("sk_{}_{}", "live", random.collect::<String>())
}

/// What a path answers: status line, headers, body.
type Pages = Vec<(&'static str, &'static str, &'static str, String)>;

/// A server on loopback that knows a few paths and keeps what it was asked.
struct Server {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn start(pages: Pages) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (pages, log) = (Arc::new(pages), Arc::clone(&asked));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (pages, log) = (Arc::clone(&pages), Arc::clone(&log));
                std::thread::spawn(move || answer(stream, &pages, &log));
            }
        });
        Self { address, asked }
    }

    fn resolve(&self, host: &str) -> [String; 3] {
        let port = self.address.port();
        [format!("http://{host}:{port}/"), "--resolve".into(), format!("{host}:{port}:127.0.0.1")]
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

fn answer(mut stream: TcpStream, pages: &Pages, log: &Mutex<Vec<String>>) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut request = String::new();
    while reader.read_line(&mut request).is_ok_and(|read| read > 2) {}
    let mut words = request.split_whitespace();
    let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    log.lock().unwrap().push(format!("{method} {path}\n{request}"));
    let known = pages.iter().find(|(known, ..)| *known == path);
    let (status, headers, body) =
        known.map_or(("404 Not Found", "", ""), |(_, status, headers, body)| (*status, *headers, body.as_str()));
    let length = body.len();
    let _ = write!(stream, "HTTP/1.1 {status}\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}");
}

fn leaky() -> Server {
    let html = "<!doctype html><title>Shop</title><script src=/app.js></script><script src=https://cdn.example/x.js></script>\
                <a href=/privacy>Privacy policy</a>";
    Server::start(vec![
        ("/", "302 Found", "Location: /home\r\nSet-Cookie: session=abc; Path=/\r\n", String::new()),
        ("/home", "200 OK", "Content-Type: text/html\r\nServer: nginx\r\n", html.into()),
        ("/app.js", "200 OK", "Content-Type: text/javascript\r\n", format!("const stripe = \"{}\";\n", secret())),
        ("/app.js.map", "200 OK", "Content-Type: text/html\r\n", "<!doctype html>".into()),
        ("/privacy", "200 OK", "Content-Type: text/html\r\n", "<h1>Privacy policy</h1>".into()),
    ])
}

fn site(project: &Project, target: &[String], more: &[&str]) -> common::Run {
    let mut arguments: Vec<&str> = vec!["site"];
    arguments.extend(target.iter().map(String::as_str));
    arguments.extend(more);
    project.run(&arguments)
}

#[test]
fn a_live_page_is_read_and_judged() {
    let (server, project) = (leaky(), Project::new(&[]));
    let run = site(&project, &server.resolve("shop.test"), &["--format", "json"]);
    assert_eq!(run.code, 1, "{}", run.err);
    let report = run.json();
    let found: Vec<&str> =
        report["findings"].as_array().unwrap().iter().filter_map(|found| found["rule"].as_str()).collect();
    assert!(found.contains(&"hardcoded-secret"), "{found:?}");
    assert_eq!(report["items"].as_array().unwrap().len(), 10);
    let missed = report["notInspected"].to_string();
    assert!(missed.contains("cdn.example"), "{missed}");
    assert!(!run.out.contains(&secret()) && !run.err.contains(&secret()), "the key is never repeated");
    let asked = server.asked();
    assert!(asked.iter().all(|request| request.starts_with("GET ")), "{asked:?}");
    let paths: Vec<&str> = asked.iter().filter_map(|request| request.split_whitespace().nth(1)).collect();
    assert_eq!(paths, ["/robots.txt", "/", "/home", "/app.js", "/app.js.map", "/privacy"]);
    assert!(asked[2].contains("ookie: session=abc"), "cookies of the run are sent back: {}", asked[2]);
}

#[test]
fn headers_go_to_the_page_and_are_not_repeated() {
    let (server, project) = (leaky(), Project::new(&[]));
    let run =
        site(&project, &server.resolve("shop.test"), &["--header", "X-Preview: opensesame", "--fail-on", "never"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(server.asked().iter().all(|request| request.contains("opensesame")));
    assert!(!run.out.contains("opensesame") && !run.err.contains("opensesame"));
    let wrong = site(&project, &server.resolve("shop.test"), &["--header", "opensesame"]);
    assert_eq!(wrong.code, 2);
}

#[test]
fn every_format_is_made() {
    let (server, project) = (leaky(), Project::new(&[]));
    for (format, part) in [
        ("text", "shop.test"),
        ("markdown", "### Seaworthy"),
        ("sarif", "\"2.1.0\""),
        ("html", "<!doctype html>"),
        ("json", "\"sentence\""),
    ] {
        let run = site(&project, &server.resolve("shop.test"), &["--format", format]);
        assert_eq!(run.code, 1, "{format}: {}", run.err);
        assert!(run.out.contains(part), "{format}");
        assert!(!run.out.contains(&secret()), "{format}");
    }
}

#[test]
fn private_addresses_are_not_reached() {
    let project = Project::new(&[]);
    for target in ["http://10.255.255.1/", "http://[fd00::1]/", "http://169.254.169.254/latest/meta-data/"] {
        let run = project.run(&["site", target]);
        assert_eq!(run.code, 2, "{target}");
        assert!(run.err.contains("private network"), "{target}: {}", run.err);
    }
}

#[test]
fn a_redirect_into_a_private_network_is_not_followed() {
    let server = Server::start(vec![("/", "302 Found", "Location: http://10.255.255.1/admin\r\n", String::new())]);
    let run = site(&Project::new(&[]), &server.resolve("shop.test"), &[]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("private network"), "{}", run.err);
}

#[test]
fn a_site_that_names_seaworthy_is_obeyed() {
    let robots = "User-agent: Seaworthy\nDisallow: /\n".to_owned();
    let server = Server::start(vec![("/robots.txt", "200 OK", "", robots)]);
    let run = site(&Project::new(&[]), &server.resolve("shop.test"), &[]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("robots.txt"), "{}", run.err);
    assert_eq!(server.asked().len(), 1);
}

#[test]
fn a_folder_is_judged_as_it_will_be_deployed() {
    let project = Project::new(&[
        ("dist/index.html", "<script src=/assets/app.js></script><a href=/privacy>Privacy</a>"),
        ("dist/privacy.html", "<h1>Privacy</h1>"),
        ("dist/assets/app.js", &format!("const key = \"{}\";", secret())),
        ("empty/readme.txt", "nothing"),
    ]);
    let run = project.run(&["site", "dist", "--url", "https://shop.test", "--format", "json"]);
    assert_eq!(run.code, 1, "{}", run.err);
    let report = run.json();
    assert_eq!(report["url"], "https://shop.test/");
    let subject = &report["findings"][0]["subject"];
    assert_eq!(subject["url"], "https://shop.test/assets/app.js", "{report}");
    let empty = project.run(&["site", "empty"]);
    assert_eq!(empty.code, 2);
    assert!(empty.err.contains("holds no page"), "{}", empty.err);
}

#[test]
fn wrong_input_is_named() {
    let project = Project::new(&[("a.har", "{}"), ("b.har", "not json"), ("c.har", "{\"log\":{\"entries\":[]}}")]);
    for (target, words) in [
        ("a.har", "no HAR"),
        ("b.har", "no JSON"),
        ("c.har", "holds no page"),
        ("nowhere", "neither a URL"),
        ("https://user:word@shop.test/", "--header"),
        ("http://127.0.0.1:9/", "refused"),
    ] {
        let run = project.run(&["site", target]);
        assert_eq!(run.code, 2, "{target}: {}", run.out);
        assert!(run.err.contains(words), "{target}: {}", run.err);
        assert!(!run.err.contains("word@"), "{}", run.err);
    }
}
