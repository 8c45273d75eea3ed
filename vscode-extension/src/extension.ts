// Starts the Seaworthy server and shows how it is. Everything about findings is in the server.
import * as vscode from 'vscode';
import { registerCommands } from './commands';
import { counted, Findings } from './findings';
import { registerMcp } from './mcp';
import { Session } from './session';
import { StatusItem } from './status';
import { registerTree } from './tree';

let session: Session | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const output = vscode.window.createOutputChannel('Seaworthy', { log: true });
  const status = new StatusItem();
  session = new Session(context, output, status);
  const findings = new Findings(session);
  context.subscriptions.push(output, status, session, findings);
  context.subscriptions.push(
    findings.onDidChange(() => {
      status.count(counted(findings.all()));
    }),
  );
  registerCommands(context, session, findings, output);
  registerTree(context, findings);
  registerMcp(context, session);
  await session.start();
}

export async function deactivate(): Promise<void> {
  await session?.stop();
}
