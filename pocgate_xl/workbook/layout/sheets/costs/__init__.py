"""The cost projection, its totals and its payback; `projection` puts it together."""
