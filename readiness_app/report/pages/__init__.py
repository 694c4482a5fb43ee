"""One module per kind of page; each turns facts of the review into boxes, in reading order."""
