import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import { registerChecklist } from './checklist';
import type { Session } from './session';

const run = promisify(execFile);
const SCHEME = 'seaworthy-rule';

export function registerCommands(context: vscode.ExtensionContext, session: Session, output: vscode.LogOutputChannel): void {
  const pages = new Map<string, string>();
  registerChecklist(context, session);
  context.subscriptions.push(
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
      provideTextDocumentContent: (uri) => pages.get(uri.path) ?? '',
    }),
    vscode.commands.registerCommand('seaworthy.restartServer', () => session.restart()),
    vscode.commands.registerCommand('seaworthy.showOutput', () => {
      output.show();
    }),
    vscode.commands.registerCommand('seaworthy.explainRule', () => explain(session, pages)),
    vscode.commands.registerCommand('seaworthy.toggle', async () => {
      const settings = vscode.workspace.getConfiguration('seaworthy');
      await settings.update('enable', settings.get('enable') !== true, vscode.ConfigurationTarget.Global);
    }),
  );
}

/** Shows the page of a rule: of the finding at the cursor, else of one that is picked. */
async function explain(session: Session, pages: Map<string, string>): Promise<void> {
  const rules = shownRules();
  if (rules.size === 0) {
    await vscode.window.showInformationMessage('Seaworthy has found nothing in the open files, so there is no rule to explain.');
    return;
  }
  const rule = ruleAtCursor() ?? (await vscode.window.showQuickPick([...rules.keys()].sort(), { placeHolder: 'Rule to explain' }));
  if (rule === undefined) {
    return;
  }
  const text = await pageOf(session, rule);
  const link = rules.get(rule);
  if (text !== undefined) {
    const page = vscode.Uri.from({ scheme: SCHEME, path: `/${rule}.md` });
    pages.set(page.path, text);
    await vscode.commands.executeCommand('markdown.showPreview', page);
  } else if (link !== undefined) {
    await vscode.env.openExternal(link);
  }
}

/** What the program itself says of a rule, which needs no network. */
async function pageOf(session: Session, rule: string): Promise<string | undefined> {
  if (session.program === undefined || !/^[a-z0-9-]+$/.test(rule)) {
    return undefined;
  }
  try {
    return (await run(session.program.path, ['explain', rule], { timeout: 10_000 })).stdout;
  } catch {
    return undefined;
  }
}

function ruleOf(diagnostic: vscode.Diagnostic): [string, vscode.Uri] | undefined {
  const code = diagnostic.code;
  return diagnostic.source === 'seaworthy' && typeof code === 'object' ? [String(code.value), code.target] : undefined;
}

function shownRules(): Map<string, vscode.Uri> {
  const all = vscode.languages.getDiagnostics().flatMap(([, diagnostics]) => diagnostics);
  return new Map(all.map(ruleOf).filter((rule) => rule !== undefined));
}

function ruleAtCursor(): string | undefined {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) {
    return undefined;
  }
  const here = vscode.languages.getDiagnostics(editor.document.uri);
  return here.filter((diagnostic) => diagnostic.range.contains(editor.selection.active)).map(ruleOf).find(Boolean)?.[0];
}
