import { defineConfig } from "wxt";

// One source, two manifests. Required permissions give nothing away until the user clicks: `activeTab` covers the page
// clicked on and no other. Everything more is optional and asked for one site at a time.
export default defineConfig({
  // What runs is what is written; nothing is imported behind the reader's back.
  imports: false,
  manifestVersion: 3,
  vite: () => ({
    build: { target: "es2022", sourcemap: false },
    worker: { format: "es" },
  }),
  zip: { artifactTemplate: "seaworthy-{{version}}-{{browser}}.zip", zipSources: false },
  manifest: ({ browser }) => ({
    name: "__MSG_extensionName__",
    description: "__MSG_extensionDescription__",
    default_locale: "en",
    permissions: ["activeTab", "scripting", "storage", ...(browser === "firefox" ? [] : ["sidePanel"])],
    optional_permissions: ["cookies", "webRequest"],
    optional_host_permissions: ["*://*/*"],
    action: { default_title: "__MSG_actionTitle__" },
    // By keyboard: the same as a click on the icon. The browser lets users choose other keys.
    commands: { _execute_action: { suggested_key: { default: "Alt+Shift+Y" } } },
    content_security_policy: { extension_pages: "script-src 'self' 'wasm-unsafe-eval'; object-src 'self'" },
    ...(browser === "firefox"
      ? {
          browser_specific_settings: {
            gecko: {
              id: "seaworthy@seaworthy.dev",
              strict_min_version: "142.0",
              data_collection_permissions: { required: ["none"] },
            },
          },
        }
      : { minimum_chrome_version: "126" }),
  }),
});
