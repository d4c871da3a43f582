"""How cells look as plain data, and how much room texts take in them."""
