// Which program is the server, and whether it is one at all.
import { execFile } from 'node:child_process';
import * as path from 'node:path';
import { promisify } from 'node:util';
import * as vscode from 'vscode';

const run = promisify(execFile);
const VERSION_LINE = /^seaworthy (\d+\.\d+\.\d+\S*)/;

export interface Program {
  path: string;
  version: string;
}

/**
 * The program of the setting `seaworthy.server.path`, else the bundled one. The setting counts only in trusted
 * workspaces, and only as set by the person: a folder's own settings can never name a program to run.
 * Throws an error a person can read when the program is none of ours.
 */
export async function findProgram(context: vscode.ExtensionContext): Promise<Program> {
  const name = process.platform === 'win32' ? 'seaworthy.exe' : 'seaworthy';
  const bundled = context.asAbsolutePath(path.join('server', name));
  const setting = vscode.workspace.getConfiguration('seaworthy').inspect<string>('server.path')?.globalValue ?? '';
  const chosen = setting !== '' && vscode.workspace.isTrusted ? setting : bundled;
  return { path: chosen, version: await versionOf(chosen) };
}

async function versionOf(program: string): Promise<string> {
  if (!path.isAbsolute(program)) {
    throw new Error(`seaworthy.server.path must be an absolute path, and "${program}" is none.`);
  }
  let output: string;
  try {
    output = (await run(program, ['--version'], { timeout: 10_000 })).stdout;
  } catch (error) {
    throw new Error(`${program} could not be started: ${error instanceof Error ? error.message : String(error)}`);
  }
  const version = VERSION_LINE.exec(output)?.[1];
  if (version === undefined) {
    throw new Error(`${program} is no Seaworthy: it does not answer --version as Seaworthy does.`);
  }
  return version;
}
