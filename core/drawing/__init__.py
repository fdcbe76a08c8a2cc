"""Wide antialiased lines, painted into arrays of pixels by machine code."""
