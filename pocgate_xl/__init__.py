"""Decide, in Excel, whether an AI proof of concept is ready for production."""

__version__ = "0.1.0"
