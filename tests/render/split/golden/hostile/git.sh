#!/bin/sh
# Makes a branch x'$(touch y);/NUMBER-TITLE for each part of cccccccccccccccccccccccccccccccccccccccc, and nothing else.
# Author and date are those of who runs it; reviewbot split --apply keeps those of the commits.
set -eu
cd "./$(git rev-parse --show-cdup)"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' HUP INT TERM
export GIT_INDEX_FILE="$folder/index"

git read-tree bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
git update-index --index-info <<'END-OF-INPUT'
0 0000000000000000000000000000000000000000	"##\133stop-commands]token"
0 0000000000000000000000000000000000000000	::error file=x::owned
100644 dddddddddddddddddddddddddddddddddddddddd	END-OF-INPUT
100644 dddddddddddddddddddddddddddddddddddddddd	Z; touch x
100644 dddddddddddddddddddddddddddddddddddddddd	"a`b``c|d\\|e <img src=x> [l](http://evil.example) @everyone #1 $(touch x)'\012- item\033[31m\342\200\256.py"
100644 dddddddddddddddddddddddddddddddddddddddd	"caf\351/\377\376.py"
END-OF-INPUT
part_1=$(git commit-tree "$(git write-tree)" -p bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb -m 'Add a`b``c|d\|e <img src=x> [l](http://evil.example) @everyone #1 $(touch x)'"'"'\n- item\x1b[31m\u202e' -m '\x3a:stop-commands::token ##vso\x5btask.complete]' -m 'Part 1 of 2 of cccccccccccccccccccccccccccccccccccccccc')

git read-tree "$part_1"
base64 -d <<'END-OF-INPUT' | git apply --cached --whitespace=nowarn
QEAgLTEsMSArMSwxIEBACi1hDQorYWBiYGBjfGRcfGUgPGltZyBzcmM9eD4gW2xdKGh0dHA6Ly9l
dmlsLmV4YW1wbGUpIEBldmVyeW9uZSAjMSAkKHRvdWNoIHgpJwotIGl0ZW0bWzMxbeKArgo=
END-OF-INPUT
part_2=$(git commit-tree "$(git write-tree)" -p "$part_1" -m '日本語 日本語 日本語 日本語 日本語 日本語 日本語 日本語 日本語 日本語 日本語 日本語 日本語 日本語 日本語 日本語 日本語 日本語 日本語 日本語 日本語 日本語 日本語 日本語 日本語 日本語 日本語 日本語 日本語 日本語 ' -m '\ud800\xe9' -m 'Part 2 of 2 of cccccccccccccccccccccccccccccccccccccccc')

printf 'create %s %s\n' \
  'refs/reviewbot/backup/x'"'"'$(touch y);' cccccccccccccccccccccccccccccccccccccccc \
  'refs/heads/x'"'"'$(touch y);/1-add-a-b-c-d-e-img-src-x-l-http-evil-exam' "$part_1" \
  'refs/heads/x'"'"'$(touch y);/2-part' "$part_2" \
  | git update-ref --stdin
