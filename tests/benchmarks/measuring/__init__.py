"""Running commands, taking times and peaks, and printing them."""
