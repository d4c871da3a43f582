"""Excel as a host: one catalogue of functions, and a module for each host that offers them."""
