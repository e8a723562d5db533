"""How SEL is doing: times, slow operations, its log and its processes. Never what was said."""
