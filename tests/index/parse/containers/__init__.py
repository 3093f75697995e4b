"""Mails and zip files: what is taken out of them."""
