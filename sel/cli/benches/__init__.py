"""What `sel bench` measures, each figure beside its raw counterpart from the same run."""
