"""`sel bench discord`: the bridge over the real engine, against the tests' double of Discord."""
