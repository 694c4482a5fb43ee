"""Values and rules of a review: frozen dataclasses and pure functions, standard library only."""
