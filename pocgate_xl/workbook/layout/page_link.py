"""Where a workbook says on which page it can be checked before it is sent back.

An address is each house's own, so that it belongs to no plan: a cell is used in which none puts anything.
"""

from __future__ import annotations

START = "start"
PAGE_AT = 3, 10
"""Above whose workbook it is, on the rows that stay in sight."""
KEY = "page_link.start"
"""The text of that cell; `page` in it is the address."""
WEB = ("https://", "http://")
"""What the address of a page begins with."""
