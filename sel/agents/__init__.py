"""Small helpers SEL may ask: the clock, sums, dice, pages, a person's own modules, MCP servers.

An own agent is one file, `agents/NAME.py` in the folder of settings:

    DESCRIPTION = "tells a joke"                        # needed: what it is for
    ARGUMENTS = {                                       # a small JSON schema (`schema.py`)
        "type": "object",
        "properties": {"topic": {"type": "string", "default": "cats"}},
    }
    KIND = "live"                                       # how long an answer stays good:
                                                        # fixed 1 h, slow 5 min, brief 1 min, live 0
    TIMEOUT = 5                                         # seconds, at most 60
    TRIGGERS = ["tell me a joke about {topic}"]         # sentences that ask for it

    def run(arguments, context):                        # a text, or anything JSON can hold
        if arguments["topic"] == "dogs":
            context.refuse("I only know cats.")         # a sentence for the person
        return "..."

`context` has `person`, `now`, `zone` and `settings`, the table [NAME] of agents.toml. Every run has
a child of its own: 512 MB, no programs and no threads, files up to 1 MB, and next to nothing of the
environment. What it prints is let go.
"""
