reviewbot split bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb..cccccccccccccccccccccccccccccccccccccccc --apply split
gh stack init split/1-move-2-files split/2-add-invoices split/3-change-ledger-py-and-1-more
gh stack submit
gh stack init --base split/2-add-invoices split/4-change-src-billing-invoices-rendering-te
gh stack submit
gh stack init split/5-add-docs-guide-md
gh stack submit
