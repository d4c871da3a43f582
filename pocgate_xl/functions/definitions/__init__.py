"""Every Excel function, one subject a module."""
