"""What moved between two states of engagements, and where several assessors of one differ."""
