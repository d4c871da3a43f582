"""The decision paper, part by part; `sheet` puts them on one page."""
