"""The cost projection, its totals and its payback; `sheet` puts it together."""
