"""Models on this machine and on a hub: found, understood, judged, measured, fetched."""
