// The ribbon has one button, which opens the task pane; there is nothing to associate.
