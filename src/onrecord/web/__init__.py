"""The archive shown: pages for people, the same as JSON for programs. Nothing here writes."""
