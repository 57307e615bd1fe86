"""The shop's documents: what is kept, frozen, without a rule in it."""
