"""The embedded reference: sequences, transcripts, genes and aliases, tumour types, both builds."""
