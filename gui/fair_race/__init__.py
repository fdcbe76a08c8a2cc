"""The page of the fair race: entries compared from many starts."""
