"""The page. Each tab is a room: chat, checking, library, training; serving is the web server under them.

page.py says which regions there are and which event goes to which handler.
"""
