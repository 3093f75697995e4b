"""What the kinds of answers hold, each by itself."""
