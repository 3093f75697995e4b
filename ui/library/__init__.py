"""文库: documents listed, looked at before they are stored, described, removed."""
