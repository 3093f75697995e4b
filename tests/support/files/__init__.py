"""Files made for tests: OFD, slides, Word, mails, zip files, and the documents that are in them."""
