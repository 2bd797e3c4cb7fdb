"""Generated repositories: seeded, the same commit ids every time."""
