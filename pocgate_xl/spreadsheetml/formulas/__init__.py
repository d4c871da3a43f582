"""Formulas: their tokens, what they say, give and could do; and the one engine that computes them."""
