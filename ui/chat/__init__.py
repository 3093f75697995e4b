"""问答: asking, earlier conversations and the source panel."""
