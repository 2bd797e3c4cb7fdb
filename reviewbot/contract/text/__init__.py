"""What several formats of a contract share."""
