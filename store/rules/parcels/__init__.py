"""Parcels (包裹): sent, scanned, intercepted, lost, sent again."""
