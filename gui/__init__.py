"""The window: scene, resolved result, views."""
