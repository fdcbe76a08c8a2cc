"""Tests of the landscape view and its layers."""
