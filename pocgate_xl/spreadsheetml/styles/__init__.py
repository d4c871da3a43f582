"""How cells look (ECMA-376 part 1, 18.8): formats, colours, runs of text, and where sheets ask for them."""
