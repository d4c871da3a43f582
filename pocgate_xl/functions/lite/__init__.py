"""xlwings Lite: Python inside Excel, without a server."""
