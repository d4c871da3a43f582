"""Templates: from the TOML files of a gate to what every other room is derived from."""
