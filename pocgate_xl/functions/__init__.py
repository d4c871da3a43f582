"""Excel as a host: one registry of functions, and a module for each host that offers them."""
