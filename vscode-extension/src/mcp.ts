// The MCP server inside the bundled program, made known to the agents of VS Code and Cursor. It reads and never writes.
import * as vscode from 'vscode';
import type { Session } from './session';

const NAME = 'seaworthy';

/** The parts of newer editors' interfaces that are used here; older ones lack them. */
interface Newer {
  lm?: {
    registerMcpServerDefinitionProvider?: (id: string, provider: { onDidChangeMcpServerDefinitions: vscode.Event<void>; provideMcpServerDefinitions: () => unknown[] }) => vscode.Disposable;
  };
  McpStdioServerDefinition?: new (label: string, command: string, args: string[], env: Record<string, string>, version: string) => object;
  cursor?: { mcp?: { registerServer: (config: { name: string; server: { command: string; args: string[]; env: Record<string, string> } }) => void; unregisterServer: (name: string) => void } };
}

export function registerMcp(context: vscode.ExtensionContext, session: Session): void {
  const editor = vscode as unknown as Newer;
  const provider = new Provider(session, editor);
  context.subscriptions.push(provider);
  if (editor.lm?.registerMcpServerDefinitionProvider !== undefined && editor.McpStdioServerDefinition !== undefined) {
    context.subscriptions.push(editor.lm.registerMcpServerDefinitionProvider(NAME, provider));
  }
}

class Provider implements vscode.Disposable {
  private readonly change = new vscode.EventEmitter<void>();
  private readonly listeners: vscode.Disposable[];
  private isInCursor = false;
  readonly onDidChangeMcpServerDefinitions = this.change.event;

  constructor(
    private readonly session: Session,
    private readonly editor: Newer,
  ) {
    const again = (): void => {
      this.change.fire();
      this.tellCursor();
    };
    this.listeners = [
      session.onDidStart(again),
      vscode.workspace.onDidChangeWorkspaceFolders(again),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('seaworthy.mcp.enable')) {
          again();
        }
      }),
    ];
  }

  /** One server for each open folder, since each looks at one project. */
  provideMcpServerDefinitions(): unknown[] {
    const { program } = this.session;
    const Definition = this.editor.McpStdioServerDefinition;
    if (program === undefined || Definition === undefined) {
      return [];
    }
    return this.servers().map(({ name, root }) => new Definition(name, program.path, ['mcp', '--root', root], {}, program.version));
  }

  dispose(): void {
    this.change.dispose();
    for (const listener of this.listeners) {
      listener.dispose();
    }
  }

  private servers(): { name: string; root: string }[] {
    const folders = (vscode.workspace.workspaceFolders ?? []).filter((folder) => folder.uri.scheme === 'file');
    if (vscode.workspace.getConfiguration('seaworthy').get('mcp.enable') !== true) {
      return [];
    }
    return folders.map((folder) => ({ name: folders.length > 1 ? `Seaworthy: ${folder.name}` : 'Seaworthy', root: folder.uri.fsPath }));
  }

  /** Cursor takes servers one by one, by name. */
  private tellCursor(): void {
    const cursor = this.editor.cursor?.mcp;
    const { program } = this.session;
    const first = this.servers()[0];
    if (cursor === undefined) {
      return;
    }
    if (this.isInCursor) {
      cursor.unregisterServer(NAME);
      this.isInCursor = false;
    }
    if (program !== undefined && first !== undefined) {
      cursor.registerServer({ name: NAME, server: { command: program.path, args: ['mcp', '--root', first.root], env: {} } });
      this.isInCursor = true;
    }
  }
}
