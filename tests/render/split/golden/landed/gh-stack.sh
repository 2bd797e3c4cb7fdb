gh stack init bills/4-change-src-billing-invoices-rendering-te
gh stack submit
gh stack init bills/5-add-docs-guide-md
gh stack submit
