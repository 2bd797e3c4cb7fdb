# what is split is not committed: make its branches with --apply PREFIX --format gh-stack
