"""Building blocks of the window: a widget takes values and emits facts."""
