// Firefox with the built extension, headless, driven over WebDriver BiDi without any driver between.

import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import WebSocket from "ws";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const EXTENSION = join(root, "browser-extension/.output/firefox-mv3");
const EXECUTABLE = process.env.SEAWORTHY_FIREFOX ?? "/usr/bin/firefox-esr";
/** The extension's host there; without the preference each profile has another. */
const UUID = "5ea08711-0000-4000-8000-00000000c0de";

/** Why the tests cannot run here; undefined when they can. */
export function missing() {
  let reason;
  if (!existsSync(EXECUTABLE)) reason = `no browser at ${EXECUTABLE}: install firefox-esr or set SEAWORTHY_FIREFOX`;
  else if (!existsSync(join(EXTENSION, "manifest.json"))) reason = "the extension is not built: run `cargo xtask dist`";
  if (reason !== undefined && process.env.SEAWORTHY_REQUIRE_BROWSER === "1") throw new Error(reason);
  return reason;
}

/** Starts the browser with the extension; `granted` as in Chromium. */
export async function launch({ granted = false } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "seaworthy-firefox-"));
  const profile = join(folder, "profile");
  const extension = join(folder, "extension");
  cpSync(EXTENSION, extension, { recursive: true });
  if (granted) grantAll(join(extension, "manifest.json"));
  cpSync(makeProfile(folder), profile, { recursive: true });
  const port = await freePort();
  const options = ["--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", String(port), "--remote-allow-system-access"];
  const program = spawn(EXECUTABLE, options, { stdio: "ignore" });
  const session = await connect(port);
  await session.send("session.new", { capabilities: { alwaysMatch: { acceptInsecureCerts: true } } });
  await session.send("webExtension.install", { extensionData: { type: "path", path: extension } });
  const close = async () => {
    await session.send("browser.close", {}).catch(() => program.kill());
    await new Promise((resolve) => (program.exitCode === null ? program.once("exit", resolve) : resolve()));
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  return { ...session, extension: `moz-extension://${UUID}`, close };
}

function makeProfile(folder) {
  const made = mkdtempSync(join(folder, "prefs-"));
  const preferences = {
    "extensions.webextensions.uuids": JSON.stringify({ "seaworthy@seaworthy.dev": UUID }),
    "network.dns.localDomains": "shop.test,cdn.test,sound.test,hostile.test",
    "browser.shell.checkDefaultBrowser": false,
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": false,
    "app.update.enabled": false,
    "network.captive-portal-service.enabled": false,
    "network.connectivity-service.enabled": false,
    "dom.security.https_first": false,
    "services.settings.server": "data:,",
  };
  const lines = Object.entries(preferences).map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`);
  writeFileSync(join(made, "user.js"), `${lines.join("\n")}\n`);
  return made;
}

function grantAll(path) {
  const manifest = JSON.parse(readFileSync(path, "utf8"));
  manifest.permissions.push(...manifest.optional_permissions);
  manifest.host_permissions = manifest.optional_host_permissions;
  delete manifest.optional_permissions;
  delete manifest.optional_host_permissions;
  writeFileSync(path, JSON.stringify(manifest));
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function connect(port) {
  const deadline = Date.now() + 40_000;
  for (;;) {
    try {
      const socket = new WebSocket(`ws://127.0.0.1:${port}/session`);
      await new Promise((resolve, reject) => {
        socket.once("open", resolve);
        socket.once("error", reject);
      });
      return conversation(socket);
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

function conversation(socket) {
  let last = 0;
  const waiting = new Map();
  socket.on("message", (data) => {
    const { id, type, result, error, message } = JSON.parse(data);
    const asked = waiting.get(id);
    waiting.delete(id);
    if (type === "error") asked?.reject(new Error(`${error}: ${message}`));
    else asked?.resolve(result);
  });
  const send = (method, params) =>
    new Promise((resolve, reject) => {
      last += 1;
      waiting.set(last, { resolve, reject });
      socket.send(JSON.stringify({ id: last, method, params }));
    });
  return { send, ...pages(send) };
}

/** What a test does with pages. */
function pages(send) {
  const evaluate = async (context, expression) => {
    const answer = await send("script.evaluate", { expression, target: { context }, awaitPromise: true });
    if (answer.type === "exception") throw new Error(answer.exceptionDetails.text);
    return answer.result.value;
  };
  const open = async (url) => {
    const { context } = await send("browsingContext.create", { type: "tab" });
    await send("browsingContext.navigate", { context, url, wait: "complete" });
    return context;
  };
  const until = async (context, expression, milliseconds = 60_000) => {
    const deadline = Date.now() + milliseconds;
    for (;;) {
      const value = await evaluate(context, expression).catch(() => undefined);
      if (value !== undefined && value !== false && value !== null && value !== "") return value;
      if (Date.now() > deadline) throw new Error(`it never came to ${expression}`);
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
  };
  /** Clicks the extension's icon on the page, as its button in the toolbar does. */
  const click = async (context) => {
    await send("browsingContext.activate", { context });
    const { contexts } = await send("browsingContext.getTree", { "moz:scope": "chrome" });
    const window = contexts.find(({ url }) => url.endsWith("/browser.xhtml")).context;
    const expression = `(async () => {
      const { ExtensionParent } = ChromeUtils.importESModule("resource://gre/modules/ExtensionParent.sys.mjs");
      const { extension } = WebExtensionPolicy.getByID("seaworthy@seaworthy.dev");
      await ExtensionParent.apiManager.global.browserActionFor(extension).triggerAction(window);
    })()`;
    await send("script.evaluate", { expression, target: { context: window }, awaitPromise: true, userActivation: true });
  };
  /** The documents that stand inside the browser's own window: the sidebar, when it is open. */
  const inside = async () => {
    const { contexts } = await send("browsingContext.getTree", { "moz:scope": "chrome" });
    return contexts.flatMap(({ children }) => (children ?? []).map(({ url }) => url));
  };
  return { evaluate, open, until, click, inside };
}
