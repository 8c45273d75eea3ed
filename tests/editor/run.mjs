// The extension in a real editor, driven by keyboard as a person would, and the server in a second editor.
//
// Use: node tests/editor/run.mjs [PACKAGE.vsix]          (default: the one in dist/)
// Needs what install.sh installs; without it the tests are skipped, unless SEAWORTHY_REQUIRE_EDITOR=1.
// SHOTS=dir keeps screenshots. Closes with «N passed, N failed».
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { neovim } from './neovim.mjs';
import { vscode } from './vscode.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, '../..');
const editorDir = process.env.EDITOR_DIR ?? path.join(os.homedir(), '.cache/seaworthy-editor');
const tools = {
  here,
  node: path.join(editorDir, 'node24/bin/node'),
  codeServer: path.join(editorDir, 'node_modules/code-server/out/node/entry.js'),
  playwright: path.join(editorDir, 'node_modules/playwright-core/index.js'),
  chromium: process.env.CHROMIUM ?? '/usr/bin/chromium',
  nvim: findNeovim(path.join(editorDir, 'python')),
  package: process.argv[2] ? path.resolve(process.argv[2]) : newestPackage(path.join(root, 'dist')),
  shots: process.env.SHOTS,
};

const missing = Object.entries(tools).filter(([name, file]) => name !== 'shots' && !(file && fs.existsSync(file))).map(([name]) => name);
if (missing.length > 0) {
  const required = process.env.SEAWORTHY_REQUIRE_EDITOR === '1';
  console.log(`${required ? 'FAILED' : 'skipped'}: the editor tests lack ${missing.join(', ')}: run tests/editor/install.sh and cargo xtask dist`);
  process.exit(required ? 1 : 0);
}

const state = fs.mkdtempSync(path.join(os.tmpdir(), 'seaworthy-editor-'));
let passed = 0;
let failed = 0;
const test = async (name, body) => {
  const start = Date.now();
  try {
    const note = await body();
    passed += 1;
    console.log(`ok      ${name} (${Date.now() - start} ms)${note ? `: ${note}` : ''}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED  ${name}: ${error.message}`);
    throw error;
  }
};
for (const suite of [neovim, vscode]) {
  try {
    await suite({ tools, state, test });
  } catch {
    // The steps of a suite build on each other: the rest of it is left out.
  }
}
fs.rmSync(state, { recursive: true, force: true, maxRetries: 5 });
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

function newestPackage(folder) {
  const files = fs.existsSync(folder) ? fs.readdirSync(folder).filter((name) => name.endsWith('.vsix')) : [];
  const times = files.map((name) => path.join(folder, name)).map((file) => [fs.statSync(file).mtimeMs, file]);
  return times.sort((a, b) => b[0] - a[0])[0]?.[1];
}

function findNeovim(folder) {
  try {
    return execFileSync('find', [folder, '-name', 'nvim', '-type', 'f'], { encoding: 'utf8' }).split('\n')[0];
  } catch {
    return undefined;
  }
}
