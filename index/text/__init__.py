"""Words about texts: digests that name them, headings as they are written."""
