"""What the hosts of the Office.js kind have in common."""
