"""The offline half: files -> blocks -> cases -> passages -> vectors, kept in a store.

records.py   Document, Block, Case, Passage, Hit, Metadata, Filter
errors.py    what ends at a user
permissions.py  folders and files for their owner alone
settings.py  the [index] table of settings.toml
Rooms, each importing only those after it: cli, verify; library; parse, store; segment; embedding; text.
"""
