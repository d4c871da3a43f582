"""Lists of engagements, of whose rows workbooks are made."""
