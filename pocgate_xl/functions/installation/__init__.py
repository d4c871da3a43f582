"""What stands on a user's machine between Excel and Python: put there, looked at, mended, taken away."""
