"""Question -> what is asked -> evidence -> an answer, or what the evidence lacks."""
