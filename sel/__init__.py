"""SEL: a companion that lives in a terminal.

The package root imports nothing, so that `import sel` costs nothing.
"""
