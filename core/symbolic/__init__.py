"""SymPy: derivatives of trees, and the process they are taken in.

Importing this package imports no SymPy; `differentiation` and what it stands on do.
"""
