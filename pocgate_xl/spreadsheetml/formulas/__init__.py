"""Formulas as text: tokens, what they say, what they give, and what they could do."""
