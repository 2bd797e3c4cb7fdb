"""Talking to GitHub: webhook bytes to hints, an App's tokens, the REST API. No policy words; nothing is judged here."""
