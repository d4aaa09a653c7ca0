"""The page for the patient: facts of the record, said in plain words of a catalogue."""
