"""The Textual face: it shows what the brain tells and submits what the person wants."""
