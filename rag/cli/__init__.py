"""The commands of python -m rag that need more than a line."""
