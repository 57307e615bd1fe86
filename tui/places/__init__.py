"""The places of the desk: lists of what a shop has to do, each on the one frame."""
