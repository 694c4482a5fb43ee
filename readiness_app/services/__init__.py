"""Use cases of the window and the command line: read values, decide in the domain, write them."""
