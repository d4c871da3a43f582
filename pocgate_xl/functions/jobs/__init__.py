"""Jobs by click: declared once, worked out without a host, carried out by whichever host has them."""
