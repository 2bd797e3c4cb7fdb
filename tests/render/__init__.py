"""Tests of the formats. `REVIEWBOT_UPDATE_GOLDEN=1 pytest tests/render` writes the golden files anew."""
