// One run of the server after another: start, watch, restart, stop.
import * as vscode from 'vscode';
import { CloseAction, ErrorAction, LanguageClient, type LanguageClientOptions } from 'vscode-languageclient/node';
import { SELECTOR } from './languages';
import { findProgram, type Program } from './program';
import type { ServerStatus, StatusItem } from './status';

/** After so many ends within the window the server is left alone until a person restarts it. */
const MAX_RESTARTS = 5;
const WINDOW_MS = 180_000;

/** What the server lists of a folder. */
export interface Listing {
  /** How many files were judged. */
  files: number;
  findings: {
    uri: string;
    path: string;
    range: { start: { line: number; character: number }; end: { line: number; character: number } };
    rule: string;
    severity: 'error' | 'warning' | 'info';
    message: string;
  }[];
}

export class Session implements vscode.Disposable {
  private client: LanguageClient | undefined;
  private ends: number[] = [];
  private queue: Promise<void> = Promise.resolve();
  private readonly listeners: vscode.Disposable[];
  private readonly started = new vscode.EventEmitter<void>();
  /** After each start of the server. */
  readonly onDidStart = this.started.event;

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly output: vscode.LogOutputChannel,
    private readonly status: StatusItem,
  ) {
    this.listeners = [
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.restart()),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('seaworthy.server.path')) {
          void this.restart();
        }
      }),
    ];
  }

  /** The program that runs now. */
  program: Program | undefined;

  start(): Promise<void> {
    return this.inTurn(() => this.startNow());
  }

  stop(): Promise<void> {
    return this.inTurn(() => this.stopNow());
  }

  restart(): Promise<void> {
    return this.inTurn(async () => {
      await this.stopNow();
      this.ends = [];
      await this.startNow();
    });
  }

  /** The checklist of a folder as a page; undefined when there is none to be had. */
  checklist(folder: vscode.Uri): Promise<string | undefined> {
    return this.ask<string>('seaworthy.checklist', { folder: folder.toString(), links: 'command' });
  }

  /** What is found in a folder, in every file; undefined when it is not to be had. */
  findings(folder: vscode.Uri): Promise<Listing | undefined> {
    return this.ask<Listing>('seaworthy.findings', { folder: folder.toString() });
  }

  /** The page of a rule as Markdown; undefined when there is none to be had. */
  explain(rule: string): Promise<string | undefined> {
    return this.ask<string>('seaworthy.explain', rule);
  }

  private async ask<T>(command: string, argument: unknown): Promise<T | undefined> {
    try {
      const answer = await this.client?.sendRequest<T | null>('workspace/executeCommand', { command, arguments: [argument] });
      return answer ?? undefined;
    } catch (error) {
      this.output.error(`${command} failed: ${String(error)}`);
      return undefined;
    }
  }

  dispose(): void {
    this.started.dispose();
    for (const listener of this.listeners) {
      listener.dispose();
    }
  }

  /** Starts and stops never overlap. */
  private inTurn(step: () => Promise<void>): Promise<void> {
    this.queue = this.queue.then(step, step);
    return this.queue;
  }

  private async startNow(): Promise<void> {
    this.status.starting();
    try {
      this.program = await findProgram(this.context);
      this.output.info(`Starting Seaworthy ${this.program.version}: ${this.program.path}`);
      const executable = { command: this.program.path, args: ['lsp'] };
      const client = new LanguageClient('seaworthy', 'Seaworthy', { run: executable, debug: executable }, this.options());
      client.onNotification('seaworthy/status', (status: ServerStatus) => {
        this.status.show(status);
      });
      this.client = client;
      await client.start();
      this.started.fire();
    } catch (error) {
      this.client = undefined;
      this.fail(error instanceof Error ? error.message : String(error));
    }
  }

  private async stopNow(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    try {
      await client?.dispose(3000);
    } catch (error) {
      this.output.warn(`The server did not stop in order: ${String(error)}`);
    }
  }

  private options(): LanguageClientOptions {
    const { enable, run, workspaceDiagnostics } = vscode.workspace.getConfiguration('seaworthy');
    return {
      documentSelector: SELECTOR,
      outputChannel: this.output,
      initializationOptions: { seaworthy: { enable: enable as unknown, run: run as unknown, workspaceDiagnostics: workspaceDiagnostics as unknown }, status: true },
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: () => this.closed(),
      },
    };
  }

  /** The server ended by itself: start it again, after longer and longer waits. */
  private async closed(): Promise<{ action: CloseAction; handled: boolean }> {
    const now = Date.now();
    this.ends = [...this.ends.filter((end) => now - end < WINDOW_MS), now];
    if (this.ends.length > MAX_RESTARTS) {
      this.fail(`The server ended ${this.ends.length.toString()} times within three minutes.`);
      return { action: CloseAction.DoNotRestart, handled: true };
    }
    this.status.starting();
    this.output.warn('The server ended; it is started again.');
    await new Promise((resolve) => setTimeout(resolve, 500 * 2 ** (this.ends.length - 1)));
    return { action: CloseAction.Restart, handled: true };
  }

  private fail(reason: string): void {
    this.output.error(reason);
    this.status.failed(reason);
    const show = 'Show Output';
    void vscode.window.showErrorMessage(`Seaworthy is not running. ${reason}`, show).then((choice) => {
      if (choice === show) {
        this.output.show();
      }
    });
  }
}
