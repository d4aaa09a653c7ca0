"""Does this pattern fit this tumour? Facts, evaluation, tiers, therapy matches."""
