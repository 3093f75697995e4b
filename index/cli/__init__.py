"""What every command line shares: exit codes, errors, progress."""
