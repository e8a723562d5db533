"""How SEL feels: hormones, drives, mood and what they do. Pure: no I/O, no clock."""
