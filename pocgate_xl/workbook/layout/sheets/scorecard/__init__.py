"""The scorecard and what stands on it; `sheet` puts it together."""
