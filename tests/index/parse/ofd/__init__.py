"""OFD files: pages as they are printed, what is left out and told, what is refused."""
