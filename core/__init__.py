"""Everything of Fall Line that needs no window."""
