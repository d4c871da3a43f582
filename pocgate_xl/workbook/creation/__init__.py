"""Workbooks for engagements: blank, stamped for one of them, filled in."""
