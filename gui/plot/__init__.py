"""The landscape view and its layers."""
