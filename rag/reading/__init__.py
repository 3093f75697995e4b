"""Question + passages -> logits of spans and relevance; claim + text -> logits of verdicts."""
