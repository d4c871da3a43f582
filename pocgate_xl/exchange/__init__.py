"""The loop with those who fill in: who has answered, what goes back, what came of it, what moved."""
