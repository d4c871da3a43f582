"""xlwings Server with our functions, scripts and task pane."""
