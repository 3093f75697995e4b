"""What the program costs and bears while it serves: the page, the API, the audit, many people at once."""
