"""Question -> hits: dense and full text, fused, narrowed to what the user chose."""
