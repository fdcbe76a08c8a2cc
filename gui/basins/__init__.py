"""The layer of basins of attraction: coarse to fine, from the background."""
