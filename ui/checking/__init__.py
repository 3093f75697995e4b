"""核查: a draft checked in the background, looked at and exported."""
