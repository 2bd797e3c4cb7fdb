"""From bytes that git printed, or a patch, to values: paths, counts, added lines. No process is started here."""
