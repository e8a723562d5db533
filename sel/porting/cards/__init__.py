"""Character cards, V1 to V3, as JSON, in a PNG and as CHARX. What stands in one is data."""
