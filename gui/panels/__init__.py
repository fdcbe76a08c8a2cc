"""The panels around the plot; each is setters and signals, and computes nothing."""
