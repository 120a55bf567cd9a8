"""One folder a system: its contracts, its client, its README. Nothing about a system stands elsewhere."""
