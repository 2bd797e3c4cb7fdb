#!/bin/sh
# Makes a branch bills/NUMBER-TITLE for each part of cccccccccccccccccccccccccccccccccccccccc, and nothing else.
# Author and date are those of who runs it; reviewbot split --apply keeps those of the commits.
set -eu
cd "./$(git rev-parse --show-cdup)"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' HUP INT TERM
export GIT_INDEX_FILE="$folder/index"

git read-tree bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
git update-index --index-info <<'END-OF-INPUT'
0 0000000000000000000000000000000000000000	src/money.py
0 0000000000000000000000000000000000000000	src/tax.py
100644 dddddddddddddddddddddddddddddddddddddddd	src/billing/money.py
100644 dddddddddddddddddddddddddddddddddddddddd	src/billing/tax.py
END-OF-INPUT
part_1=$(git commit-tree "$(git write-tree)" -p bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb -m 'Move 2 files' -m 'moved as they are, nothing in them changes' -m 'Part 1 of 5 of cccccccccccccccccccccccccccccccccccccccc')

git read-tree "$part_1"
git update-index --index-info <<'END-OF-INPUT'
100644 dddddddddddddddddddddddddddddddddddddddd	src/invoices.py
END-OF-INPUT
part_2=$(git commit-tree "$(git write-tree)" -p "$part_1" -m 'Add invoices' -m 'definitions used by part 3: invoice_of and Invoice' -m 'Part 2 of 5 of cccccccccccccccccccccccccccccccccccccccc')

git read-tree "$part_2"
git update-index --index-info <<'END-OF-INPUT'
0 0000000000000000000000000000000000000000	src/old_ledger.py
END-OF-INPUT
git apply --cached --whitespace=nowarn <<'END-OF-INPUT'
diff --git a/src/ledger.py b/src/ledger.py
--- a/src/ledger.py
+++ b/src/ledger.py
@@ -1,3 +1,3 @@
-import money
+import invoices
 NONE = 0
 LIMIT = 3
END-OF-INPUT
part_3=$(git commit-tree "$(git write-tree)" -p "$part_2" -m 'Change ledger.py and 1 more' -m 'they share the words invoice_of and Invoice' -m 'Part 3 of 5 of cccccccccccccccccccccccccccccccccccccccc')

git read-tree "$part_2"
git update-index --index-info <<'END-OF-INPUT'
100644 dddddddddddddddddddddddddddddddddddddddd	tests/billing/test_case_1.py
100644 dddddddddddddddddddddddddddddddddddddddd	tests/billing/test_case_2.py
100644 dddddddddddddddddddddddddddddddddddddddd	tests/billing/test_case_3.py
100644 dddddddddddddddddddddddddddddddddddddddd	tests/billing/test_case_4.py
100644 dddddddddddddddddddddddddddddddddddddddd	tests/billing/test_case_5.py
100644 dddddddddddddddddddddddddddddddddddddddd	tests/billing/test_case_6.py
100644 dddddddddddddddddddddddddddddddddddddddd	tests/billing/test_case_7.py
END-OF-INPUT
git apply --cached --whitespace=nowarn <<'END-OF-INPUT'
diff --git a/src/ledger.py b/src/ledger.py
--- a/src/ledger.py
+++ b/src/ledger.py
@@ -1,3 +1,3 @@
-import money
+import invoices
 NONE = 0
 LIMIT = 3
END-OF-INPUT
part_4=$(git commit-tree "$(git write-tree)" -p "$part_2" -m 'Change src/billing/invoices/rendering/templates/quarterly_statement_for_accountants.py' -m 'tests with what they test; over budget: its pieces need each other, with some of them alone a file would not parse or would lack a name' -m 'Part 4 of 5 of cccccccccccccccccccccccccccccccccccccccc')

git read-tree bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
git update-index --index-info <<'END-OF-INPUT'
100644 dddddddddddddddddddddddddddddddddddddddd	docs/guide.md
END-OF-INPUT
part_5=$(git commit-tree "$(git write-tree)" -p bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb -m 'Add docs/guide.md' -m 'in one file' -m 'Part 5 of 5 of cccccccccccccccccccccccccccccccccccccccc')

printf 'create %s %s\n' \
  refs/reviewbot/backup/bills cccccccccccccccccccccccccccccccccccccccc \
  refs/heads/bills/1-move-2-files "$part_1" \
  refs/heads/bills/2-add-invoices "$part_2" \
  refs/heads/bills/3-change-ledger-py-and-1-more "$part_3" \
  refs/heads/bills/4-change-src-billing-invoices-rendering-te "$part_4" \
  refs/heads/bills/5-add-docs-guide-md "$part_5" \
  | git update-ref --stdin
