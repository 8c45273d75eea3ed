import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import { chooseFolder, registerChecklist } from './checklist';
import type { Finding, Findings } from './findings';
import { RULES } from './rules';
import { openSample } from './sample';
import type { Session } from './session';

const run = promisify(execFile);
const SCHEME = 'seaworthy-page';
const WALKTHROUGH = 'seaworthy-dev.seaworthy#start';

export function registerCommands(context: vscode.ExtensionContext, session: Session, findings: Findings, output: vscode.LogOutputChannel): void {
  const pages = new Pages();
  registerChecklist(context, session);
  const commands: Record<string, (argument?: unknown) => unknown> = {
    restartServer: () => session.restart(),
    showOutput: () => {
      output.show();
    },
    explainRule: (finding) => explain(session, pages, ruleOf(finding)),
    scanWorkspace: () => scan(findings),
    showTenancy: () => tenancy(session, pages),
    openSample,
    showWalkthrough: () => vscode.commands.executeCommand('workbench.action.openWalkthrough', WALKTHROUGH),
    showMenu,
    toggle: async () => {
      const settings = vscode.workspace.getConfiguration('seaworthy');
      await settings.update('enable', settings.get('enable') !== true, vscode.ConfigurationTarget.Global);
    },
  };
  context.subscriptions.push(
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, pages),
    ...Object.entries(commands).map(([name, body]) => vscode.commands.registerCommand(`seaworthy.${name}`, body)),
  );
}

/** Texts that are shown and belong to no file. */
class Pages implements vscode.TextDocumentContentProvider {
  private readonly texts = new Map<string, string>();
  private readonly change = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.change.event;

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.path) ?? '';
  }

  put(name: string, text: string): vscode.Uri {
    const page = vscode.Uri.from({ scheme: SCHEME, path: `/${name}` });
    this.texts.set(page.path, text);
    this.change.fire(page);
    return page;
  }
}

/** Judges every file of the open folders and shows the list. */
async function scan(findings: Findings): Promise<void> {
  if ((vscode.workspace.workspaceFolders ?? []).length === 0) {
    await vscode.window.showInformationMessage('Open a folder first: a scan is of a project.');
    return;
  }
  const progress = { location: vscode.ProgressLocation.Notification, title: 'Seaworthy: looking at every file' };
  const done = await vscode.window.withProgress(progress, () => findings.scan());
  if (!done) {
    await vscode.window.showWarningMessage('Seaworthy is off or not running, so nothing was scanned.');
    return;
  }
  await vscode.commands.executeCommand('seaworthy.findings.focus');
}

/** Shows the page of a rule: of a finding in the list, else of the one at the cursor, else of one that is picked. */
async function explain(session: Session, pages: Pages, chosen: string | undefined): Promise<void> {
  const rule = chosen ?? ruleAtCursor() ?? (await pickRule());
  if (rule === undefined) {
    return;
  }
  const text = await session.explain(rule);
  if (text === undefined) {
    await vscode.window.showWarningMessage('Seaworthy is not running, so it cannot explain the rule.');
    return;
  }
  await vscode.commands.executeCommand('markdown.showPreview', pages.put(`${rule}.md`, text));
}

async function pickRule(): Promise<string | undefined> {
  const rules = [...RULES.values()].map((rule) => ({ label: rule.id, detail: rule.title }));
  return (await vscode.window.showQuickPick(rules, { placeHolder: 'Rule to explain', matchOnDetail: true }))?.label;
}

/** Shows what is believed of the project's data: whose rows each model holds. */
async function tenancy(session: Session, pages: Pages): Promise<void> {
  const folder = await chooseFolder();
  const { program } = session;
  if (folder === undefined || program === undefined) {
    return;
  }
  try {
    const { stdout } = await run(program.path, ['--no-color', 'explain', '--tenancy', folder.uri.fsPath], { timeout: 60_000, maxBuffer: 16 * 1024 * 1024 });
    const page = pages.put(`Whose rows - ${folder.name}.txt`, stdout);
    await vscode.window.showTextDocument(page, { preview: true });
  } catch (error) {
    await vscode.window.showErrorMessage(`The project could not be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function showMenu(): Promise<void> {
  const entries = [
    { label: '$(checklist) Launch checklist', command: 'showChecklist' },
    { label: '$(search) Scan workspace', command: 'scanWorkspace' },
    { label: '$(book) Explain rule', command: 'explainRule' },
    { label: '$(organization) Whose rows: tenancy', command: 'showTenancy' },
    { label: '$(output) Show log', command: 'showOutput' },
    { label: '$(debug-restart) Restart server', command: 'restartServer' },
    { label: '$(circle-slash) Turn on or off', command: 'toggle' },
  ];
  const chosen = await vscode.window.showQuickPick(entries, { placeHolder: 'Seaworthy' });
  if (chosen !== undefined) {
    await vscode.commands.executeCommand(`seaworthy.${chosen.command}`);
  }
}

function ruleOf(argument: unknown): string | undefined {
  return typeof argument === 'object' && argument !== null && 'rule' in argument ? (argument as Finding).rule.id : undefined;
}

function ruleAtCursor(): string | undefined {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) {
    return undefined;
  }
  const here = vscode.languages.getDiagnostics(editor.document.uri).filter((diagnostic) => diagnostic.range.contains(editor.selection.active));
  const codes = here.map(({ source, code }) => (source === 'seaworthy' && typeof code === 'object' ? String(code.value) : ''));
  return codes.find((code) => RULES.has(code));
}
