"""What a terminal sends, as keys that act in the order they were typed, each where it was meant."""
