"""The parts of the Walk page: the list at the left, the item with its cards at the right."""
