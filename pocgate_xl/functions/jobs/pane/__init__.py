"""The task pane: what it shows, and the jobs that it sends, as plain JSON."""
