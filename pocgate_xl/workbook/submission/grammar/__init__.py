"""What was typed, by one strict grammar each: dates, numbers, and texts that look alike."""
