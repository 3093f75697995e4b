"""The web server under the page: which requests it takes, and on which port."""
