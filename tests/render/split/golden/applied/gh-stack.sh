gh stack init bills/1-move-2-files bills/2-add-invoices bills/3-change-ledger-py-and-1-more
gh stack submit
gh stack init --base bills/2-add-invoices bills/4-change-src-billing-invoices-rendering-te
gh stack submit
gh stack init bills/5-add-docs-guide-md
gh stack submit
