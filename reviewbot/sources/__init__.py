"""Where a change comes from: the local repository, the index, the working tree, a patch. Reads, never judges."""
