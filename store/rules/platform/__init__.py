"""The platform and the desk: how what both say of one order meets."""
