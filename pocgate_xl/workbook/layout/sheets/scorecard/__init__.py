"""The scorecard and what stands on it; `scorecard` puts it together."""
