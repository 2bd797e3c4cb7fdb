# what is split is not committed: commit it, or use reviewbot split --apply PREFIX
