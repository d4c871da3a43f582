"""The decision paper, part by part; `paper` puts them on one page."""
