#!/bin/sh
# Makes a branch split/NUMBER-TITLE for each part of cccccccccccccccccccccccccccccccccccccccc, and nothing else.
# Author and date are those of who runs it; reviewbot split --apply keeps those of the commits.
set -eu
cd "./$(git rev-parse --show-cdup)"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' HUP INT TERM
export GIT_INDEX_FILE="$folder/index"

git read-tree bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
git update-index --index-info <<'END-OF-INPUT'
100644 dddddddddddddddddddddddddddddddddddddddd	src/invoices.py
END-OF-INPUT
part_1=$(git commit-tree "$(git write-tree)" -p bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb -m 'Add invoices' -m 'in one file' -m 'Part 1 of 1 of cccccccccccccccccccccccccccccccccccccccc')

printf 'create %s %s\n' \
  refs/reviewbot/backup/split cccccccccccccccccccccccccccccccccccccccc \
  refs/heads/split/1-add-invoices "$part_1" \
  | git update-ref --stdin
