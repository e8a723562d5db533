"""The personas SEL can be at the desk: files a person may edit, each with a mood of its own."""
