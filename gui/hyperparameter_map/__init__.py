"""The page that maps two hyperparameters of a method."""
