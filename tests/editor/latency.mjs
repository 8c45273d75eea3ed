// How long from a change in the editor to the diagnostics that show it: Seaworthy's server beside others, in one run.
//
// Use: node tests/editor/latency.mjs [--ours 'target/release/seaworthy lsp'] [--peers DIR] [--seconds 8] [--json]
//
// `--peers DIR` is a folder with `node_modules` that holds the npm packages oxlint and @biomejs/biome; without it only our
// own server is timed. `cargo xtask bench-lsp` installs them and calls this.
//
// Each edit puts one line into the middle of a file, or takes it out again, and is over when published diagnostics show it:
// their number changed, and their version (where one is sent) is the edit's. The line is found by every server. A burst
// sends that many edits back to back before the one that is timed. Nothing but Node's own modules is used.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const MARKER = "debugger; localStorage.setItem('token', session.token);";
const SIZES = [100, 2_500, 10_000];
const BURSTS = [10, 40, 100];
const WARM = 5;
const GAP_MS = 30;

const options = { ours: 'target/release/seaworthy lsp', seconds: '8' };
for (let at = 2; at < process.argv.length; at++) {
  const name = process.argv[at].replace(/^--/, '');
  options[name] = name === 'json' ? true : process.argv[++at];
}
const now = () => Number(process.hrtime.bigint()) / 1e6;
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** A module of so many lines, as one is written for a web app: handlers, queries, components. */
function source(lines) {
  const head = [
    "import { useState } from 'react';",
    "import { prisma } from '@/lib/prisma';",
    "import { requireUser } from '@/lib/auth';",
    '',
  ];
  const block = (n) => [
    `export async function listOrders${n}(request: Request) {`,
    '  const user = await requireUser(request);',
    '  const url = new URL(request.url);',
    `  const status = url.searchParams.get('status') ?? 'open${n}';`,
    '  const orders = await prisma.order.findMany({',
    '    where: { organizationId: user.organizationId, status },',
    "    orderBy: { createdAt: 'desc' },",
    '    take: 50,',
    '  });',
    '  return Response.json({ orders, total: orders.length });',
    '}',
    '',
    `export function OrderRow${n}({ order, onSelect }: { order: Order; onSelect: (id: string) => void }) {`,
    '  const [open, setOpen] = useState(false);',
    '  return (',
    '    <li className="row" onClick={() => onSelect(order.id)}>',
    '      <button type="button" onClick={() => setOpen(!open)}>{order.number}</button>',
    `      {open ? <span title="${n}">{order.lines.map((line) => line.name).join(', ')}</span> : null}`,
    '    </li>',
    '  );',
    '}',
    '',
  ];
  const text = [...head];
  for (let n = 0; text.length < lines; n++) text.push(...block(n));
  // The middle is between two blocks, where a statement may stand.
  let middle = Math.floor(text.length / 2);
  while (text[middle - 1] !== '') middle++;
  return { lines: text, middle };
}

class Server {
  constructor(command, root) {
    this.process = spawn(command[0], command.slice(1), { cwd: root, stdio: ['pipe', 'pipe', 'ignore'] });
    this.root = root;
    this.buffer = Buffer.alloc(0);
    this.nextId = 1;
    this.waiting = new Map();
    this.listener = () => {};
    this.process.stdout.on('data', (data) => this.read(data));
  }

  send(message) {
    const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message }));
    this.process.stdin.write(Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n\r\n`), body]));
  }

  request(method, params) {
    const id = this.nextId++;
    this.send({ id, method, params });
    return new Promise((resolve) => this.waiting.set(id, resolve));
  }

  notify(method, params) {
    this.send({ method, params });
  }

  read(data) {
    this.buffer = Buffer.concat([this.buffer, data]);
    for (;;) {
      const head = this.buffer.indexOf('\r\n\r\n');
      if (head < 0) return;
      const length = Number(/content-length: *(\d+)/i.exec(this.buffer.subarray(0, head).toString())[1]);
      if (this.buffer.length < head + 4 + length) return;
      const message = JSON.parse(this.buffer.subarray(head + 4, head + 4 + length).toString());
      this.buffer = this.buffer.subarray(head + 4 + length);
      this.take(message);
    }
  }

  take(message) {
    if (message.method && message.id !== undefined) {
      const folder = { uri: pathToFileURL(this.root).href, name: 'root' };
      const answers = {
        'workspace/configuration': () => message.params.items.map(() => null),
        'workspace/workspaceFolders': () => [folder],
      };
      this.send({ id: message.id, result: answers[message.method]?.() ?? null });
    } else if (message.method) {
      this.listener(message);
    } else {
      this.waiting.get(message.id)?.(message.result);
      this.waiting.delete(message.id);
    }
  }

  /** The next published diagnostics of a document that are wanted. */
  published(uri, wanted) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no diagnostics from ${this.process.spawnargs.join(' ')}`)), 20_000);
      this.listener = ({ method, params }) => {
        if (method !== 'textDocument/publishDiagnostics' || params.uri !== uri || !wanted(params)) return;
        clearTimeout(timer);
        this.listener = () => {};
        resolve(params);
      };
    });
  }

  async start() {
    const uri = pathToFileURL(this.root).href;
    const result = await this.request('initialize', {
      processId: process.pid,
      rootUri: uri,
      workspaceFolders: [{ uri, name: 'root' }],
      capabilities: {
        workspace: { configuration: true, workspaceFolders: true },
        textDocument: {
          synchronization: { didSave: true },
          publishDiagnostics: { versionSupport: true, codeDescriptionSupport: true, relatedInformation: true },
        },
      },
    });
    this.notify('initialized', {});
    const sync = result.capabilities.textDocumentSync;
    this.incremental = (typeof sync === 'object' ? sync.change : sync) === 2;
    await sleep(500);
  }

  async end() {
    await Promise.race([this.request('shutdown', undefined), sleep(1000)]);
    this.notify('exit', undefined);
    await sleep(200);
    this.process.kill();
  }
}

