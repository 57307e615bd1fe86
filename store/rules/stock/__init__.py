"""Goods (商品): what is on hand, on sale, out of stock, and cancelled for the lack of it."""
