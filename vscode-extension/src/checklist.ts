// The launch checklist as a page. The server writes it; here it is only shown.
import * as vscode from 'vscode';
import type { Session } from './session';

/** What the links of the page call: the only command it may. */
const OPEN = 'seaworthy.openPlace';

export function registerChecklist(context: vscode.ExtensionContext, session: Session): void {
  let panel: vscode.WebviewPanel | undefined;
  const show = async (): Promise<void> => {
    const folder = await chooseFolder();
    if (folder === undefined) {
      return;
    }
    const progress = { location: vscode.ProgressLocation.Window, title: 'Seaworthy: going through the checklist' };
    const page = await vscode.window.withProgress(progress, () => session.checklist(folder.uri));
    if (page === undefined) {
      await vscode.window.showWarningMessage('Seaworthy is off or not running, so there is no checklist.');
      return;
    }
    // No scripts, no files, no other command: the page has a policy of its own that forbids the rest.
    const options = { enableScripts: false, enableForms: false, enableCommandUris: [OPEN], localResourceRoots: [], enableFindWidget: true };
    panel ??= vscode.window.createWebviewPanel('seaworthy.checklist', 'Launch checklist', vscode.ViewColumn.Active, options);
    panel.onDidDispose(() => {
      panel = undefined;
    });
    panel.webview.html = page;
    panel.reveal();
  };
  context.subscriptions.push(
    vscode.commands.registerCommand('seaworthy.showChecklist', show),
    vscode.commands.registerCommand(OPEN, openPlace),
    {
      dispose: () => {
        panel?.dispose();
      },
    },
  );
}

export async function chooseFolder(): Promise<vscode.WorkspaceFolder | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 0) {
    await vscode.window.showInformationMessage('Open a folder first.');
  }
  return folders.length > 1 ? vscode.window.showWorkspaceFolderPick({ placeHolder: 'Which project' }) : folders[0];
}

/** Opens a file of an open folder at a line, from 1. The arguments come from a page, so they are looked at. */
async function openPlace(address: unknown, line: unknown): Promise<void> {
  if (typeof address !== 'string' || typeof line !== 'number') {
    return;
  }
  const uri = vscode.Uri.parse(address, true);
  if (uri.scheme !== 'file' || vscode.workspace.getWorkspaceFolder(uri) === undefined) {
    return;
  }
  const at = new vscode.Position(Math.max(0, line - 1), 0);
  await vscode.window.showTextDocument(uri, { selection: new vscode.Range(at, at), viewColumn: vscode.ViewColumn.Active });
}
