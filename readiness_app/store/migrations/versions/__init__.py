"""One file per step; its number is the format it leads to."""
