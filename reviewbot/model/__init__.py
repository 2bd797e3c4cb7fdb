"""The nouns: frozen values that a test can write by hand. Standard library only."""
