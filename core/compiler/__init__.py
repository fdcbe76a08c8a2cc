"""From trees to machine code: the one compiler of expressions and update rules."""
