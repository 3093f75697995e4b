"""Values in Chinese texts: numbers, amounts, dates, ranks and honours -> canonical ones that compare."""
