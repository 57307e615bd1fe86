"""Inquiries (买家询问): what buyers ask about that no order is known for."""
