"""What a person does with documents: take in, describe, replace, remove, carry to another machine."""
