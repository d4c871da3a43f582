"""Inputs on every sheet: how they look, what they still lack, what cannot be taken."""
