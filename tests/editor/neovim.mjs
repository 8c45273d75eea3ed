// Neovim's own client: an editor that has nothing of ours but the server.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

export async function neovim({ tools, state, test }) {
  const folder = path.join(state, 'nvim');
  fs.mkdirSync(folder);
  fs.writeFileSync(path.join(folder, 'login.ts'), "const mark = '😀'; localStorage.setItem('access_token', session.token);\n");
  // A package is a zip file; this takes the one file out of it that matters here.
  const unzip = 'import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extract("extension/server/seaworthy", sys.argv[2])';
  execFileSync('python3', ['-c', unzip, tools.package, state]);
  const server = path.join(state, 'extension/server/seaworthy');
  fs.chmodSync(server, 0o755);
  await test('Neovim: finding, place behind an emoji, ignore action, live edit', () => {
    const script = path.join(tools.here, 'neovim.lua');
    const args = ['--headless', '-u', 'NONE', '-i', 'NONE', '-n', '-l', script, server];
    return execFileSync(tools.nvim, args, { cwd: folder, encoding: 'utf8', timeout: 60_000 }).trim().split('\n').pop();
  });
}
