// The findings beside the editor, by gap or by launch item.
import * as vscode from 'vscode';
import { counted, type Finding, type Findings, type Severity } from './findings';
import { GAPS, ITEMS } from './rules';

const VIEW = 'seaworthy.findings';
const GROUPING = 'seaworthy.grouping';
type Grouping = 'gap' | 'item';

interface Group {
  id: string;
  label: string;
  findings: Finding[];
}

type Node = Group | Finding;

const ICONS: Record<Severity, vscode.ThemeIcon> = {
  error: new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground')),
  warning: new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground')),
  info: new vscode.ThemeIcon('info'),
};

export function registerTree(context: vscode.ExtensionContext, findings: Findings): void {
  const tree = new Tree(findings, context.workspaceState.get<Grouping>(GROUPING, 'gap'));
  const view = vscode.window.createTreeView<Node>(VIEW, { treeDataProvider: tree, showCollapseAll: true });
  const show = (): void => {
    const all = findings.all();
    const where = findings.scanned === undefined ? ' in the open files' : ` · ${findings.scanned.toString()} files scanned`;
    const said = `${counted(all) || 'No findings'}${where}`;
    // An empty message leaves the room to the welcome text.
    view.message = all.length > 0 || findings.scanned !== undefined ? said : '';
    view.badge = all.length > 0 ? { value: all.length, tooltip: said } : undefined;
    tree.refresh();
  };
  const group = async (grouping: Grouping): Promise<void> => {
    tree.grouping = grouping;
    await context.workspaceState.update(GROUPING, grouping);
    await vscode.commands.executeCommand('setContext', GROUPING, grouping);
    tree.refresh();
  };
  void vscode.commands.executeCommand('setContext', GROUPING, tree.grouping);
  context.subscriptions.push(
    view,
    findings.onDidChange(show),
    vscode.commands.registerCommand('seaworthy.groupByGap', () => group('gap')),
    vscode.commands.registerCommand('seaworthy.groupByLaunchItem', () => group('item')),
  );
  show();
}

class Tree implements vscode.TreeDataProvider<Node> {
  private readonly change = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.change.event;

  constructor(
    private readonly findings: Findings,
    public grouping: Grouping,
  ) {}

  refresh(): void {
    this.change.fire(undefined);
  }

  getChildren(node?: Node): Node[] {
    if (node === undefined) {
      return this.groups().filter((group) => group.findings.length > 0);
    }
    return 'findings' in node ? node.findings : [];
  }

  getTreeItem(node: Node): vscode.TreeItem {
    return 'findings' in node ? groupItem(node) : findingItem(node);
  }

  private groups(): Group[] {
    const all = this.findings.all();
    if (this.grouping === 'gap') {
      return GAPS.map(({ id, title }) => ({ id, label: title, findings: all.filter((finding) => finding.rule.gap === id) }));
    }
    return ITEMS.map(({ number, title }) => ({
      id: `item-${number.toString()}`,
      label: `${number.toString()}  ${title}`,
      findings: all.filter((finding) => finding.rule.item === number),
    }));
  }
}

function groupItem(group: Group): vscode.TreeItem {
  const item = new vscode.TreeItem(group.label, vscode.TreeItemCollapsibleState.Expanded);
  item.id = group.id;
  item.description = counted(group.findings);
  item.contextValue = 'group';
  return item;
}

function findingItem(finding: Finding): vscode.TreeItem {
  const line = (finding.range.start.line + 1).toString();
  const place = `${vscode.workspace.asRelativePath(finding.uri)}:${line}`;
  const what = firstSentence(finding.message);
  // The place comes first: many messages begin alike, and a side bar is narrow.
  const item = new vscode.TreeItem(`${finding.uri.path.split('/').at(-1) ?? ''}:${line}`);
  item.description = what;
  item.iconPath = ICONS[finding.severity];
  // The message quotes names from the code: plain text, never Markdown.
  item.tooltip = `${place}\n\n${finding.message}\n\n${finding.severity} · ${finding.rule.id}`;
  item.accessibilityInformation = { label: `${finding.severity}: ${what} ${place}` };
  item.contextValue = 'finding';
  item.command = { command: 'vscode.open', title: 'Open', arguments: [finding.uri, { selection: finding.range }] };
  return item;
}

function firstSentence(message: string): string {
  const line = message.split('\n', 1)[0] ?? '';
  return /^.*?[.!?](?=\s)/u.exec(line)?.[0] ?? line;
}
