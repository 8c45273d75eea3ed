// Starts the Seaworthy server and shows how it is. Everything about findings is in the server.
import * as vscode from 'vscode';
import { registerCommands } from './commands';
import { Session } from './session';
import { StatusItem } from './status';

let session: Session | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const output = vscode.window.createOutputChannel('Seaworthy', { log: true });
  const status = new StatusItem();
  session = new Session(context, output, status);
  context.subscriptions.push(output, status, session);
  registerCommands(context, session, output);
  await session.start();
}

export async function deactivate(): Promise<void> {
  await session?.stop();
}
