"""SEL's figures over HTTP, for this machine only: JSON, OpenAPI and Prometheus. Never any words."""
