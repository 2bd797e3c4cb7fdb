# some parts have landed: use reviewbot split --apply PREFIX with --landed or --onto