/** Peak resident memory in MiB of a process and its descendants (Linux). */
function memory(pid) {
  let sum = 0;
  const walk = (id) => {
    try {
      sum += Number(/VmHWM:\s+(\d+)/.exec(fs.readFileSync(`/proc/${id}/status`, 'utf8'))?.[1] ?? 0);
      const children = fs.readFileSync(`/proc/${id}/task/${id}/children`, 'utf8').trim();
      if (children) children.split(' ').forEach(walk);
    } catch {
      // It ended meanwhile, or this is no Linux.
    }
  };
  walk(pid);
  return sum / 1024;
}

/** Times one server with one file. */
async function time(name, command, size) {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'latency-'));
  const file = path.join(root, 'orders.tsx');
  const { lines, middle } = source(size);
  const [without, marked] = [lines.join('\n'), [...lines.slice(0, middle), MARKER, ...lines.slice(middle)].join('\n')];
  fs.writeFileSync(file, without);
  const uri = pathToFileURL(file).href;
  const server = new Server(command, root);
  await server.start();
  let [version, on] = [1, false];
  const opened = server.published(uri, () => true);
  server.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'typescriptreact', version, text: without } });
  let count = (await opened).diagnostics.length;
  await sleep(300);
  const edit = () => {
    version += 1;
    on = !on;
    const start = { line: middle, character: 0 };
    const change = !server.incremental
      ? { text: on ? marked : without }
      : on
        ? { range: { start, end: start }, text: `${MARKER}\n` }
        : { range: { start, end: { line: middle + 1, character: 0 } }, text: '' };
    server.notify('textDocument/didChange', { textDocument: { uri, version }, contentChanges: [change] });
  };
  const once = async (burst) => {
    // An even number, so that the timed edit is seen in the count.
    for (let n = 0; n < burst; n++) edit();
    const [before, want] = [count, version + 1];
    const fits = (params) => (typeof params.version !== 'number' || params.version >= want) && params.diagnostics.length !== before;
    const shown = server.published(uri, fits);
    const from = now();
    edit();
    count = (await shown).diagnostics.length;
    return now() - from;
  };
  const many = async (burst, least, most) => {
    const times = [];
    const end = now() + Number(options.seconds) * 1000;
    for (let n = 0; n < WARM; n++) await once(burst).then(() => sleep(GAP_MS));
    while (times.length < least || (now() < end && times.length < most)) {
      times.push(await once(burst));
      await sleep(GAP_MS);
    }
    return times.sort((a, b) => a - b);
  };
  const row = { name, size, single: quantiles(await many(0, 20, 300)), bursts: {} };
  for (const burst of size === 2_500 ? BURSTS : []) {
    row.bursts[burst] = quantiles(await many(burst, 10, 25));
  }
  row.memory = memory(server.process.pid);
  await server.end();
  fs.rmSync(root, { recursive: true });
  return row;
}

function quantiles(sorted) {
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  return { n: sorted.length, median: at(0.5), p95: at(0.95), p99: at(0.99), max: sorted.at(-1) };
}

function print(rows) {
  const ms = (value) => value.toFixed(1).padStart(8);
  console.log('change to published diagnostics, in ms');
  console.log(`${'server'.padEnd(12)}${'lines'.padStart(7)}${'n'.padStart(5)}  median     p95     p99     max  peak MiB`);
  for (const { name, size, single, memory: peak } of rows) {
    const { n, median, p95, p99, max } = single;
    console.log(`${name.padEnd(12)}${String(size).padStart(7)}${String(n).padStart(5)}${ms(median)}${ms(p95)}${ms(p99)}${ms(max)}${peak.toFixed(0).padStart(10)}`);
  }
  console.log(`\nbursts of ${BURSTS.join(', ')} edits, then one that is timed: median / p95`);
  for (const { name, bursts } of rows.filter((row) => Object.keys(row.bursts).length > 0)) {
    const cells = BURSTS.map((burst) => `${bursts[burst].median.toFixed(1)} / ${bursts[burst].p95.toFixed(1)}`.padStart(18));
    console.log(`${name.padEnd(12)}${cells.join('')}`);
  }
}

const servers = [['seaworthy', options.ours.split(' ')]];
if (options.peers) {
  const bin = (name) => path.resolve(options.peers, 'node_modules/.bin', name);
  servers.push(['oxlint', [bin('oxlint'), '--lsp']], ['biome', [bin('biome'), 'lsp-proxy']]);
}
servers[0][1][0] = path.resolve(servers[0][1][0]);
const rows = [];
// One size after the other, so that whatever else the machine does meets all servers alike.
for (const size of SIZES) for (const [name, command] of servers) rows.push(await time(name, command, size));
if (options.json) console.log(JSON.stringify(rows, null, 2));
else print(rows);
