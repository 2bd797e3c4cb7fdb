"""What the formats share: text made safe to show, the title of a report, findings in order. No format is in here."""
