// A small file with gaps in it, to try everything on. It is never saved unless a person saves it.
import * as vscode from 'vscode';

const SAMPLE = `// A login as AI tools write it. Put the cursor on a mark and press Ctrl+. (Cmd+. on a Mac).
import express from "express";

const app = express();

app.post("/login", async (req, res) => {
  const session = await signIn(req.body.email, req.body.password);
  res.cookie("session", session.id, { secure: true, sameSite: "lax" });
  res.end();
});

export function remember(session) {
  localStorage.setItem("access_token", session.access_token);
}
`;

export async function openSample(): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ language: 'javascript', content: SAMPLE });
  await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside });
}
